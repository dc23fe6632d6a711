/// What the conversions do; nil for a value of a type that they do not take.
extension Conversions {
  @Sendable
  static func bool(_ value: Value) -> Value? {
    switch value {
    case .bool: return value
    case .string(let text):
      switch text.string {
      case "1", "t", "true", "True", "TRUE": return .bool(true)
      case "0", "f", "false", "False", "FALSE": return .bool(false)
      default: return unreadable(text, "bool")
      }
    case .null, .int, .uint, .double, .symbol, .duration, .timestamp, .bytes, .list, .map,
      .record, .optional, .type, .opaque, .unknown, .error:
      return nil
    }
  }

  @Sendable
  static func int(_ value: Value) -> Value? {
    switch value {
    case .int: return value
    case .uint(let number):
      return Int64(exactly: number).map(Value.int) ?? outOfRange(value, "int")
    case .double(let number):
      // Both ends are excluded, as in every implementation: -2^63 is exact, yet an error.
      let limit = 0x1p63
      return number > -limit && number < limit ? .int(Int64(number)) : outOfRange(value, "int")
    case .string(let text):
      guard isInteger(text.string) else { return unreadable(text, "int") }
      return Int64(text.string).map(Value.int) ?? outOfRange(value, "int")
    case .timestamp(let instant): return .int(instant.seconds)
    case .null, .bool, .symbol, .duration, .bytes, .list, .map, .record, .optional, .type,
      .opaque, .unknown, .error:
      return nil
    }
  }

  @Sendable
  static func uint(_ value: Value) -> Value? {
    switch value {
    case .uint: return value
    case .int(let number):
      return UInt64(exactly: number).map(Value.uint) ?? outOfRange(value, "uint")
    case .double(let number):
      return number >= 0 && number < 0x1p64 ? .uint(UInt64(number)) : outOfRange(value, "uint")
    case .string(let text):
      guard isInteger(text.string) else { return unreadable(text, "uint") }
      return UInt64(text.string).map(Value.uint) ?? outOfRange(value, "uint")
    case .null, .bool, .symbol, .duration, .timestamp, .bytes, .list, .map, .record, .optional,
      .type, .opaque, .unknown, .error:
      return nil
    }
  }

  @Sendable
  static func double(_ value: Value) -> Value? {
    switch value {
    case .double: return value
    case .int(let number): return .double(Double(number))
    case .uint(let number): return .double(Double(number))
    case .string(let text):
      // Swift reads C's hexadecimal floats too, and a NaN's payload; CEL does not.
      let isDecimal = text.string.utf8.allSatisfy { !"xX(".utf8.contains($0) }
      guard isDecimal, let number = Double(text.string) else { return unreadable(text, "double") }
      return .double(number)
    case .null, .bool, .symbol, .duration, .timestamp, .bytes, .list, .map, .record, .optional,
      .type, .opaque, .unknown, .error:
      return nil
    }
  }

  @Sendable
  static func string(_ value: Value) -> Value? {
    switch value {
    case .string: return value
    case .bool(let value): return .text(value ? "true" : "false")
    case .int(let value): return .text(String(value))
    case .uint(let value): return .text(String(value))
    case .double(let value): return .text(DecimalText.general(value))
    case .bytes(let octets):
      let text = String(validating: octets.bytes, as: UTF8.self)
      return text.map(Value.text) ?? .failure(.invalidArgument, "the bytes are not UTF-8")
    case .timestamp(let value): return .text(value.text)
    case .duration(let value): return .text(Durations.text(value))
    case .null, .symbol, .list, .map, .record, .optional, .type, .opaque, .unknown, .error:
      return nil
    }
  }

  @Sendable
  static func bytes(_ value: Value) -> Value? {
    switch value {
    case .bytes: value
    case .string(let text): .octets(Array(text.string.utf8))
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .list, .map,
      .record, .optional, .type, .opaque, .unknown, .error:
      nil
    }
  }

  @Sendable
  static func timestamp(_ value: Value) -> Value? {
    switch value {
    case .timestamp: value
    case .int(let seconds): .timestamp(Timestamp(seconds: seconds))
    case .string(let text):
      Timestamp(text.string).map(Value.timestamp) ?? unreadable(text, "timestamp")
    case .null, .bool, .uint, .double, .symbol, .duration, .bytes, .list, .map, .record,
      .optional, .type, .opaque, .unknown, .error:
      nil
    }
  }

  static func duration(_ value: Value, allowsDays: Bool) -> Value? {
    switch value {
    case .duration: value
    case .string(let text):
      switch Durations.parse(text.string, allowsDays: allowsDays) {
      case .nanoseconds(let duration): .duration(duration)
      case .outOfRange: .overflow("a duration is limited to 292 years")
      case .malformed: unreadable(text, "duration")
      }
    case .null, .bool, .int, .uint, .double, .symbol, .timestamp, .bytes, .list, .map, .record,
      .optional, .type, .opaque, .unknown, .error:
      nil
    }
  }

  /// An optional sign and digits.
  private static func isInteger(_ text: String) -> Bool {
    let digits = text.utf8.first.map { "+-".utf8.contains($0) } == true ? 1 : 0
    return text.utf8.count > digits
      && text.utf8.dropFirst(digits).allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  private static func unreadable(_ text: StringValue, _ type: String) -> Value {
    .failure(.invalidArgument, "`\(text.string)` is no \(type)")
  }

  private static func outOfRange(_ value: Value, _ type: String) -> Value {
    .overflow("`\(value)` is outside of `\(type)`")
  }
}
