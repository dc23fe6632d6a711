import Diagnostics
import PolicyCompiler
import Testing

@Suite struct ComparedTermsTests {
  private static func codes(_ condition: String) -> [String] {
    let text = """
      vocabulary: v
      facts:
        places: {type: list(term(place)), doc: Places.}
        more: {type: list(list(term(place))), doc: Places.}
        home: {type: term(place), doc: A place.}
        names: {type: list(string), doc: Names.}
        stays: {type: "map(term(place), stay)", doc: Stays.}
      types:
        stay:
          fields:
            where: {type: term(place), doc: Where.}
      terms:
        place: {US: {}, US-CA: {}, DE: {}}
      ---
      policy: p
      title: P
      authority: house
      rules:
        - rule: r
          cite: [none]
          require: >-
            \(condition)
          because: So.
      """
    return LibraryCompiler.compile([SourceFile(path: "l.yaml", text: text)]).diagnostics
      .map(\.code.rawValue)
  }

  @Test(arguments: [
    #"places == ["US-CA"]"#, #"["US-CA"] != places"#, #"[home] == ["US-CA"]"#,
    #"[home] in more"#, #"more == [places]"#, #"stays == stays"#,
    #"places.exists(p, [p] == [home])"#, #"stays.exists(k, stays[k] == stays[home])"#,
  ])
  func `values that hold terms are not compared as a whole`(condition: String) {
    #expect(Self.codes(condition) == ["compared-terms"])
  }

  @Test(arguments: [
    #"places == []"#, #"places != []"#, #"home == "US-CA""#, #"home in ["US-CA", "DE"]"#,
    #"home in places"#, #"home in stays"#, #"names == ["a"]"#, #""a" in names"#,
  ])
  func `single terms, other values and empty lists are`(condition: String) {
    #expect(Self.codes(condition) == [])
  }
}
