import CEL
import Testing

/// One value of each kind, and more where kinds have corners.
private let samples: [Value] = {
  let record = RecordValue(type: "person", fields: [.text("Ann"), .int(7)])
  let other = RecordValue(type: "person", fields: [.text("Bo"), .int(7)])
  let numbers: [Value] = [
    .int(.min), .int(0), .int(1), .uint(0), .uint(1), .uint(.max), .double(-.infinity),
    .double(-0.0), .double(0), .double(1), .double(.nan),
  ]
  let texts: [Value] = [
    .text(""), .text("a"), .text("e\u{301}"), .text("\u{e9}"), .octets([]), .octets([0xFF]),
  ]
  let times: [Value] = [
    .duration(0), .duration(-1), Timestamp(seconds: 0).map(Value.timestamp) ?? .null,
    Timestamp(seconds: 0, nanoseconds: 1).map(Value.timestamp) ?? .null,
  ]
  let collections: [Value] = [
    .array([]), .array([.int(1)]), .array([.int(1), .null]), .map(MapValue(entries: [])),
    .map(MapValue(entries: [(.int(1), .null)])), .record(RecordValue(type: "x", fields: [])),
    .record(record), .record(other),
  ]
  let others: [Value] = [
    .null, .bool(false), .bool(true), .symbol(Symbol(set: 0, id: 1)),
    .symbol(Symbol(set: 1, id: 0)), .absent, .some(.null), .typed(.int), .typed(.list(.int)),
    .unknown(UnknownSet("a.b")), .failure(.host, "x"), .failure(.overflow, "x"),
  ]
  return numbers + texts + times + collections + others
}()

struct ValueTests {
  @Test func `a value takes 16 bytes`() {
    #expect(MemoryLayout<Value>.stride == 16)
  }

  @Test(arguments: samples)
  func `equality is symmetric, and equal values hash alike`(value: Value) {
    for other in samples {
      let truth = Value.equality(value, other)
      #expect(truth == Value.equality(other, value), "\(value) and \(other)")
      guard truth == .yes else { continue }
      #expect(ValueKey(value).hashValue == ValueKey(other).hashValue, "\(value) and \(other)")
      #expect(Set([ValueKey(value), ValueKey(other)]).count == 1)
    }
  }

  @Test(arguments: samples)
  func `the total order is one: it compares everything, and only the identical are the same`(
    value: Value
  ) {
    #expect(Value.identical(value, value))
    for other in samples {
      let order = Value.totalOrder(value, other)
      #expect(order.rawValue == -Value.totalOrder(other, value).rawValue, "\(value), \(other)")
      for third in samples where order == .less {
        if Value.totalOrder(other, third) == .less {
          #expect(Value.totalOrder(value, third) == .less, "\(value), \(other), \(third)")
        }
      }
    }
  }

  @Test func `the samples are all different to the total order`() {
    let sorted = samples.sorted { Value.totalOrder($0, $1) == .less }
    for (earlier, later) in zip(sorted, sorted.dropFirst()) {
      #expect(Value.totalOrder(earlier, later) == .less, "\(earlier) and \(later)")
    }
  }

  @Test func `only an unknown or an error in the place that decides makes equality undecided`() {
    let unknown = Value.unknown(UnknownSet("a"))
    let error = Value.failure(.overflow, "x")
    func list(_ values: Value...) -> Value { .array(values) }
    #expect(Value.equality(list(unknown, .int(1)), list(.int(2), .int(1))) == .unknown)
    #expect(Value.equality(list(unknown, .int(1)), list(.int(2), .int(3))) == .no)
    #expect(Value.equality(list(error, .int(1)), list(.int(2), .int(3))) == .no)
    #expect(Value.equality(list(error, unknown), list(.int(2), .int(3))) == .unknown)
    #expect(Value.equality(list(unknown), list(.int(2), .int(3))) == .no)
    #expect(Value.equality(unknown, error) == .error)
    #expect(!Value.equal(unknown, unknown))
  }

  @Test(arguments: [
    (Value.double(1), "1.0"), (.double(-0.0), "-0.0"), (.double(1e100), "1e+100"),
    (.double(.nan), "double(\"NaN\")"), (.uint(7), "7u"),
    (.text("a\"\\\n\u{1}\u{e9}\u{1F600}"), "\"a\\\"\\\\\\n\\u0001\u{e9}\u{1F600}\""),
    (.octets([0x61, 0x00, 0xFF, 0x22]), "b\"a\\x00\\xff\\\"\""), (.absent, "optional.none()"),
    (.some(.array([.null, .bool(true)])), "optional.of([null, true])"),
    (.typed(.timestamp), "google.protobuf.Timestamp"),
    (.duration(-1_500_000_000), "duration(\"-1.5s\")"),
    (
      .map(MapValue(entries: [(.text("b"), .int(2)), (.text("a"), .int(1))])),
      "{\"a\": 1, \"b\": 2}"
    ),
  ])
  func `a value's text is its literal`(value: Value, expected: String) {
    #expect(value.description == expected)
  }

  @Test func `what is zero is what a field has when nothing is said`() {
    let zeros: [Value] = [
      .null, .bool(false), .int(0), .uint(0), .double(0), .double(-0.0), .text(""), .octets([]),
      .array([]), .map(MapValue(entries: [])), .duration(0), .absent,
    ]
    #expect(zeros.filter { !$0.isZero }.isEmpty)
    let others: [Value] = [.int(1), .text(" "), .array([.null]), .some(.int(0)), .double(.nan)]
    #expect(others.filter(\.isZero).isEmpty)
  }

  @Test func `unknowns are put together without repetition, in order`() {
    let first = UnknownSet(sorted: ["a", "c"])
    let second = UnknownSet(sorted: ["b", "c"])
    #expect(first.union(second).paths == ["a", "b", "c"])
    #expect(first.union(UnknownSet("a")) === first)
    #expect(UnknownSet("a").union(first) === first)
  }
}

struct MapValueTests {
  /// Few entries are scanned, many are looked up in a table: both ways must agree.
  private func map(_ keys: [Value], padding: Int) -> MapValue {
    let more = (0..<padding).map { (key: Value.text("padding \($0)"), value: Value.null) }
    return MapValue(entries: keys.map { (key: $0, value: $0) } + more)
  }

  @Test(arguments: [0, 20])
  func `equal numbers of all types find a key`(padding: Int) {
    let map = map([.int(1), .uint(2), .int(-3), .uint(.max), .bool(true)], padding: padding)
    for key in [.int(1), .uint(1), .double(1), .int(2), .uint(2), .double(2), .double(-3)]
      as [Value]
    {
      #expect(map[key] != nil, "\(key)")
    }
    for key in [.double(1.5), .double(.nan), .int(-1), .null, .text("1"), .double(1e300)] as [Value]
    {
      #expect(map[key] == nil, "\(key)")
    }
    #expect(map[.uint(.max)] != nil)
    #expect(map[.bool(true)] != nil && map[.bool(false)] == nil)
  }

  @Test(arguments: [0, 20])
  func `strings are keys by their code points`(padding: Int) {
    let map = map([.text("\u{e9}"), .symbol(Symbol(set: 1, id: 2))], padding: padding)
    #expect(map["\u{e9}"] != nil)
    #expect(map["e\u{301}"] == nil)
    #expect(map[.symbol(Symbol(set: 1, id: 2))] != nil)
    #expect(map[.symbol(Symbol(set: 2, id: 2))] == nil)
  }

  @Test(
    arguments: [
      ([Value.int(0), .uint(0)], "duplicate-key"), ([.text("a"), .text("a")], "duplicate-key"),
      ([.double(1)], "invalid-argument"), ([.null], "invalid-argument"),
      ([.array([])], "invalid-argument"), ([.text("\u{e9}"), .text("e\u{301}")], nil),
      ([.bool(true), .int(1)], nil),
    ] as [([Value], String?)])
  func `keys that are no keys, and keys twice, are errors`(keys: [Value], code: String?) {
    let result = MapValue.checked(keys.map { (key: $0, value: .null) })
    if case .error(let error) = result {
      #expect(error.code.rawValue == code)
    } else {
      #expect(code == nil)
    }
  }
}
