import Testing

@Suite struct DefaultCheckTests {
  /// A rule, in a library with the facts `more.yes` (by default true), `more.no` (false),
  /// `more.few` (3) and `more.place` (GB).
  static func rule(_ rule: String, _ mistakes: String...) -> MistakeCase {
    let indented = rule.split(separator: "\n").map { "    \($0)\n" }.joined()
    let text = """
      vocabulary: more
      facts:
        more:
          fields:
            yes: {type: bool, default: true}
            no: {type: bool, default: false}
            few: {type: int, default: 3}
            place: {type: term(place), default: GB}
      define:
        is_few: {given: {limit: int}, is: more.few < limit}
      ---
      policy: p
      title: P
      authority: house
      settings:
        most: {type: int, default: 5, tighter: free, doc: Any.}
      rules:
        - rule: r
          cite: C
          because: B.

      """
    return MistakeCase(name: rule, text: text + indented, mistakes: mistakes)
  }

  @Test(arguments: [
    rule(
      "forbid: ①more.no", "① deciding-default: the default of `more.no` silences this `forbid`"),
    rule("forbid: more.yes"),
    rule(
      "forbid: {any: [more.yes, ①more.no]}",
      "① deciding-default: the default of `more.no` silences this `forbid`"),
    rule(
      "forbid: {none: [①more.yes, more.no]}",
      "① deciding-default: the default of `more.yes` silences this `forbid`"),
    rule(
      "forbid: ①action.automated && !(more.yes || more.no)",
      "① deciding-default: the default of `more.yes` silences this `forbid`"),
    rule(
      "require: ①more.few < 5",
      "① deciding-default: the default of `more.few` satisfies this `require`"),
    rule("require: more.few > 5"),
    rule(
      "when: [action.automated, ①more.no]\nforbid: action.automated",
      "① deciding-default: the default of `more.no` makes this `when` false"),
    rule("when: [action.automated, more.yes]\nforbid: action.automated"),
    rule(
      "unless: [{exception: e, when: ①more.yes}]\nforbid: action.automated",
      "① deciding-default: the default of `more.yes` makes this exception true"),
    rule(
      "require: ①is_few(person.messages)",
      "① deciding-default: the default of `more.few` satisfies this `require`"),
    rule(
      "forbid: ①more.few < settings.most",
      "① deciding-default: the default of `more.few` silences this `forbid`"),
    rule(
      "forbid: ①more.place.within(\"EU\")",
      "① deciding-default: the default of `more.place` silences this `forbid`"),
    rule(
      "require: ①more.place.within(\"EU\")",
      "① deciding-default: the default of `more.place` satisfies this `require`"),
    rule("require: more.place.within(\"US\")"),
    rule(
      "require: ①more.few < person.messages",
      "① deciding-default: the default of `more.few` satisfies this `require`"),
  ])
  func `a default that would read as permission is found`(_ mistake: MistakeCase) {
    #expect(mistake.found == mistake.mistakes)
  }
}
