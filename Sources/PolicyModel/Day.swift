package import CEL

/// A UTC day, counted from 1970-01-01.
package struct Day: Hashable, Comparable, Sendable {
  package let number: Int32

  package init(number: Int32) { self.number = number }

  /// The day on which an instant falls, in UTC.
  package init(of instant: Timestamp) {
    number = Int32(clamping: instant.seconds.flooredQuotient(by: 86_400))
  }

  /// Reads `2026-11-23`; nil for anything else, also for days that no calendar has.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      year >= 1, (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year)
    else { return nil }
    self.number = Self.number(year: year, month: month, day: day)
  }

  package static let distantPast = Day(number: -800_000)

  package var next: Day { Day(number: number + 1) }

  /// The same day of another year; the 28th of February for a 29th that the year does not have.
  package func adding(years: Int) -> Day {
    let (year, month, day) = calendar
    let other = year + years
    let last = Self.length(of: month, in: other)
    return Day(number: Self.number(year: other, month: month, day: min(day, last)))
  }

  /// Such as `2026-11-23`.
  package var text: String {
    let (year, month, day) = calendar
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Midnight UTC, at which the day begins.
  package var start: Timestamp? { Timestamp(seconds: Int64(number) * 86_400) }

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil and its inverse.
  private static func number(year: Int, month: Int, day: Int) -> Int32 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  private var calendar: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}

/// The days on which something is in force: `from` the first and `until` the last, both with it.
package struct Period: Hashable, Sendable {
  package let from: Day?
  package let until: Day?

  package static let always = Period(from: nil, until: nil)

  package init(from: Day?, until: Day?) {
    self.from = from
    self.until = until
  }

  package func contains(_ day: Day) -> Bool {
    if let from, day < from { return false }
    if let until, day > until { return false }
    return true
  }

  /// The days of both.
  package func intersection(_ other: Period) -> Period {
    let latest = [from, other.from].compactMap(\.self).max()
    let earliest = [until, other.until].compactMap(\.self).min()
    return Period(from: latest, until: earliest)
  }
}

extension Int64 {
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
