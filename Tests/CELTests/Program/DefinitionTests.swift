import CEL
import Testing

@Suite struct DefinitionTests {
  private static func definition(_ parameters: [String], _ body: Term) -> Definition {
    Definition(
      name: "d", parameters: parameters.map { .init(name: $0, type: .dyn) }, body: body.checked)
  }

  @Test(arguments: Part.allCases, Part.allCases)
  func `arguments are handed on, and matter only where they are used`(used: Part, unused: Part) {
    let slots = [used.value, unused.value]
    let first = Self.definition(["p", "q"], .local("p"))
    let second = Term.definition(first, [.slot(0), .slot(1)])
    #expect(second.program().agreedTruth(slots) == used.truth)
    let both = Self.definition(["p", "q"], .local("p") && .local("q"))
    let expected = used.truth && unused.truth
    #expect(
      Term.definition(both, [.slot(0), .slot(1)]).program().agreedTruth(slots) == expected)
  }

  @Test func `frames do not overlap`() {
    let less = Self.definition(["p", "q"], .local("p") < .local("q"))
    let same = Self.definition(["p", "q"], .bind("r", .local("p"), .local("r") == .local("q")))
    // same(less(1, 2), less(3, 4)), within a comprehension, beside a bound name
    let calls = Term.definition(
      same,
      [
        .definition(less, [.local("x"), .int(2)]), .definition(less, [.int(3), .local("y")]),
      ])
    let term = Term.bind("y", .int(4), .all(.list([.int(1), .int(0)]), "x", calls))
    #expect(term.program().agreedTruth([]) == .yes)
    let nested = Self.definition(["p"], .exists(.list([.int(5)]), "x", .local("x") == .local("p")))
    let twice = Term.definition(nested, [.int(5)]) && .definition(nested, [.slot(0)])
    #expect(twice.program().agreedTruth([.int(5)]) == .yes)
    #expect(twice.program().agreedTruth([.int(6)]) == .no)
  }

  @Test func `a definition reads variables of its own, and calls others`() {
    let inner = Self.definition([], .slot(3) == .int(1))
    let outer = Self.definition(["p"], .local("p") && .definition(inner, []))
    let program = (Term.slot(0) && .definition(outer, [.slot(5)])).program()
    #expect(program.slots == [0, 3, 5])
    let slots: [Value] = [.bool(true), .null, .null, .int(1), .null, .bool(true)]
    #expect(program.agreedTruth(slots) == .yes)
  }

  @Test func `programs can share the plans of definitions`() {
    let shared = Self.definition(["p"], .local("p") == .int(1))
    var plans = PlannedDefinitions()
    let term = Term.definition(shared, [.slot(0)])
    for value in [Value.int(1), .int(1)] {
      let program = Program(term.checked, sharing: &plans)
      #expect(program.agreedTruth([value]) == .yes)
    }
  }

  @Test func `a bound value is evaluated once and matters only where it is used`() {
    let failing = Term.slot(0)
    #expect(Term.bind("x", failing, .yes).program().agreedTruth([Part.error.value]) == .yes)
    let used = Term.bind("x", failing, .local("x") || .slot(1))
    #expect(used.program().agreedTruth([Part.error.value, Part.unknown.value]) == .unknown)
    #expect(used.program().agreedTruth([Part.error.value, .bool(true)]) == .yes)
  }
}
