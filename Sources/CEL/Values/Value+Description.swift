/// Values as CEL text: what can be written as a literal reads back as the same value.
extension Value: CustomStringConvertible {
  /// The literal; maps are sorted by key, so that equal output means equal content.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .uint(let value): String(value) + "u"
    case .double(let value): Value.literal(value)
    case .symbol(let value): "symbol(\(value.set), \(value.id))"
    case .duration(let value): "duration(\"\(Durations.text(value))\")"
    case .timestamp(let value): "timestamp(\"\(value.text)\")"
    case .string(let value): Value.literal(value.string)
    case .bytes(let value): "b" + Value.literal(value.bytes)
    case .list(let value): "[" + Value.joined(value.elements) + "]"
    case .map(let value):
      "{" + value.sortedEntries.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    case .record(let value): value.type + "{" + Value.joined(value.fields) + "}"
    case .optional(let value): value.value.map { "optional.of(\($0))" } ?? "optional.none()"
    case .type(let value): value.type.runtimeName
    case .opaque(let box): "\(box.value)"
    case .unknown(let value): "unknown(\(value.paths.joined(separator: ", ")))"
    case .error(let value): "error(\(value.code.rawValue): \(value.message))"
    }
  }

  private static func joined(_ values: [Value]) -> String {
    values.map(\.description).joined(separator: ", ")
  }

  /// A double's literal: always with a point or an exponent.
  private static func literal(_ value: Double) -> String {
    if value.isNaN { return "double(\"NaN\")" }
    if value.isInfinite { return value < 0 ? "double(\"-Infinity\")" : "double(\"Infinity\")" }
    return "\(value)"
  }

  /// A string's literal in double quotes.
  static func literal(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      if let escape = shortEscape(scalar) {
        text += escape
      } else if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
        text += "\\u" + hexadecimal(scalar.value, width: 4)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  private static func literal(_ bytes: [UInt8]) -> String {
    var text = "\""
    for byte in bytes {
      let scalar = Unicode.Scalar(byte)
      if let escape = shortEscape(scalar) {
        text += escape
      } else if (0x20..<0x7F).contains(byte) {
        text.unicodeScalars.append(scalar)
      } else {
        text += "\\x" + hexadecimal(UInt32(byte), width: 2)
      }
    }
    return text + "\""
  }

  /// The escapes of one letter that CEL and Go share.
  static func shortEscape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\u{07}": "\\a"
    case "\u{08}": "\\b"
    case "\u{0C}": "\\f"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case "\u{0B}": "\\v"
    default: nil
    }
  }

  private static func hexadecimal(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
