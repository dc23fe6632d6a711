import Glibc

/// Doubles as text, in the forms that C and Go give them.
public enum DecimalText {
  /// The shortest text that reads back, with an exponent where it is under -4 or over 5:
  /// `1`, `1e+06`, `1e-07`, `-0`, `123456.7`, `1.234567e+06`, `NaN`, `+Inf`.
  ///
  /// It is `string(double)`. Source: Go's `strconv.FormatFloat(v, 'g', -1, 64)`, `eprec`.
  public static func general(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    let decimal = Decimal(value)
    let exponent = decimal.point - 1
    return decimal.sign + (exponent < -4 || exponent >= 6 ? decimal.scientific : decimal.plain)
  }

  /// The shortest text without an exponent that reads back: `100000000000000000000`, `0.1`.
  public static func plain(_ value: Double) -> String {
    let decimal = Decimal(value)
    return decimal.sign + decimal.plain
  }

  /// As C's `%.*f`; exact, halves to even.
  ///
  /// Infinities and NaN have no such text.
  public static func fixed(_ value: Double, digits: Int) -> String {
    printed("%.*f", value, digits)
  }

  /// As C's `%.*e`.
  public static func scientific(_ value: Double, digits: Int) -> String {
    printed("%.*e", value, digits)
  }

  private static func printed(_ format: String, _ value: Double, _ digits: Int) -> String {
    // 309 digits before the point, the point, a sign, the wanted digits, a zero byte.
    let capacity = 320 + digits
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = 0
      guard let start = buffer.baseAddress else { return }
      let written = unsafe start.withMemoryRebound(to: CChar.self, capacity: capacity) { start in
        unsafe withVaList([Int32(digits), value]) { arguments in
          unsafe vsnprintf(start, capacity, format, arguments)
        }
      }
      count = min(max(Int(written), 0), capacity - 1)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A finite double as digits and the place of the point among them.
  private struct Decimal {
    let sign: String
    /// The shortest digits that read back, without zeros at either end; "0" for zero.
    let digits: String
    /// How many digits stand before the point; it may be negative or beyond the digits.
    let point: Int

    init(_ value: Double) {
      sign = value.sign == .minus ? "-" : ""
      var text = Array("\(value.magnitude)".utf8)
      var exponent = 0
      if let mark = text.firstIndex(of: UInt8(ascii: "e")) {
        exponent = Int(String(decoding: text[(mark + 1)...], as: UTF8.self)) ?? 0
        text.removeSubrange(mark...)
      }
      var point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.count
      text.removeAll { $0 == UInt8(ascii: ".") }
      while text.count > 1, text.last == UInt8(ascii: "0") { text.removeLast() }
      while text.count > 1, text.first == UInt8(ascii: "0") {
        text.removeFirst()
        point -= 1
      }
      digits = String(decoding: text, as: UTF8.self)
      self.point = value == 0 ? 1 : point + exponent
    }

    var plain: String {
      let count = digits.utf8.count
      if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
      if point >= count { return digits + String(repeating: "0", count: point - count) }
      return digits.prefix(point) + "." + digits.dropFirst(point)
    }

    var scientific: String {
      let exponent = point - 1
      let rest = digits.dropFirst()
      let mantissa = digits.prefix(1) + (rest.isEmpty ? "" : "." + rest)
      let sign = exponent < 0 ? "-" : "+"
      return mantissa + "e" + sign + padded(Int64(abs(exponent)), 2)
    }
  }
}
