/// Timestamps as RFC 3339 text.
extension Timestamp {
  /// Reads `YYYY-MM-DDTHH:MM:SS[.f{1,9}](Z|±HH:MM)`; nil for any other text and any other year
  /// than 1 to 9999.
  ///
  /// Strict: `T` and `Z` are upper case, there is no leap second and no white space.
  public init?(_ text: String) {
    var reader = DigitReader(text)
    guard let year = reader.number(digits: 4), reader.take("-"),
      let month = reader.number(digits: 2), reader.take("-"),
      let day = reader.number(digits: 2), reader.take("T"),
      let hour = reader.number(digits: 2), hour < 24, reader.take(":"),
      let minute = reader.number(digits: 2), minute < 60, reader.take(":"),
      let second = reader.number(digits: 2), second < 60
    else { return nil }
    var nanoseconds: Int64 = 0
    if reader.take(".") {
      guard let fraction = reader.fraction(digits: 9) else { return nil }
      nanoseconds = fraction
    }
    guard let offset = reader.offset(), reader.isAtEnd,
      let date = CivilDay(year: year, month: month, day: day)
    else { return nil }
    let local = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second
    self.init(seconds: local - offset, nanoseconds: Int32(nanoseconds))
  }

  /// RFC 3339 text in UTC, with as many digits of the fraction as it needs.
  public var text: String {
    let time = LocalTime(self)
    var text = padded(time.year, 4) + "-" + padded(time.month, 2) + "-" + padded(time.day, 2)
    text += "T" + padded(time.hour, 2) + ":" + padded(time.minute, 2) + ":"
    text += padded(time.second, 2) + fractionText(nanoseconds: Int64(nanoseconds)) + "Z"
    return text
  }
}

/// Reads digits and single characters from the front of a text.
struct DigitReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { index == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, UInt32(bytes[index]) == character.value else { return false }
    index += 1
    return true
  }

  /// Exactly so many digits.
  mutating func number(digits: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// One digit or more, at most `digits`, as if all of them had been written.
  mutating func fraction(digits: Int) -> Int64? {
    var value: Int64 = 0
    var count = 0
    while let digit = digit() {
      guard count < digits else { return nil }
      value = value * 10 + digit
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in count..<digits { value *= 10 }
    return value
  }

  /// `Z` or `±HH:MM`, in seconds east of UTC.
  mutating func offset() -> Int64? {
    if take("Z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+") else { return nil }
    return hoursAndMinutes().map { isWest ? -$0 : $0 }
  }

  /// `HH:MM` in seconds.
  mutating func hoursAndMinutes() -> Int64? {
    guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2),
      minute < 60
    else { return nil }
    return hour * 3_600 + minute * 60
  }

  private mutating func digit() -> Int64? {
    guard index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
    index += 1
    return Int64(bytes[index - 1]) - 0x30
  }
}

/// A number with zeros before it.
func padded(_ value: Int64, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

/// A fraction of a second with its point, without zeros at its end; nothing for 0.
func fractionText(nanoseconds: Int64) -> String {
  guard nanoseconds != 0 else { return "" }
  var digits = padded(nanoseconds, 9)
  while digits.hasSuffix("0") { digits.removeLast() }
  return "." + digits
}
