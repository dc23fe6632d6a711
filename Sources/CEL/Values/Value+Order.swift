/// The outcome of comparing two values.
public enum Ordering: Int8, Sendable {
  /// The left one comes first.
  case less = -1
  /// Neither comes first.
  case same = 0
  /// The right one comes first.
  case greater = 1

  /// How two comparable things stand to each other.
  public init<Element: Comparable>(_ left: Element, _ right: Element) {
    self = left < right ? .less : left == right ? .same : .greater
  }
}

/// CEL's ordering: bool, numbers, string, bytes, timestamp and duration each among themselves.
extension Value {
  /// Nil where the types have no order among them, and where NaN takes part.
  public static func compare(_ left: Value, _ right: Value) -> Ordering? {
    switch (left, right) {
    case (.int(let left), .int(let right)): Ordering(left, right)
    case (.double(let left), .double(let right)): compare(left, right)
    case (.uint(let left), .uint(let right)): Ordering(left, right)
    case (.int(let left), .uint(let right)): left < right ? .less : left == right ? .same : .greater
    case (.uint(let left), .int(let right)): left < right ? .less : left == right ? .same : .greater
    case (.int(let left), .double(let right)): compare(Double(left), right)
    case (.double(let left), .int(let right)): compare(left, Double(right))
    case (.uint(let left), .double(let right)): compare(Double(left), right)
    case (.double(let left), .uint(let right)): compare(left, Double(right))
    case (.timestamp(let left), .timestamp(let right)): Ordering(left, right)
    case (.duration(let left), .duration(let right)): Ordering(left, right)
    case (.string(let left), .string(let right)): left.compare(to: right)
    case (.bytes(let left), .bytes(let right)): compare(left.bytes, right.bytes)
    case (.bool(let left), .bool(let right)): Ordering(left ? 1 : 0, right ? 1 : 0)
    case (.null, _), (.bool, _), (.int, _), (.uint, _), (.double, _), (.symbol, _), (.duration, _),
      (.timestamp, _), (.string, _), (.bytes, _), (.list, _), (.map, _), (.record, _),
      (.optional, _), (.type, _), (.opaque, _), (.unknown, _), (.error, _):
      nil
    }
  }

  /// Whether the types of two values have an order among them; NaN is a number here.
  public static func areComparable(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.int, .int), (.int, .uint), (.int, .double), (.uint, .int), (.uint, .uint),
      (.uint, .double), (.double, .int), (.double, .uint), (.double, .double),
      (.timestamp, .timestamp), (.duration, .duration), (.string, .string), (.bytes, .bytes),
      (.bool, .bool):
      true
    case (.null, _), (.bool, _), (.int, _), (.uint, _), (.double, _), (.symbol, _), (.duration, _),
      (.timestamp, _), (.string, _), (.bytes, _), (.list, _), (.map, _), (.record, _),
      (.optional, _), (.type, _), (.opaque, _), (.unknown, _), (.error, _):
      false
    }
  }

  private static func compare(_ left: Double, _ right: Double) -> Ordering? {
    if left < right { return .less }
    if left > right { return .greater }
    return left == right ? .same : nil
  }

  static func compare(_ left: [UInt8], _ right: [UInt8]) -> Ordering {
    for (left, right) in zip(left, right) where left != right { return Ordering(left, right) }
    return Ordering(left.count, right.count)
  }
}

/// A total order, for output that is the same on every run. It is not CEL's `<`.
extension Value {
  /// Orders by kind, then by content; only what is identical is `same`.
  ///
  /// NaN is one value, -0.0 comes before 0.0. Opaque values are ordered by their description.
  public static func totalOrder(_ left: Value, _ right: Value) -> Ordering {
    switch (left, right) {
    case (.null, .null): .same
    case (.double(let left), .double(let right)): totalOrder(left, right)
    case (.symbol(let left), .symbol(let right)):
      first(Ordering(left.set, right.set)) { Ordering(left.id, right.id) }
    case (.list(let left), .list(let right)): totalOrder(left.elements, right.elements)
    case (.map(let left), .map(let right)):
      totalOrder(flattened(left.sortedEntries), flattened(right.sortedEntries))
    case (.record(let left), .record(let right)):
      first(text(left.type, right.type)) { totalOrder(left.fields, right.fields) }
    case (.optional(let left), .optional(let right)):
      totalOrder(left.value.map { [$0] } ?? [], right.value.map { [$0] } ?? [])
    case (.type(let left), .type(let right)): text(left.type.runtimeName, right.type.runtimeName)
    case (.opaque(let left), .opaque(let right)):
      left === right || left.value.isEqual(to: right.value)
        ? .same : text(Value.opaque(left).description, Value.opaque(right).description)
    case (.unknown(let left), .unknown(let right)): text("\(left.paths)", "\(right.paths)")
    case (.error(let left), .error(let right)):
      first(text(left.code.rawValue, right.code.rawValue)) { text(left.message, right.message) }
    case (.bool, .bool), (.int, .int), (.uint, .uint), (.duration, .duration),
      (.timestamp, .timestamp), (.string, .string), (.bytes, .bytes):
      compare(left, right) ?? .same
    case (.null, _), (.bool, _), (.int, _), (.uint, _), (.double, _), (.symbol, _), (.duration, _),
      (.timestamp, _), (.string, _), (.bytes, _), (.list, _), (.map, _), (.record, _),
      (.optional, _), (.type, _), (.opaque, _), (.unknown, _), (.error, _):
      Ordering(left.rank, right.rank)
    }
  }

  private var rank: Int {
    switch self {
    case .null: 0
    case .bool: 1
    case .int: 2
    case .uint: 3
    case .double: 4
    case .string: 5
    case .bytes: 6
    case .symbol: 7
    case .timestamp: 8
    case .duration: 9
    case .list: 10
    case .map: 11
    case .record: 12
    case .optional: 13
    case .type: 14
    case .opaque: 15
    case .unknown: 16
    case .error: 17
    }
  }

  private static func first(_ ordering: Ordering, then next: () -> Ordering) -> Ordering {
    ordering == .same ? next() : ordering
  }

  private static func text(_ left: String, _ right: String) -> Ordering {
    compare(Array(left.utf8), Array(right.utf8))
  }

  private static func totalOrder(_ left: Double, _ right: Double) -> Ordering {
    if left.isNaN || right.isNaN { return Ordering(left.isNaN ? 0 : 1, right.isNaN ? 0 : 1) }
    if left == 0, right == 0 {
      return Ordering(left.sign == .minus ? 0 : 1, right.sign == .minus ? 0 : 1)
    }
    return Ordering(left, right)
  }

  private static func totalOrder(_ left: [Value], _ right: [Value]) -> Ordering {
    for (left, right) in zip(left, right) {
      let order = totalOrder(left, right)
      if order != .same { return order }
    }
    return Ordering(left.count, right.count)
  }

  private static func flattened(_ entries: [MapValue.Entry]) -> [Value] {
    entries.flatMap { [$0.key, $0.value] }
  }
}
