import CEL
import Testing

@Suite struct ConstructionTests {
  @Test func `optional elements and entries are left out where they hold none`() {
    let some = Term.value(.some(.int(1)))
    let none = Term.value(.absent)
    let list = Term.list([some, none, .int(3)], optional: [0, 1])
    #expect(list.value().description == "[1, 3]")
    let map = Term.map([(.text("a"), some), (.text("b"), none)], isOptional: true)
    #expect(map.value().description == "{\"a\": 1}")
    #expect(Term.list([.int(1)], optional: [0]).value().errorCode == .noSuchOverload)
  }

  @Test func `a map's keys are distinct and of an allowed type`() {
    func map(_ keys: Value...) -> Value {
      Term.map(keys.map { (.value($0), .slot(0)) }, isOptional: false).value([.int(0)])
    }
    #expect(map(.int(0), .uint(0)).errorCode == .duplicateKey)
    #expect(map(.double(1)).errorCode != nil)
    #expect(map(.null).errorCode != nil)
    #expect(map(.int(0), .text("a"), .bool(true)).errorCode == nil)
  }

  @Test(arguments: [
    ("google.protobuf.Int32Value", Value.int(5), "5"), ("Int64Value", .int(5), "5"),
    ("google.protobuf.BoolValue", .bool(true), "true"),
    (".google.protobuf.StringValue", .text("x"), "\"x\""),
    ("google.protobuf.UInt32Value", .uint(5), "5u"),
    ("google.protobuf.FloatValue", .double(0.5), "0.5"),
  ])
  func `a wrapper message is its plain value`(name: String, value: Value, text: String) {
    let term = Term.structure(name, [("value", .value(value))])
    #expect(term.value().description == text)
    #expect(Term.structure(name, []).value().isZero)
    #expect(Term.structure(name, [("values", .value(value))]).value().errorCode == .noSuchField)
    #expect(Term.structure(name, [("value", .slot(0))]).value([.absent]).errorCode != nil)
    #expect(Term.structure(name, [("value", .slot(0))]).value([Part.unknown.value]).paths == ["a"])
  }

  @Test func `well-known messages have the limits of their types`() {
    func made(_ name: String, _ fields: (name: String, value: Value)...) -> Value {
      Term.structure("google.protobuf.\(name)", fields.map { ($0.name, .value($0.value)) }).value()
    }
    #expect(made("Int32Value", ("value", .int(1 << 31))).errorCode == .overflow)
    #expect(made("UInt32Value", ("value", .uint(1 << 32))).errorCode == .overflow)
    #expect(Value.equal(made("FloatValue", ("value", .double(1.333))), .double(1.333)) == false)
    #expect(
      Value.equal(
        made("Duration", ("seconds", .int(2)), ("nanos", .int(1))), .duration(2_000_000_001)))
    #expect(made("Duration", ("seconds", .int(.max))).errorCode == .overflow)
    #expect(made("Timestamp", ("seconds", .int(.max))).errorCode == .overflow)
    #expect(Value.equal(made("Value", ("number_value", .int(1))), .double(1)))
    #expect(made("Value").description == Value.null.description)
    #expect(Value.equal(made("ListValue", ("values", .array([.int(1)]))), .array([.int(1)])))
  }

  @Test func `a record has its fields in the declared order`() {
    let declaration = RecordDeclaration(
      name: "r", fields: [.init(name: "a", type: .int), .init(name: "b", type: .int)])
    let term = Term.structure("r", [("b", .int(2))])
    guard case .record(let record) = term.value(records: [declaration]) else {
      Issue.record("no record")
      return
    }
    #expect(Value.array(record.fields).description == "[null, 2]")
    let wrong = Term.structure("r", [("c", .int(2))]).value(records: [declaration])
    #expect(wrong.errorCode == .noSuchField)
    #expect(term.value().errorCode == .noSuchOverload)
    let read = Term.select(.slot(0), "b", isOptional: false)
    let slots = [Value.record(record)]
    #expect(Value.equal(read.value(slots, records: [declaration]), .int(2)))
  }
}

@Suite struct TransformTests {
  private static let list = Term.list([.int(1), .int(2), .int(3)])
  private static let map = Term.map(
    [(.text("a"), .int(1)), (.text("b"), .int(2))], isOptional: false)

  private static func made(
    _ kind: Expression.Comprehension.Kind, _ range: Term, _ variables: [String],
    _ predicate: Term?, _ transform: Term?
  ) -> String {
    Term.comprehension(kind, range, variables, predicate: predicate, transform: transform)
      .value().description
  }

  @Test func `map, filter and the transform macros build lists and maps`() {
    let x = Term.local("x")
    let y = Term.local("y")
    let big = Term.operation("_>_", [x, .int(1)])
    #expect(Self.made(.map, Self.list, ["x"], nil, x == .int(2)) == "[false, true, false]")
    #expect(Self.made(.map, Self.list, ["x"], big, x) == "[2, 3]")
    #expect(Self.made(.filter, Self.list, ["x"], big, nil) == "[2, 3]")
    #expect(Self.made(.filter, Self.map, ["x"], .yes, nil) == "[\"a\", \"b\"]")
    #expect(Self.made(.transformList, Self.list, ["x", "y"], nil, x) == "[0, 1, 2]")
    #expect(Self.made(.transformList, Self.map, ["x", "y"], nil, y) == "[1, 2]")
    #expect(Self.made(.transformMap, Self.map, ["x", "y"], y == .int(2), x) == "{\"b\": \"b\"}")
    #expect(Self.made(.transformMap, Self.list, ["x", "y"], nil, y) == "{0: 1, 1: 2, 2: 3}")
    let entry = Term.map([(y, x)], isOptional: false)
    #expect(
      Self.made(.transformMapEntry, Self.map, ["x", "y"], nil, entry) == "{1: \"a\", 2: \"b\"}")
  }

  @Test func `two entries of one key are an error`() {
    let entry = Term.map([(.text("k"), .local("x"))], isOptional: false)
    let term = Term.comprehension(
      .transformMapEntry, Self.list, ["i", "x"], predicate: nil, transform: entry)
    #expect(term.value().errorCode == .duplicateKey)
  }

  @Test func `optMap and optFlatMap pass none through`() {
    let some = Term.value(.some(.int(1)))
    let none = Term.value(.absent)
    let x = Term.local("x")
    #expect(
      Self.made(.optMap, some, ["x"], nil, x == .int(1)) == Value.some(.bool(true)).description)
    #expect(Self.made(.optMap, none, ["x"], nil, x) == Value.absent.description)
    #expect(Self.made(.optFlatMap, some, ["x"], nil, none) == Value.absent.description)
    let wrong = Term.comprehension(.optFlatMap, some, ["x"], predicate: nil, transform: x)
    #expect(wrong.value().errorCode == .noSuchOverload)
    let range = Term.comprehension(.optMap, .int(1), ["x"], predicate: nil, transform: x)
    #expect(range.value().errorCode == .noSuchOverload)
  }
}
