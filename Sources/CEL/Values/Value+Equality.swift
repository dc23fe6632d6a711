/// CEL's equality: numbers meet across types, NaN equals nothing, other types never meet.
///
/// Source: the CEL specification, "Equality". An int and a double are compared as doubles, as
/// every implementation does; an int and a uint exactly.
extension Value {
  /// Whether two values are equal. Unknown and error equal nothing; so does what holds them.
  public static func equal(_ left: Value, _ right: Value) -> Bool {
    equality(left, right) == .yes
  }

  /// Whether two values are equal; `unknown` (or `error`) where a part that is one decides it.
  public static func equality(_ left: Value, _ right: Value) -> Truth {
    switch (left, right) {
    case (.error, _), (_, .error): .error
    case (.unknown, _), (_, .unknown): .unknown
    case (.null, .null): .yes
    case (.bool(let left), .bool(let right)): Truth(left == right)
    case (.int(let left), .int(let right)): Truth(left == right)
    case (.symbol(let left), .symbol(let right)): Truth(left == right)
    case (.string(let left), .string(let right)): Truth(left.isEqual(to: right))
    case (.uint(let left), .uint(let right)): Truth(left == right)
    case (.double(let left), .double(let right)): Truth(left == right)
    case (.int(let left), .uint(let right)): Truth(left == right)
    case (.uint(let left), .int(let right)): Truth(left == right)
    case (.int(let left), .double(let right)): Truth(Double(left) == right)
    case (.double(let left), .int(let right)): Truth(left == Double(right))
    case (.uint(let left), .double(let right)): Truth(Double(left) == right)
    case (.double(let left), .uint(let right)): Truth(left == Double(right))
    case (.duration(let left), .duration(let right)): Truth(left == right)
    case (.timestamp(let left), .timestamp(let right)): Truth(left == right)
    case (.bytes(let left), .bytes(let right)): Truth(left.bytes == right.bytes)
    case (.list(let left), .list(let right)): equality(left.elements, right.elements)
    case (.map(let left), .map(let right)): equality(left, right)
    case (.record(let left), .record(let right)):
      left.type == right.type ? equality(left.fields, right.fields) : .no
    case (.optional(let left), .optional(let right)): equality(left.value, right.value)
    case (.type(let left), .type(let right)):
      Truth(left.type.runtimeName == right.type.runtimeName)
    case (.opaque(let left), .opaque(let right)):
      Truth(left === right || left.value.isEqual(to: right.value))
    case (.null, _), (.bool, _), (.int, _), (.uint, _), (.double, _), (.symbol, _), (.duration, _),
      (.timestamp, _), (.string, _), (.bytes, _), (.list, _), (.map, _), (.record, _),
      (.optional, _), (.type, _), (.opaque, _):
      .no
    }
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

  public static func == (left: ValueKey, right: ValueKey) -> Bool {
    Value.equal(left.value, right.value)
  }

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
    case .map(let value): hasher.combine(value.count)
    case .record(let value): Value.hash(value.fields, into: &hasher)
    case .optional(let value): value.value?.hash(into: &hasher)
    case .type(let value): hasher.combine(value.type.runtimeName)
    case .opaque(let value): value.value.hash(into: &hasher)
    case .unknown, .error: hasher.combine(1 as UInt8)
    }
  }

  private static func hash(_ values: [Value], into hasher: inout Hasher) {
    hasher.combine(values.count)
    for value in values { value.hash(into: &hasher) }
  }
}
