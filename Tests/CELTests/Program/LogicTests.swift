import CEL
import Testing

/// What `&&` makes of two parts: false decides, then unknown, then error.
private func and(_ left: Part, _ right: Part) -> Truth {
  let both = [left, right]
  if both.contains(.no) { return .no }
  if both.contains(.unknown) { return .unknown }
  return both.contains(.error) ? .error : .yes
}

@Suite struct LogicTests {
  @Test(arguments: Part.allCases, Part.allCases)
  func `a deciding operand beats an unknown, and that an error, on either side`(
    left: Part, right: Part
  ) {
    let slots = [left.value, right.value]
    let expected = and(left, right)
    #expect((Term.slot(0) && .slot(1)).program().agreedTruth(slots) == expected)
    // De Morgan: or is and with all three negated.
    let or = !(!Term.slot(0) || !.slot(1))
    #expect(or.program().agreedTruth(slots) == expected)
  }

  @Test(arguments: Part.allCases)
  func `not keeps an unknown and an error`(part: Part) {
    let expected: [Part: Truth] = [.yes: .no, .no: .yes, .unknown: .unknown, .error: .error]
    #expect((!Term.slot(0)).program().agreedTruth([part.value]) == expected[part])
  }

  @Test(arguments: Part.allCases, Part.allCases)
  func `a conditional is strict in its condition alone`(condition: Part, then: Part) {
    for otherwise in Part.allCases {
      let program = Term.operation("_?_:_", [.slot(0), .slot(1), .slot(2)]).program()
      let expected: Truth =
        switch condition {
        case .yes: then.truth
        case .no: otherwise.truth
        case .unknown, .error: condition.truth
        }
      let slots = [condition.value, then.value, otherwise.value]
      #expect(program.agreedTruth(slots) == expected)
    }
  }

  @Test func `false decides over an operand that is no bool`() {
    let text = Term.text("x")
    #expect((text && .no).program().agreedTruth([]) == .no)
    #expect((Term.no && text).program().agreedTruth([]) == .no)
    #expect((text || .yes).program().agreedTruth([]) == .yes)
    #expect((text && .yes).value().errorCode == .noSuchOverload)
    #expect((!text).value().errorCode == .noSuchOverload)
    #expect(text.program().agreedTruth([]) == .error)
    #expect(Term.operation("_?_:_", [text, .yes, .no]).value().errorCode == .noSuchOverload)
  }

  @Test(arguments: Part.sequences(upTo: 4))
  func `chains agree with Kleene's and, however they are nested`(parts: [Part]) {
    guard !parts.isEmpty else { return }
    let expected = parts.reduce(Truth.yes) { $0 && $1.truth }
    let terms = parts.indices.map(Term.slot)
    let slots = parts.map(\.value)
    let left = terms.dropFirst().reduce(terms[0]) { $0 && $1 }
    let right = terms.dropLast().reversed().reduce(terms[terms.count - 1]) { $1 && $0 }
    #expect(left.program().agreedTruth(slots) == expected)
    #expect(right.program().agreedTruth(slots) == expected)
  }

  @Test func `unknown operands are merged where all that matter are wanted`() {
    let slots = ["c", "a", "b"].map { Value.unknown(UnknownSet($0)) }
    var evaluation = Evaluation(slots: slots + [.bool(false)])
    evaluation.collectsUnknowns = true
    let open = Term.slot(0) && .slot(1) && .slot(2)
    #expect(open.program().evaluate(&evaluation).paths == ["a", "b", "c"])
    #expect((open && .slot(3)).program().evaluate(&evaluation).paths == nil)
    let or = Term.slot(0) || .slot(1) || .slot(3)
    #expect(or.program().evaluate(&evaluation).paths == ["a", "c"])
    evaluation.collectsUnknowns = false
    #expect(open.program().evaluate(&evaluation).paths == ["c"])
  }
}

/// Draws trees of `&&`, `||`, `!`, `?:` over slots, with the truth that a plain evaluator finds.
@Suite struct RandomLogicTests {
  private struct Draw {
    var generator: Seeded
    let slots: [Part]

    mutating func tree(_ depth: Int) -> (Term, Truth) {
      let slot = Int.random(in: 0..<slots.count, using: &generator)
      guard depth > 0 else { return (.slot(slot), slots[slot].truth) }
      switch Int.random(in: 0..<5, using: &generator) {
      case 0:
        let ((left, first), (right, second)) = (tree(depth - 1), tree(depth - 1))
        return (left && right, first && second)
      case 1:
        let ((left, first), (right, second)) = (tree(depth - 1), tree(depth - 1))
        return (left || right, first || second)
      case 2:
        let (operand, truth) = tree(depth - 1)
        return (!operand, !truth)
      case 3:
        let ((condition, truth), (then, yes)) = (tree(depth - 1), tree(depth - 1))
        let (otherwise, no) = tree(depth - 1)
        return (
          .operation("_?_:_", [condition, then, otherwise]),
          truth == .yes ? yes : truth == .no ? no : truth
        )
      default:
        // A definition hands its argument on, whatever it is.
        let (argument, truth) = tree(depth - 1)
        let body = (Term.local("p") && .local("p")).checked
        let definition = Definition(
          name: "d", parameters: [.init(name: "p", type: .bool)], body: body)
        return (.definition(definition, [argument]), truth)
      }
    }
  }

  @Test(arguments: 0..<400)
  func `drawn trees come to what a plain evaluator says`(seed: UInt64) {
    var generator = Seeded(state: seed)
    let slots = (0..<6).map { _ in Part.allCases.randomElement(using: &generator) ?? .yes }
    var draw = Draw(generator: generator, slots: slots)
    let (term, truth) = draw.tree(5)
    #expect(term.program().agreedTruth(slots.map(\.value)) == truth)
  }
}

/// A generator that gives the same numbers on every run.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
