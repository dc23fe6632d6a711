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
    switch left {
    case .int(let left): compare(left, right)
    case .uint(let left): compare(left, right)
    case .double(let left): compare(left, right)
    case .timestamp(let left):
      if case .timestamp(let right) = right { Ordering(left, right) } else { nil }
    case .duration(let left):
      if case .duration(let right) = right { Ordering(left, right) } else { nil }
    case .string(let left):
      if case .string(let right) = right { left.compare(to: right) } else { nil }
    case .bytes(let left):
      if case .bytes(let right) = right { compare(left.bytes, right.bytes) } else { nil }
    case .bool(let left):
      if case .bool(let right) = right { Ordering(left ? 1 : 0, right ? 1 : 0) } else { nil }
    case .null, .symbol, .list, .map, .record, .optional, .type, .opaque, .unknown, .error: nil
    }
  }

  /// Whether the types of two values have an order among them; NaN is a number here.
  public static func areComparable(_ left: Value, _ right: Value) -> Bool {
    switch left {
    case .int, .uint, .double: right.isNumber
    case .bool, .string, .bytes, .timestamp, .duration: left.rank == right.rank
    case .null, .symbol, .list, .map, .record, .optional, .type, .opaque, .unknown, .error: false
    }
  }

  /// Whether this is an int, a uint or a double.
  var isNumber: Bool {
    switch self {
    case .int, .uint, .double: true
    case .null, .bool, .symbol, .duration, .timestamp, .string, .bytes, .list, .map, .record,
      .optional, .type, .opaque, .unknown, .error:
      false
    }
  }

  private static func compare(_ left: Int64, _ right: Value) -> Ordering? {
    if case .int(let right) = right { return Ordering(left, right) }
    if case .uint(let right) = right { return compare(left, right) }
    if case .double(let right) = right { return compare(Double(left), right) }
    return nil
  }

  private static func compare(_ left: UInt64, _ right: Value) -> Ordering? {
    if case .int(let right) = right { return compare(left, right) }
    if case .uint(let right) = right { return Ordering(left, right) }
    if case .double(let right) = right { return compare(Double(left), right) }
    return nil
  }

  private static func compare(_ left: Double, _ right: Value) -> Ordering? {
    if case .int(let right) = right { return compare(left, Double(right)) }
    if case .uint(let right) = right { return compare(left, Double(right)) }
    if case .double(let right) = right { return compare(left, right) }
    return nil
  }

  private static func compare(_ left: some BinaryInteger, _ right: some BinaryInteger) -> Ordering {
    left < right ? .less : left == right ? .same : .greater
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

extension Value {
  /// The places of values, sorted upwards; equal ones in the order that they have, NaN first.
  ///
  /// Fails where the values are not all of one type that has an order.
  static func sortedPlaces(_ values: [Value]) -> Result<[Int], EvaluationError> {
    if let first = values.first {
      for other in values where !areComparable(first, other) || other.rank != first.rank {
        return .failure(.noSuchOverload("sort", [first, other]))
      }
    }
    return .success(
      values.indices.sorted { left, right in
        let order = compare(values[left], values[right]) ?? nanFirst(values[left], values[right])
        return order == .less || order == .same && left < right
      })
  }

  /// How two doubles stand to each other, one of which is NaN at least.
  private static func nanFirst(_ left: Value, _ right: Value) -> Ordering {
    Ordering(compare(left, left) == nil ? 0 : 1, compare(right, right) == nil ? 0 : 1)
  }
}

/// A total order, for output that is the same on every run. It is not CEL's `<`.
extension Value {
  /// Orders by kind, then by content; only what is identical is `same`.
  ///
  /// NaN is one value, -0.0 comes before 0.0. Opaque values are ordered by their description.
  public static func totalOrder(_ left: Value, _ right: Value) -> Ordering {
    guard left.rank == right.rank else { return Ordering(left.rank, right.rank) }
    switch left {
    case .null: return .same
    case .bool, .int, .uint, .duration, .timestamp, .string, .bytes:
      return compare(left, right) ?? .same
    case .double(let left):
      if case .double(let right) = right { return totalOrder(left, right) }
    case .symbol(let left):
      guard case .symbol(let right) = right else { break }
      return first(Ordering(left.set, right.set)) { Ordering(left.id, right.id) }
    case .list(let left):
      if case .list(let right) = right { return totalOrder(left.elements, right.elements) }
    case .map(let left):
      guard case .map(let right) = right else { break }
      return totalOrder(flattened(left.sortedEntries), flattened(right.sortedEntries))
    case .record(let left):
      guard case .record(let right) = right else { break }
      return first(text(left.type, right.type)) { totalOrder(left.fields, right.fields) }
    case .optional(let left):
      guard case .optional(let right) = right else { break }
      return totalOrder(left.value.map { [$0] } ?? [], right.value.map { [$0] } ?? [])
    case .type(let left):
      guard case .type(let right) = right else { break }
      return text(left.type.runtimeName, right.type.runtimeName)
    case .opaque(let left):
      guard case .opaque(let right) = right else { break }
      let isSame = left === right || left.value.isEqual(to: right.value)
      return isSame ? .same : text(Value.opaque(left).description, Value.opaque(right).description)
    case .unknown(let left):
      if case .unknown(let right) = right { return text("\(left.paths)", "\(right.paths)") }
    case .error(let left):
      guard case .error(let right) = right else { break }
      return first(text(left.code.rawValue, right.code.rawValue)) {
        text(left.message, right.message)
      }
    }
    return .same
  }

  fileprivate var rank: Int {
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
