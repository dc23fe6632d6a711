import CEL
import Diagnostics
import PolicyCompiler
import PolicyModel
import Testing

/// What is compiled from another relation of the same fact, and from nothing but its own text.
@Suite struct RepeatedRelationTests {
  @Test(arguments: [
    (#"person.location == "AT""#, #"person.location == "DE-BY""#),
    (#"person.location != "AT""#, #"person.location != "DE-BY""#),
    (#"person.location in ["AT"]"#, #"person.location in ["DE-BY", "US", "AT"]"#),
    (#"person.location.within("AT")"#, #"person.location.within("EU")"#),
    (#"person.relationship == "lead""#, #"person.relationship == "customer""#),
    (#"person.relationship != "lead""#, #"person.relationship != "customer""#),
    (#"person.relationship in ["lead", "x"]"#, #"person.relationship in ["customer"]"#),
    (
      #"person.relationship in ["lead"]"#,
      #"person.relationship in ["a", "b", "c", "d", "e", "f", "g", "customer", "i", "j"]"#
    ),
    ("person.age < 18", "person.age < 16"), ("person.age >= 18", "person.age >= 16"),
    ("client.revenue > 18", "client.revenue > 2"), ("client.revenue == 18", "client.revenue == 2"),
    (#""AT" == person.location"#, #""DE-BY" == person.location"#),
    (#"person.age in [1, 2]"#, #"person.age in [16, 17]"#),
  ])
  func `they are the same`(first: String, second: String) throws {
    let (library, lone) = try Self.atoms([second])
    let alone = try #require(lone.last)
    let repeated = try #require(try Self.atoms([first, second]).atoms.last)
    #expect(alone.expression == repeated.expression)
    #expect(alone.facts == repeated.facts)
    #expect(alone.isSensitive == repeated.isSensitive)
    #expect("\(alone.shape)" == "\(repeated.shape)")
    #expect("\(alone.conjuncts)" == "\(repeated.conjuncts)")
    let slot = try #require(alone.facts.first)
    var truths: Set<Truth> = []
    for value in Self.values + Self.symbols(of: library.vocabulary) {
      var slots = [Value](repeating: .unknown(UnknownSet("x")), count: 64)
      slots[slot] = value
      var evaluation = Evaluation(slots: slots)
      let truth = alone.program.truth(&evaluation)
      let cost = evaluation.cost
      #expect(repeated.program.truth(&evaluation) == truth, "\(value)")
      #expect(evaluation.cost == cost, "\(value)")
      truths.insert(truth)
    }
    #expect(truths.isSuperset(of: [.yes, .no, .unknown]))
  }

  private static func atoms(
    _ conditions: [String]
  ) throws -> (library: CompiledLibrary, atoms: [Atom]) {
    let lines = conditions.map { "      - '\($0)'" }.joined(separator: "\n")
    let policy = """
      policy: p
      title: T
      authority: house
      rules:
        - rule: r
          cite: C
          because: B.
          when:
      \(lines)
          forbid: action.automated
      """
    let compilation = LibraryCompiler.compile([
      Core.file, SourceFile(path: "policies/p.yaml", text: policy),
    ])
    #expect(compilation.diagnostics.map(\.message) == [])
    let library = try #require(compilation.library)
    return (
      library, conditions.compactMap { text in library.atoms.first { $0.expression == text } }
    )
  }

  private static let values: [Value] =
    [.null, .unknown(UnknownSet("y")), .bool(true), .int(15), .int(16), .double(2), .double(3)]
    + ["lead", "customer", "a", ""].map { .text($0) }

  private static func symbols(of vocabulary: Vocabulary) -> [Value] {
    vocabulary.termSets.flatMap { set in
      set.terms.indices.map { .symbol(Symbol(set: set.number, id: UInt32($0))) }
    }
  }
}
