import CEL
import Testing

@Suite struct QuantifierTests {
  /// A list with the numbers of slots, and a predicate that comes to the slot's value.
  private static func over(_ parts: [Part]) -> (range: Term, predicate: Term, slots: [Value]) {
    let codes = parts.map { part in Value.int(Int64(Part.allCases.firstIndex(of: part) ?? 0)) }
    // Element 0 is true, 1 false, 2 unknown, 3 an error.
    let x = Term.local("x")
    let predicate = Term.operation(
      "_?_:_",
      [
        x == .int(2), .slot(1),
        .operation("_?_:_", [x == .int(3), .slot(2), x == .int(0)]),
      ])
    return (.slot(0), predicate, [.array(codes), Part.unknown.value, Part.error.value])
  }

  @Test(arguments: Part.sequences(upTo: 4))
  func `all and exists are Kleene's and and or over the elements`(parts: [Part]) {
    let (range, predicate, slots) = Self.over(parts)
    let all = parts.reduce(Truth.yes) { $0 && $1.truth }
    let exists = parts.reduce(Truth.no) { $0 || $1.truth }
    #expect(Term.all(range, "x", predicate).program().agreedTruth(slots) == all)
    #expect(Term.exists(range, "x", predicate).program().agreedTruth(slots) == exists)
  }

  @Test(arguments: Part.sequences(upTo: 4))
  func `exists_one is strict: an error, then an unknown, then the count`(parts: [Part]) {
    let (range, predicate, slots) = Self.over(parts)
    let expected: Truth =
      parts.contains(.error)
      ? .error
      : parts.contains(.unknown) ? .unknown : Truth(parts.filter { $0 == .yes }.count == 1)
    let term = Term.comprehension(.existsOne, range, ["x"], predicate: predicate, transform: nil)
    #expect(term.program().agreedTruth(slots) == expected)
    let filter = Term.comprehension(.filter, range, ["x"], predicate: predicate, transform: nil)
    let filtered = filter.value(slots)
    switch expected {
    case .error: #expect(filtered.errorCode == .host)
    case .unknown: #expect(filtered.paths == ["a"])
    case .yes, .no:
      let count = parts.filter { $0 == .yes }.count
      #expect(
        filtered.description == Value.array([Value](repeating: .int(0), count: count)).description)
    }
  }

  @Test(arguments: [
    (Part.unknown.value, Truth.unknown), (Part.error.value, .error), (.int(1), .error),
    (.null, .error), (.array([]), .yes),
  ])
  func `an unknown range makes the whole unknown`(range: Value, expected: Truth) {
    #expect(Term.all(.slot(0), "x", .yes).program().agreedTruth([range]) == expected)
    let map = Term.comprehension(
      .map, .slot(0), ["x"], predicate: nil, transform: .local("x"))
    if expected == .unknown { #expect(map.value([range]).paths == ["a"]) }
  }

  @Test func `an unknown element is a value until it is used`() {
    let list = Value.array([.int(1), .unknown(UnknownSet("b"))])
    let first = Term.exists(.slot(0), "x", .local("x") == .int(1))
    #expect(first.program().agreedTruth([list]) == .yes)
    let other = Term.exists(.slot(0), "x", .local("x") == .int(2))
    #expect(other.program().agreedTruth([list]) == .unknown)
    #expect(other.value([list]).paths == ["b"])
  }

  @Test func `a predicate that is no bool is an error, unless another element decides`() {
    let x = Term.local("x")
    #expect(Term.all(.list([.int(1), .no]), "x", x).program().agreedTruth([]) == .no)
    #expect(Term.all(.list([.int(1), .yes]), "x", x).program().agreedTruth([]) == .error)
    #expect(Term.exists(.list([.int(1), .yes]), "x", x).program().agreedTruth([]) == .yes)
  }

  @Test func `two variables are place and element, or key and value`() {
    let list = Term.list([.int(0), .int(1), .int(2)])
    let map = Term.map([(.text("a"), .text("a"))], isOptional: false)
    for range in [list, map] {
      let term = Term.comprehension(
        .all, range, ["k", "v"], predicate: .local("k") == .local("v"), transform: nil)
      #expect(term.program().agreedTruth([]) == .yes)
    }
    #expect(Term.all(map, "k", .local("k") == .text("a")).program().agreedTruth([]) == .yes)
  }

  @Test func `nested comprehensions see their own and the outer variables`() {
    let inner = Term.exists(.slot(1), "y", .local("x") == .local("y"))
    let term = Term.all(.slot(0), "x", inner)
    let few = Value.array([.int(1), .int(2)])
    let many = Value.array([.int(3), .int(2), .int(1)])
    #expect(term.program().agreedTruth([few, many]) == .yes)
    #expect(term.program().agreedTruth([many, few]) == .no)
    let shadowed = Term.all(.slot(0), "x", .exists(.slot(1), "x", .local("x") == .int(3)))
    #expect(shadowed.program().agreedTruth([few, many]) == .yes)
  }
}

@Suite struct WitnessTests {
  private static let slots: [Value] = [.array([.int(1), .int(2), .int(3)])]

  private static func witnesses(_ term: Term, truth: Bool) -> String {
    var evaluation = Evaluation(slots: slots)
    evaluation.recordsWitnesses = true
    let program = term.program()
    if truth { _ = program.truth(&evaluation) } else { _ = program.evaluate(&evaluation) }
    return Value.array(evaluation.witnesses).description
  }

  @Test(arguments: [true, false])
  func `the elements that decide are noted, all of them`(truth: Bool) {
    let x = Term.local("x")
    let big = Term.operation("_>_", [x, .int(1)])
    let cases: [(Term, String)] = [
      (.all(.slot(0), "x", big), "[1]"), (.exists(.slot(0), "x", big), "[2, 3]"),
      (.all(.slot(0), "x", .yes), "[]"), (.exists(.slot(0), "x", .no), "[]"),
      (.all(.slot(0), "x", .exists(.slot(0), "y", .local("y") < x)), "[1]"),
      (.all(.slot(0), "x", big) && .exists(.slot(0), "x", big), "[1]"),
      (.exists(.slot(0), "x", big) && .all(.slot(0), "x", big), "[2, 3, 1]"),
    ]
    for (term, expected) in cases {
      #expect(Self.witnesses(term, truth: truth) == expected)
    }
  }

  @Test func `each evaluation notes its own witnesses`() {
    var evaluation = Evaluation(slots: Self.slots)
    evaluation.recordsWitnesses = true
    let program = Term.exists(.slot(0), "x", .local("x") == .int(2)).program()
    for _ in 0..<3 { _ = program.truth(&evaluation) }
    #expect(evaluation.witnesses.count == 1)
  }
}
