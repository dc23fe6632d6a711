/// Durations as text; a duration is an Int64 of nanoseconds.
public enum Durations {
  /// Reads `-1h30m`, `1.5s`, `.5s`, `1.s`, `+1s`, `0`.
  ///
  /// Units are ns us µs ms s m h and, where allowed, d for 24 hours. Digits beyond nanoseconds are
  /// cut off. Answers `outOfRange` beyond 64 bits.
  public static func parse(_ text: String, allowsDays: Bool = false) -> Outcome {
    var bytes = Array(text.utf8)[...]
    var isNegative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      bytes = bytes.dropFirst()
    }
    if bytes.elementsEqual([UInt8(ascii: "0")]) { return .nanoseconds(0) }
    guard !bytes.isEmpty else { return .malformed }
    var total: UInt64 = 0
    var overflows = false
    while !bytes.isEmpty {
      guard let part = takePart(&bytes, allowsDays: allowsDays) else { return .malformed }
      guard case .amount(let amount) = part else {
        overflows = true
        continue
      }
      let (sum, carry) = total.addingReportingOverflow(amount)
      total = sum
      overflows = overflows || carry
    }
    if overflows { return .outOfRange }
    if isNegative {
      return total <= UInt64(Int64.max) + 1
        ? .nanoseconds(Int64(truncatingIfNeeded: 0 &- total)) : .outOfRange
    }
    return Int64(exactly: total).map(Outcome.nanoseconds) ?? .outOfRange
  }

  /// What a text says.
  public enum Outcome: Hashable, Sendable {
    /// It is a duration.
    case nanoseconds(Int64)
    /// It is one, but longer than 292 years.
    case outOfRange
    /// It is none.
    case malformed

    /// The duration, where it is one.
    public var value: Int64? {
      if case .nanoseconds(let value) = self { value } else { nil }
    }
  }

  /// Seconds with as many digits of the fraction as they need: `90s`, `-0.5s`.
  public static func text(_ nanoseconds: Int64) -> String {
    let magnitude = nanoseconds.magnitude
    let seconds = magnitude / 1_000_000_000
    let fraction = fractionText(nanoseconds: Int64(magnitude % 1_000_000_000))
    return (nanoseconds < 0 ? "-" : "") + String(seconds) + fraction + "s"
  }

  private enum Part {
    case amount(UInt64)
    case tooLarge
  }

  /// part = digits? ("." digits?)? unit, with one digit at least.
  private static func takePart(_ bytes: inout ArraySlice<UInt8>, allowsDays: Bool) -> Part? {
    var overflows = false
    var whole: UInt64 = 0
    let digits = bytes.prefix(while: isDigit)
    bytes = bytes.dropFirst(digits.count)
    for digit in digits {
      let (product, high) = whole.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit) - 0x30)
      whole = sum
      overflows = overflows || high || carry
    }
    var fraction = bytes.prefix(0)
    if bytes.first == UInt8(ascii: ".") {
      bytes = bytes.dropFirst()
      fraction = bytes.prefix(while: isDigit)
      bytes = bytes.dropFirst(fraction.count)
    }
    guard !digits.isEmpty || !fraction.isEmpty else { return nil }
    let name = bytes.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
    bytes = bytes.dropFirst(name.count)
    guard let unit = unit(named: name, allowsDays: allowsDays) else { return nil }
    let (product, high) = whole.multipliedReportingOverflow(by: unit)
    let (sum, carry) = product.addingReportingOverflow(part(of: unit, fraction))
    return overflows || high || carry ? .tooLarge : .amount(sum)
  }

  private static func part(of unit: UInt64, _ fraction: ArraySlice<UInt8>) -> UInt64 {
    // 16 digits settle a fraction of the longest unit (24 hours are less than 10^14 ns).
    var value: UInt64 = 0
    var scale: UInt64 = 1
    for digit in fraction.prefix(16) {
      value = value * 10 + UInt64(digit) - 0x30
      scale *= 10
    }
    return scale.dividingFullWidth(value.multipliedFullWidth(by: unit)).quotient
  }

  private static func unit(named name: ArraySlice<UInt8>, allowsDays: Bool) -> UInt64? {
    switch String(decoding: name, as: UTF8.self) {
    case "ns": 1
    case "us", "\u{B5}s", "\u{3BC}s": 1_000
    case "ms": 1_000_000
    case "s": 1_000_000_000
    case "m": 60_000_000_000
    case "h": 3_600_000_000_000
    case "d": allowsDays ? 86_400_000_000_000 : nil
    default: nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
