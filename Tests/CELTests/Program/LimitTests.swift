import CEL
import Diagnostics
import Testing

@Suite struct CostLimitTests {
  /// Numbers under which a nest of `all` over 100 elements costs 100 to the power of its depth.
  private static func nest(_ depth: Int, _ innermost: Term) -> Term {
    (0..<depth).reduce(innermost) { inner, level in .all(.slot(0), "x\(level)", inner) }
  }

  private static let hundred = Value.array((0..<100).map { .int($0) })

  @Test func `an evaluation over its limit is an error`() {
    let program = Self.nest(4, .yes).program()
    var evaluation = Evaluation(slots: [Self.hundred])
    #expect(program.truth(&evaluation) == .error)
    #expect(program.evaluate(&evaluation).errorCode == .costLimit)
    #expect(evaluation.cost < evaluation.costLimit + 1_000)
  }

  @Test func `nothing absorbs it`() {
    let nest = Self.nest(4, .yes)
    let twos = Term.list([.int(1), .int(2)])
    let absorbing: [Term] = [
      nest || .yes, .no && nest, .yes || nest, .exists(twos, "y", .local("y") == .int(2) || nest),
      .operation("_?_:_", [nest, .yes, .yes]), .bind("b", nest, .yes),
    ]
    for term in absorbing {
      var evaluation = Evaluation(slots: [Self.hundred])
      evaluation.isExhaustive = true
      #expect(term.program().truth(&evaluation) == .error)
      #expect(term.program().evaluate(&evaluation).errorCode == .costLimit)
    }
  }

  @Test func `the cost is that of the last evaluation`() {
    var evaluation = Evaluation(slots: [Self.hundred])
    let program = Self.nest(1, .yes).program()
    #expect(program.truth(&evaluation) == .yes)
    let cost = evaluation.cost
    #expect(program.truth(&evaluation) == .yes)
    #expect(evaluation.cost == cost && cost >= 100)
    evaluation.costLimit = cost
    #expect(program.truth(&evaluation) == .yes)
    evaluation.costLimit = cost - 1
    #expect(program.truth(&evaluation) == .error)
  }

  @Test func `definitions that call each other twice are stopped`() {
    var term = Term.slot(0) == .int(1)
    for level in 0..<40 {
      let definition = Definition(name: "d\(level)", parameters: [], body: term.checked)
      term = .definition(definition, []) && .definition(definition, [])
    }
    var evaluation = Evaluation(slots: [.int(1)])
    #expect(term.program().truth(&evaluation) == .error)
    #expect(term.program().evaluate(&evaluation).errorCode == .costLimit)
  }

  @Test(arguments: [
    Term.local("x60") == .local("x60"), .operation("@in", [.local("x60"), .list([.slot(0)])]),
    .local("x60"), .map([(.text("k"), .local("x60"))], isOptional: false),
  ])
  func `values that hold one part twice, and again, are stopped`(use: Term) {
    var term = use
    for level in (0..<60).reversed() {
      let x = Term.local("x\(level)")
      term = .bind("x\(level + 1)", .list([x, x]), term)
    }
    var evaluation = Evaluation(slots: [.bool(true)])
    let program = Term.bind("x0", .int(1), term).program()
    #expect(program.evaluate(&evaluation).errorCode == .costLimit)
    #expect(program.truth(&evaluation) == .error)
  }

  @Test func `strings that double are stopped before they are made`() {
    let join = Overload(
      "add_string", [.string, .string], .string, cost: .traversal,
      .binary { left, right, _ in
        guard case .string(let left) = left, case .string(let right) = right else { return .null }
        return .text(left.string + right.string)
      })
    let start = Term.bind("x0", .text("0123456789"), doubling(100, join))
    var evaluation = Evaluation(slots: [])
    #expect(start.program().evaluate(&evaluation).errorCode == .costLimit)
  }

  @Test(arguments: ["'' + s", "s + ''", "b'' + b", "b + b''", "[] + l", "l + []"])
  func `what is put together costs what both parts hold`(text: String) {
    var environment = Environment()
    let octets = [UInt8](repeating: 0x61, count: 20_000)
    let values: [(String, ValueType, Value)] = [
      ("s", .string, .text(String(decoding: octets, as: UTF8.self))),
      ("b", .bytes, .octets(octets)),
      ("l", .list(.int), .array((0..<2_000).map(Value.int))),
    ]
    for (slot, value) in values.enumerated() {
      environment.declare(Variable(name: value.0, type: value.1, slot: slot))
    }
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: text)
    let checked = environment.compile(source, &diagnostics)
    var evaluation = Evaluation(slots: values.map(\.2))
    _ = checked.map { Program($0).evaluate(&evaluation) }
    #expect((2_000...2_020).contains(evaluation.cost))
  }

  private func doubling(_ levels: Int, _ join: Overload) -> Term {
    var body = Term.yes
    for level in (0..<levels).reversed() {
      let x = Term.local("x\(level)")
      body = .bind("x\(level + 1)", .function("_+_", [join], [x, x]), body)
    }
    return body
  }
}

@Suite struct ErrorCountTests {
  private static let fail = Term.function(
    "fail", [Overload("fail", [], .dyn, .nullary { _ in .failure(.host, "broken") })], [])

  private static func count(_ term: Term, _ slots: [Value] = [], exhaustive: Bool) -> Int {
    var evaluation = Evaluation(slots: slots)
    evaluation.isExhaustive = exhaustive
    let program = term.program(nullsAreUndecided: true)
    _ = program.truth(&evaluation)
    let ofTruth = evaluation.errorCount
    _ = program.evaluate(&evaluation)
    #expect(evaluation.errorCount == 2 * ofTruth)
    #expect(evaluation.firstErrors.count == (exhaustive ? min(8, 2 * ofTruth) : 0))
    evaluation.forgetErrors()
    #expect(evaluation.errorCount == 0 && evaluation.firstErrors.isEmpty)
    return ofTruth
  }

  @Test func `every error is counted once where it arises, absorbed ones too`() {
    let fail = Self.fail
    let pair = Overload("pair", [.dyn, .dyn], .dyn, .binary { left, _, _ in left })
    let list = Term.list([.int(1), .int(2), .int(3)])
    let cases: [(Term, exhaustive: Int, plain: Int)] = [
      (.no && fail, 1, 0), (.yes || fail, 1, 0), (fail || .yes, 1, 1), (!(!fail), 1, 1),
      (fail && fail, 2, 2), (.operation("_?_:_", [.yes, .yes, fail]), 1, 0),
      (.operation("_?_:_", [fail, fail, fail]), 3, 1),
      (.all(list, "x", fail), 3, 3), (.exists(list, "x", .yes || fail), 3, 0),
      (.exists(list, "x", .local("x") == .int(1) || fail), 3, 0),
      (.function("pair", [pair], [fail, fail]), 2, 1), (fail == fail, 2, 1),
      (.list([fail, fail]), 2, 1), (.bind("x", fail, .local("x") || .local("x")), 1, 1),
      (.slot(0) == .int(1) || .yes, 1, 1), (.yes || .slot(0) == .int(1), 1, 0),
      (.no && .slot(0) < .int(1), 1, 0), (.no && .slot(1), 1, 0),
      (.no && .slot(1) == .int(1), 1, 0),
      (.no && .unknownName("x"), 1, 0), (.no && .text("x"), 1, 0),
      (.comprehension(.map, list, ["x"], predicate: nil, transform: fail), 3, 1),
      (.comprehension(.existsOne, list, ["x"], predicate: fail, transform: nil), 3, 1),
      (.no && .operation("_[_]", [list, .int(9)]), 1, 0),
      (.no && .hasField(.int(1), 0), 1, 0), (.no && .select(.int(1), "f", isOptional: false), 1, 0),
    ]
    let slots = [Value.null, .failure(.host, "broken")]
    for (index, example) in cases.enumerated() {
      #expect(Self.count(example.0, slots, exhaustive: true) == example.exhaustive, "\(index)")
      #expect(Self.count(example.0, slots, exhaustive: false) == example.plain, "\(index)")
    }
  }
}

@Suite struct DepthTests {
  @Test func `deep expressions are evaluated, deeper ones are errors`() {
    var term = Term.slot(0)
    for _ in 0..<900 { term = !term }
    #expect(term.program().agreedTruth([.bool(true)]) == .yes)
    for _ in 0..<200 { term = !term }
    #expect(term.value([.bool(true)]).errorCode == .nestingLimit)
  }

  @Test func `a long chain is one node, whichever way it leans`() {
    var left = Term.slot(0)
    for _ in 0..<900 { left = left && .slot(0) }
    #expect(left.program().agreedTruth([.bool(true)]) == .yes)
    #expect(left.program().agreedTruth([Part.unknown.value]) == .unknown)
  }

  @Test func `definitions add to the depth`() {
    var term = Term.slot(0)
    for level in 0..<12 {
      var body = term
      for _ in 0..<100 { body = !body }
      term = .definition(Definition(name: "d\(level)", parameters: [], body: body.checked), [])
    }
    #expect(term.value([.bool(true)]).errorCode == .nestingLimit)
  }
}
