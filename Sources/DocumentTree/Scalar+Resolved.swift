extension Scalar {
  /// What the text is by YAML 1.2's core schema.
  package enum Resolved: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string
    /// A number that neither Int64 nor Double holds, an infinity or not a number.
    case outOfRange
  }

  /// The value of a plain scalar; any other style is a string.
  ///
  /// Cost: one scan of a short text.
  package var resolved: Resolved {
    guard style == .plain else { return .string }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    if isInfiniteOrNaN { return .outOfRange }
    let bytes = Array(text.utf8.prefix(400))
    guard let first = bytes.first, first <= UInt8(ascii: "9") else { return .string }
    if bytes.count > 2, first == UInt8(ascii: "0") {
      if bytes[1] == UInt8(ascii: "o") { return Self.integer(text.dropFirst(2), radix: 8) }
      if bytes[1] == UInt8(ascii: "x") { return Self.integer(text.dropFirst(2), radix: 16) }
    }
    return Self.decimal(text, bytes)
  }

  /// A plain `null`, by any of its spellings, or nothing at all.
  package var isNull: Bool {
    guard style == .plain, text.utf8.count <= 4 else { return false }
    return resolved == .null
  }

  /// `.nan`, `.inf`, `-.inf` and their other spellings.
  package var isInfiniteOrNaN: Bool {
    guard style == .plain else { return false }
    switch text {
    case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
      "-.Inf", "-.INF":
      return true
    default: return false
    }
  }

  private static func integer(_ digits: Substring, radix: Int) -> Resolved {
    guard digits.utf8.allSatisfy({ isDigit($0, radix: radix) }) else { return .string }
    return Int64(digits, radix: radix).map(Resolved.int) ?? .outOfRange
  }

  private static func isDigit(_ byte: UInt8, radix: Int) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "7"): true
    case UInt8(ascii: "8")...UInt8(ascii: "9"): radix >= 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
    default: false
    }
  }

  /// A decimal number, with or without a fraction and an exponent.
  ///
  /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func decimal(_ text: String, _ bytes: [UInt8]) -> Resolved {
    var index = 0
    func skipDigits() -> Int {
      let start = index
      while index < bytes.count, isDigit(bytes[index], radix: 10) { index += 1 }
      return index - start
    }
    func skip(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
      guard index < bytes.count,
        bytes[index] == UInt8(ascii: first) || bytes[index] == UInt8(ascii: second)
      else { return false }
      index += 1
      return true
    }
    _ = skip("+", "-")
    let whole = skipDigits()
    if whole > 0, index == bytes.count { return Int64(text).map(Resolved.int) ?? .outOfRange }
    if skip(".", ".") {
      if skipDigits() == 0, whole == 0 { return .string }
    } else if whole == 0 {
      return .string
    }
    if skip("e", "E") {
      _ = skip("+", "-")
      if skipDigits() == 0 { return .string }
    }
    guard index == bytes.count else { return .string }
    guard let value = Double(text), value.isFinite else { return .outOfRange }
    return .double(value)
  }
}
