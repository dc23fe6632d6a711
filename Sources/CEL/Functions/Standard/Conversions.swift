extension StandardLibrary {
  /// `bool bytes double duration int string timestamp uint` of other types.
  static let conversions: [Function] = [
    function("bool", .bool, [.bool, .string], boolean),
    function("bytes", .bytes, [.bytes, .string], bytes),
    function("double", .double, [.double, .int, .uint, .string], double),
    function("duration", .duration, [.duration, .string], duration),
    function("int", .int, [.int, .uint, .double, .string, .timestamp], int),
    function("uint", .uint, [.uint, .int, .double, .string], uint),
    function("timestamp", .timestamp, [.timestamp, .string, .int], timestamp),
    function(
      "string", .string,
      [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration], string),
  ]

  private static func function(
    _ name: String, _ result: ValueType, _ types: [ValueType],
    _ body: @escaping @Sendable (Value) -> Value
  ) -> Function {
    Function(
      name,
      types.map { type in
        Overload(
          "\(id(type))_to_\(id(result))", [type], result, cost: .traversal,
          .unary { value, _ in body(value) })
      })
  }

  private static func id(_ type: ValueType) -> String {
    switch type {
    case .int: "int64"
    case .uint: "uint64"
    case .timestamp: "timestamp"
    case .duration: "duration"
    default: type.runtimeName
    }
  }

  private static func refused(_ value: Value, _ type: String) -> Value {
    .failure(.invalidArgument, "`\(value)` is no \(type)")
  }

  private static func outside(_ value: Value, _ type: String) -> Value {
    .failure(.overflow, "`\(value)` lies outside the range of \(type)")
  }

  private static func boolean(_ value: Value) -> Value {
    switch value {
    case .bool: return value
    case .string(let text):
      switch text.string {
      case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
      case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
      default: return refused(value, "bool")
      }
    default: return .noSuchOverload("bool", value)
    }
  }

  private static func bytes(_ value: Value) -> Value {
    switch value {
    case .bytes: value
    case .string(let text): .octets(Array(text.string.utf8))
    default: .noSuchOverload("bytes", value)
    }
  }

  private static func double(_ value: Value) -> Value {
    switch value {
    case .double: return value
    case .int(let number): return .double(Double(number))
    case .uint(let number): return .double(Double(number))
    case .string(let text):
      return DecimalNumber.parse(text.string).map(Value.double) ?? refused(value, "double")
    default: return .noSuchOverload("double", value)
    }
  }

  private static func duration(_ value: Value) -> Value {
    switch value {
    case .duration: return value
    case .string(let text):
      switch Durations.parse(text.string) {
      case .nanoseconds(let span): return .duration(span)
      case .outOfRange: return outside(value, "duration")
      case .malformed: return refused(value, "duration")
      }
    default: return .noSuchOverload("duration", value)
    }
  }

  private static func int(_ value: Value) -> Value {
    switch value {
    case .int: return value
    case .uint(let number): return Int64(exactly: number).map(Value.int) ?? outside(value, "int")
    case .double(let number):
      // Both ends are excluded: 2^63 is not an int, and -2^63 as a double may stand for less.
      guard number > -0x1p63, number < 0x1p63 else { return outside(value, "int") }
      return .int(Int64(number))
    case .string(let text):
      return DecimalNumber.isInteger(text.string)
        ? Int64(text.string).map(Value.int) ?? outside(value, "int") : refused(value, "int")
    case .timestamp(let instant): return .int(instant.seconds)
    default: return .noSuchOverload("int", value)
    }
  }

  private static func uint(_ value: Value) -> Value {
    switch value {
    case .uint: return value
    case .int(let number): return UInt64(exactly: number).map(Value.uint) ?? outside(value, "uint")
    case .double(let number):
      guard number > -1, number < 0x1p64 else { return outside(value, "uint") }
      return number < 0 ? outside(value, "uint") : .uint(UInt64(number))
    case .string(let text):
      return DecimalNumber.isInteger(text.string)
        ? UInt64(text.string).map(Value.uint) ?? outside(value, "uint") : refused(value, "uint")
    default: return .noSuchOverload("uint", value)
    }
  }

  private static func timestamp(_ value: Value) -> Value {
    switch value {
    case .timestamp: value
    case .int(let seconds):
      Timestamp(seconds: seconds).map(Value.timestamp) ?? outside(value, "timestamp")
    case .string(let text):
      Timestamp(text.string).map(Value.timestamp) ?? refused(value, "timestamp")
    default: .noSuchOverload("timestamp", value)
    }
  }

  private static func string(_ value: Value) -> Value {
    switch value {
    case .string: return value
    case .bool(let flag): return .text(flag ? "true" : "false")
    case .int(let number): return .text(String(number))
    case .uint(let number): return .text(String(number))
    case .double(let number): return .text(DecimalText.general(number))
    case .timestamp(let instant): return .text(instant.text)
    case .duration(let span): return .text(Durations.text(span))
    case .bytes(let bytes):
      guard let text = String(validating: bytes.bytes, as: UTF8.self) else {
        return .failure(.invalidArgument, "the bytes are not UTF-8")
      }
      return .text(text)
    default: return .noSuchOverload("string", value)
    }
  }
}

/// Numbers as text, strictly: Swift's own readers take more.
enum DecimalNumber {
  /// An optional sign and digits.
  static func isInteger(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      bytes = bytes.dropFirst()
    }
    return !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// Decimal text, `Infinity`, `inf` or `NaN` with an optional sign, as Go's `ParseFloat` has it.
  static func parse(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard let last = bytes.last, last > 0x20, let first = bytes.first, first > 0x20 else {
      return nil
    }
    return Double(text)
  }
}
