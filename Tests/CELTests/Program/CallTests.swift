import CEL
import Testing

/// Functions to call: `pair` takes two values to a list, `fail` fails.
private enum Functions {
  static let pair = Overload(
    "pair", [.dyn, .dyn], .dyn, .binary { left, right, _ in .array([left, right]) })
  static let fail = Overload("fail", [], .dyn, .nullary { _ in .failure(.host, "broken") })
  static let triple = Overload(
    "triple", [.dyn, .dyn, .dyn], .dyn,
    .ternary { one, two, three, _ in .array([one, two, three]) })

  /// One overload for each type, which tells its own id.
  static func named(_ id: String, _ parameters: [ValueType]) -> Overload {
    Overload(id, parameters, .string, .variadic { _, _ in .text(id) })
  }
}

private let failing = Term.function("fail", [Functions.fail], [])

@Suite struct CallTests {
  @Test(arguments: Part.allCases, Part.allCases)
  func `a call is strict: an error, then an unknown, in any order`(left: Part, right: Part) {
    let slots = [left.value, right.value]
    let expected: Truth =
      [left, right].contains(.error)
      ? .error : [left, right].contains(.unknown) ? .unknown : .yes
    let calls: [Term] = [
      .function("pair", [Functions.pair], [.slot(0), .slot(1)]),
      .function("triple", [Functions.triple], [.slot(0), .slot(1), .yes]),
      .list([.slot(0), .slot(1)]),
      .map([(.slot(0), .slot(1))], isOptional: false),
      .map([(.text("k"), .slot(0)), (.text("l"), .slot(1))], isOptional: false),
      .slot(0) == .slot(1),
      .operation("@in", [.slot(0), .list([.slot(1)])]),
      .operation("_[_]", [.slot(1), .slot(0)]),
    ]
    for call in calls {
      let value = call.value(slots)
      switch expected {
      case .error: #expect(value.errorCode == .host)
      case .unknown: #expect(value.paths == ["a"])
      case .yes, .no: #expect(value.paths == nil && value.errorCode != .host)
      }
    }
  }

  @Test func `unknown arguments are merged where all that matter are wanted`() {
    var evaluation = Evaluation(
      slots: [.unknown(UnknownSet("b")), .unknown(UnknownSet("a")), .failure(.host, "broken")])
    evaluation.collectsUnknowns = true
    func paths(_ term: Term) -> [String]? { term.program().evaluate(&evaluation).paths }
    #expect(paths(.slot(0) == .slot(1)) == ["a", "b"])
    #expect(paths(.list([.slot(0), .slot(1), .yes])) == ["a", "b"])
    #expect(paths(.function("pair", [Functions.pair], [.slot(0), .slot(1)])) == ["a", "b"])
    #expect(paths(.slot(0) == .slot(2)) == nil)
  }

  @Test func `the first overload that takes the arguments is called`() {
    let overloads = [
      Functions.named("ints", [.list(.int)]), Functions.named("doubles", [.list(.double)]),
      Functions.named("string", [.string]), Functions.named("map", [.map(.string, .int)]),
      Functions.named("nullable", [.wrapper(.bool)]), Functions.named("term", [.opaque("t", [])]),
      Functions.named("record", [.record("r")]), Functions.named("optional", [.optional(.dyn)]),
    ]
    let cases: [(Value, String?)] = [
      (.array([.int(1)]), "ints"), (.array([.double(1)]), "doubles"), (.array([]), "ints"),
      (.array([.int(1), .double(1)]), "ints"), (.text("x"), "string"), (.null, "nullable"),
      (.map(MapValue(entries: [(.text("k"), .int(1))])), "map"), (.bool(true), "nullable"),
      (.symbol(Symbol(set: 0, id: 1)), "term"), (.absent, "optional"), (.int(1), nil),
      (.record(RecordValue(type: "r", fields: [])), "record"),
      (.record(RecordValue(type: "s", fields: [])), nil),
    ]
    for (argument, id) in cases {
      let value = Term.function("f", overloads, [.slot(0)]).value([argument])
      if let id {
        #expect(Value.equal(value, .text(id)), "\(argument)")
      } else {
        #expect(value.errorCode == .noSuchOverload)
      }
    }
  }

  @Test func `a host's overload of == stands beside the standard one`() {
    let near = Overload(
      "near", [.duration, .duration], .bool, .binary { _, _, _ in .bool(true) })
    let standard = Overload("equals", [.parameter("A"), .parameter("A")], .bool, nil)
    let equal = Term.function("_==_", [near, standard], [.slot(0), .slot(1)])
    #expect(equal.program().agreedTruth([.duration(1), .duration(2)]) == .yes)
    #expect(equal.program().agreedTruth([.int(1), .int(2)]) == .no)
    #expect(equal.program().agreedTruth([.int(1), .double(1)]) == .yes)
  }

  @Test func `what nobody declared is an error where its value is needed`() {
    #expect(Term.unknownName("x").value().errorCode == .noSuchVariable)
    #expect(Term.operation("f", [.yes]).value().errorCode == .noSuchOverload)
    #expect((Term.unknownName("x") && .no).program().agreedTruth([]) == .no)
  }

  @Test func `a function's error is absorbed like any other`() {
    #expect((failing || .yes).program().agreedTruth([]) == .yes)
    #expect((failing && .slot(0)).program().agreedTruth([Part.unknown.value]) == .unknown)
  }

  @Test func `functions see the slots of the evaluation`() {
    let second = Overload("second", [], .dyn, .nullary { $0.slots[1] })
    let program = Term.function("second", [second], []).program()
    var evaluation = Evaluation(slots: [.int(1), .bool(true)])
    #expect(program.truth(&evaluation) == .yes)
    evaluation.slots[1] = .bool(false)
    #expect(program.truth(&evaluation) == .no)
  }
}

@Suite struct PlannedRelationTests {
  private static let values: [Value] = [
    .int(1), .int(2), .uint(1), .double(1), .double(.nan), .text("a"), .text("b"), .bool(true),
    .symbol(Symbol(set: 0, id: 1)), .symbol(Symbol(set: 0, id: 2)), .null, .duration(5),
    .array([.int(1)]), .unknown(UnknownSet("a")), .failure(.host, "broken"),
  ]

  @Test(arguments: values.indices, values.indices)
  func `a slot beside a constant compares as two slots do`(left: Int, right: Int) {
    let (left, right) = (Self.values[left], Self.values[right])
    guard !right.isUndecided else { return }
    for operation in ["_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"] {
      let slots = Term.operation(operation, [.slot(0), .slot(1)]).program()
      let constant = Term.operation(operation, [.slot(0), .value(right)]).program()
      let mirrored = Term.operation(operation, [.value(right), .slot(0)]).program()
      let expected = slots.agreedTruth([left, right])
      #expect(expected != nil)
      #expect(constant.agreedTruth([left, right]) == expected)
      #expect(mirrored.agreedTruth([left]) == slots.agreedTruth([right, left]))
    }
  }

  @Test func `a long list of constants is searched like a short one`() {
    let long = (0..<20).map { Value.int($0 * 2) } + [.text("a"), .symbol(Symbol(set: 1, id: 1))]
    let cases: [(Value, Truth)] = [
      (.int(4), .yes), (.int(5), .no), (.double(4), .yes), (.uint(4), .yes), (.text("a"), .yes),
      (.text("b"), .no), (.symbol(Symbol(set: 1, id: 1)), .yes), (.double(.nan), .no),
      (.unknown(UnknownSet("a")), .unknown), (.failure(.host, "broken"), .error),
    ]
    for (element, expected) in cases {
      let constant = Term.operation("@in", [.slot(0), .value(.array(long))]).program()
      let slot = Term.operation("@in", [.slot(0), .slot(1)]).program()
      #expect(constant.agreedTruth([element]) == expected)
      #expect(slot.agreedTruth([element, .array(long)]) == expected)
    }
  }

  @Test func `an unknown element leaves a search open unless another is found`() {
    let list = Value.array([.unknown(UnknownSet("b")), .int(1)])
    let program = Term.operation("@in", [.slot(0), .slot(1)]).program()
    #expect(program.agreedTruth([.int(1), list]) == .yes)
    #expect(program.agreedTruth([.int(2), list]) == .unknown)
    var evaluation = Evaluation(slots: [.int(2), list])
    #expect(program.evaluate(&evaluation).paths == ["b"])
  }

  @Test func `a pattern is compiled once; a bad one is an error`() {
    let matches = { (pattern: String) in
      Term.function(
        "matches", [Overload("matches_string", member: true, [.string, .string], .bool, nil)],
        [.slot(0), .text(pattern)]
      ).program()
    }
    #expect(matches("^a+$").agreedTruth([.text("aaa")]) == .yes)
    #expect(matches("^a+$").agreedTruth([.text("aab")]) == .no)
    #expect(matches("^a+$").agreedTruth([.int(1)]) == .error)
    #expect(matches("^a+$").agreedTruth([Part.unknown.value]) == .unknown)
    #expect(matches("(").agreedTruth([.text("aaa")]) == .error)
  }
}
