import CEL
import Testing

private let unknown = Value.unknown(UnknownSet("r.f"))

private func record(_ fields: Value...) -> Value {
  .record(RecordValue(type: "r", fields: fields))
}

private func map(_ entries: MapValue.Entry...) -> Value { .map(MapValue(entries: entries)) }

@Suite struct PresenceTests {
  @Test(arguments: [
    (Value.int(0), Truth.yes), (.text(""), .yes), (.null, .no), (unknown, .unknown),
    (.failure(.host, "broken"), .error),
  ])
  func `a variable is there unless it is null`(value: Value, expected: Truth) {
    #expect(Term.hasSlot(0).program().agreedTruth([value]) == expected)
    let field = Term.hasField(.slot(0), 1)
    #expect(field.program().agreedTruth([record(.bool(true), value)]) == expected)
    let named = Term.has(.slot(0), "f")
    let declaration = RecordDeclaration(
      name: "r", fields: [.init(name: "e", type: .dyn), .init(name: "f", type: .dyn)])
    let program = named.program(records: [declaration])
    #expect(program.agreedTruth([record(.bool(true), value)]) == expected)
  }

  @Test(arguments: [
    (map((.text("k"), .int(1))), Truth.yes), (map((.text("k"), .null)), .yes),
    (map((.text("l"), .int(1))), .no), (map(), .no), (unknown, .unknown), (.int(1), .error),
    (.null, .error), (.failure(.host, "broken"), .error), (.absent, .no),
    (.some(map((.text("k"), .int(1)))), .yes), (.some(map()), .no), (.some(.int(1)), .error),
  ])
  func `a map's key is there even if its value is null`(operand: Value, expected: Truth) {
    #expect(Term.has(.slot(0), "k").program().agreedTruth([operand]) == expected)
  }

  @Test(arguments: [
    (record(record(.bool(true))), Truth.yes), (record(record(.null)), .no), (record(.null), .error),
    (.null, .error), (record(unknown), .unknown), (unknown, .unknown),
  ])
  func `what is read on the way to a presence is read as usual`(value: Value, expected: Truth) {
    let term = Term.hasField(.field(.slot(0), 0), 0)
    #expect(term.program().agreedTruth([value]) == expected)
    // In a profile where nulls are undecided, a null has no fields.
    let profile = term.program(nullsAreUndecided: true)
    #expect(profile.agreedTruth([value]) == (expected == .error ? .no : expected))
  }
}

@Suite struct NullTests {
  private static let uses: [Term] = [
    .slot(0) == .text("x"), .slot(0) == .value(.null), .value(.null) == .slot(0),
    .operation("_!=_", [.slot(0), .value(.null)]), .operation("_!=_", [.slot(0), .slot(0)]),
    .slot(0) < .int(1), .operation("@in", [.slot(0), .list([.int(1)])]), .slot(0),
    .operation("_==_", [.field(.slot(1), 0), .value(.null)]), .field(.slot(1), 0),
    .exists(.slot(2), "x", .field(.local("x"), 0) == .int(1)),
  ]

  @Test(arguments: uses.indices)
  func `in a profile where nulls are undecided, a null is an error wherever it is used`(use: Int) {
    let records = Value.array([record(.null)])
    let slots = [Value.null, record(.null), records]
    let value = Self.uses[use].value(slots, nullsAreUndecided: true)
    #expect(value.errorCode == .nullUse)
    #expect(Self.uses[use].program(nullsAreUndecided: true).agreedTruth(slots) == .error)
    #expect(Self.uses[use].value(slots).errorCode != .nullUse)
  }

  @Test func `the error names what is null`() {
    func message(_ term: Term) -> String? {
      guard case .error(let error) = term.value([.null, record(.null)], nullsAreUndecided: true)
      else { return nil }
      return error.message
    }
    #expect(message(.slot(0)) == "`s0` is stated to be none")
    #expect(message(.field(.slot(1), 0)) == "`here` is stated to be none")
  }

  @Test func `a null element of a list or map is a value`() {
    let slots = [Value.array([.null]), map((.text("k"), .null))]
    let element = Term.operation("_[_]", [.slot(0), .int(0)]) == .value(.null)
    #expect(element.program(nullsAreUndecided: true).agreedTruth(slots) == .yes)
    let value = Term.select(.slot(1), "k", isOptional: false) == .value(.null)
    #expect(value.program(nullsAreUndecided: true).agreedTruth(slots) == .yes)
  }

  @Test func `a guard by has decides before the null is used`() {
    let guarded = Term.hasSlot(0) && .slot(0) == .int(1)
    #expect(guarded.program(nullsAreUndecided: true).agreedTruth([.null]) == .no)
    #expect(guarded.program(nullsAreUndecided: true).agreedTruth([.int(1)]) == .yes)
    #expect(guarded.program(nullsAreUndecided: true).agreedTruth([unknown]) == .unknown)
  }
}

@Suite struct SelectionTests {
  private static let fields = map((.text("k"), .int(1)), (.text("n"), .null))

  @Test func `a field that is missing is an error, or none where it is asked for so`() {
    let plain = Term.select(.slot(0), "x", isOptional: false)
    let optional = Term.select(.slot(0), "x", isOptional: true)
    #expect(plain.value([Self.fields]).errorCode == .noSuchKey)
    #expect(optional.value([Self.fields]).description == Value.absent.description)
    #expect(plain.value([.int(1)]).errorCode == .noSuchOverload)
    #expect(optional.value([.int(1)]).errorCode == .noSuchOverload)
    #expect(optional.value([unknown]).paths == ["r.f"])
    let null = Term.select(.slot(0), "n", isOptional: true)
    #expect(Value.equal(null.value([Self.fields]), .some(.null)))
  }

  @Test func `what is selected from an optional is an optional`() {
    let field = Term.select(.slot(0), "k", isOptional: false)
    #expect(Value.equal(field.value([.some(Self.fields)]), .some(.int(1))))
    #expect(Value.equal(field.value([.absent]), .absent))
    let missing = Term.select(.slot(0), "x", isOptional: false)
    #expect(Value.equal(missing.value([.some(Self.fields)]), .absent))
    let index = Term.operation("_[_]", [.slot(0), .text("k")])
    #expect(Value.equal(index.value([.some(Self.fields)]), .some(.int(1))))
    #expect(Value.equal(index.value([.some(map())]), .absent))
  }

  @Test func `elements are found by whole numbers of any type`() {
    let list = Value.array([.text("a"), .text("b")])
    for key in [Value.int(1), .uint(1), .double(1)] {
      let element = Term.operation("_[_]", [.slot(0), .value(key)])
      #expect(Value.equal(element.value([list]), .text("b")))
    }
    let cases: [(Value, EvaluationError.Code)] = [
      (.int(2), .indexOutOfRange), (.int(-1), .indexOutOfRange), (.uint(.max), .indexOutOfRange),
      (.double(0.5), .invalidArgument), (.text("a"), .noSuchOverload),
    ]
    for (key, code) in cases {
      let element = Term.operation("_[_]", [.slot(0), .value(key)])
      #expect(element.value([list]).errorCode == code)
    }
    let optional = Term.operation("_[?_]", [.slot(0), .int(5)])
    #expect(Value.equal(optional.value([list]), .absent))
    #expect(Term.operation("_[?_]", [.slot(0), .int(5)]).value([.int(1)]).errorCode != nil)
  }
}
