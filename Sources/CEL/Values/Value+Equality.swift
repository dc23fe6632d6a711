/// CEL's equality: numbers meet across types, NaN equals nothing, other types never meet.
///
/// Source: the CEL specification, "Equality". An int and a double are compared as doubles, as
/// every implementation does; an int and a uint exactly.
extension Value {
  /// Whether two values are equal.
  ///
  /// Unknown and error equal nothing; so does what holds them.
  public static func equal(_ left: Value, _ right: Value) -> Bool {
    equality(left, right) == .yes
  }

  /// Whether two values are equal; `unknown` (or `error`) where a part that is one decides it.
  public static func equality(_ left: Value, _ right: Value) -> Truth {
    switch left {
    case .null: if case .null = right { return .yes }
    case .bool(let left): if case .bool(let right) = right { return Truth(left == right) }
    case .int(let left): return equality(left, right)
    case .uint(let left): return equality(left, right)
    case .double(let left): return equality(left, right)
    case .symbol(let left): if case .symbol(let right) = right { return Truth(left == right) }
    case .duration(let left): if case .duration(let right) = right { return Truth(left == right) }
    case .timestamp(let left):
      if case .timestamp(let right) = right { return Truth(left == right) }
    case .string(let left):
      if case .string(let right) = right { return Truth(left.isEqual(to: right)) }
    case .bytes(let left):
      if case .bytes(let right) = right { return Truth(left.bytes == right.bytes) }
    case .list(let left):
      if case .list(let right) = right { return equality(left.elements, right.elements) }
    case .map(let left): if case .map(let right) = right { return equality(left, right) }
    case .record(let left):
      guard case .record(let right) = right else { break }
      return left.type == right.type ? equality(left.fields, right.fields) : .no
    case .optional(let left):
      if case .optional(let right) = right { return equality(left.value, right.value) }
    case .type(let left):
      guard case .type(let right) = right else { break }
      return Truth(left.type.runtimeName == right.type.runtimeName)
    case .opaque(let left):
      guard case .opaque(let right) = right else { break }
      return Truth(left === right || left.value.isEqual(to: right.value))
    case .unknown:
      guard case .error = right else { return .unknown }
      return .error
    case .error: return .error
    }
    return right.mismatch
  }

  /// How this compares to a value of another kind.
  private var mismatch: Truth {
    switch self {
    case .error: .error
    case .unknown: .unknown
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .optional, .type, .opaque:
      .no
    }
  }

  private static func equality(_ left: Int64, _ right: Value) -> Truth {
    if case .int(let right) = right { return Truth(left == right) }
    if case .uint(let right) = right { return Truth(left == right) }
    if case .double(let right) = right { return Truth(Double(left) == right) }
    return right.mismatch
  }

  private static func equality(_ left: UInt64, _ right: Value) -> Truth {
    if case .int(let right) = right { return Truth(left == right) }
    if case .uint(let right) = right { return Truth(left == right) }
    if case .double(let right) = right { return Truth(Double(left) == right) }
    return right.mismatch
  }

  private static func equality(_ left: Double, _ right: Value) -> Truth {
    if case .int(let right) = right { return Truth(left == Double(right)) }
    if case .uint(let right) = right { return Truth(left == Double(right)) }
    if case .double(let right) = right { return Truth(left == right) }
    return right.mismatch
  }

  private static func equality(_ left: [Value], _ right: [Value]) -> Truth {
    guard left.count == right.count else { return .no }
    var result = Truth.yes
    for index in left.indices {
      result = result && equality(left[index], right[index])
      if result == .no { return .no }
    }
    return result
  }

  private static func equality(_ left: MapValue, _ right: MapValue) -> Truth {
    guard left.count == right.count else { return .no }
    var result = Truth.yes
    for entry in left.entries {
      guard let other = right[entry.key] else { return .no }
      result = result && equality(entry.value, other)
      if result == .no { return .no }
    }
    return result
  }

  private static func equality(_ left: Value?, _ right: Value?) -> Truth {
    switch (left, right) {
    case (nil, nil): .yes
    case (.some(let left), .some(let right)): equality(left, right)
    case (.some, nil), (nil, .some): .no
    }
  }

  /// Whether two values have the same kind and content: 1 and 1.0 are two, NaN and NaN are one.
  public static func identical(_ left: Value, _ right: Value) -> Bool {
    totalOrder(left, right) == .same
  }
}

/// A value as a key of Swift's sets and dictionaries, under CEL's equality.
///
/// Equal numbers of all types hash alike: by the double nearest to them.
public struct ValueKey: Hashable, Sendable {
  /// The value itself.
  public let value: Value

  /// Makes a key of any value; NaN, unknown and error values are never found again.
  public init(_ value: Value) { self.value = value }

  /// CEL's equality.
  public static func == (left: ValueKey, right: ValueKey) -> Bool {
    Value.equal(left.value, right.value)
  }

  /// Equal keys hash alike.
  public func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
}

extension Value {
  /// Hashes so that equal values, numbers of different types too, hash alike.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(Double(value))
    case .uint(let value): hasher.combine(Double(value))
    case .double(let value): hasher.combine(value)
    case .symbol(let value): hasher.combine(value)
    case .duration(let value): hasher.combine(value)
    case .timestamp(let value): hasher.combine(value)
    case .string(let value): value.hashBytes(into: &hasher)
    case .bytes(let value): hasher.combine(value.bytes)
    case .list(let value): Value.hash(value.elements, into: &hasher)
    case .map(let value): hasher.combine(Value.hash(of: value))
    case .record(let value): Value.hash(value.fields, into: &hasher)
    case .optional(let value): value.value?.hash(into: &hasher)
    case .type(let value): hasher.combine(value.type.runtimeName)
    case .opaque(let value): value.value.hash(into: &hasher)
    case .unknown, .error: hasher.combine(1 as UInt8)
    }
  }

  /// The same in whatever order the entries stand.
  private static func hash(of map: MapValue) -> Int {
    map.entries.reduce(map.count) { sum, entry in
      var hasher = Hasher()
      entry.key.hash(into: &hasher)
      entry.value.hash(into: &hasher)
      return sum &+ hasher.finalize()
    }
  }

  private static func hash(_ values: [Value], into hasher: inout Hasher) {
    hasher.combine(values.count)
    for value in values { value.hash(into: &hasher) }
  }
}
