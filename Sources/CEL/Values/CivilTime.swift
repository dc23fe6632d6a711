/// A day of the proleptic Gregorian calendar.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years, years
/// that start in March.
public struct CivilDay: Hashable, Sendable {
  /// The year, such as 2026.
  public let year: Int64
  /// The month, 1...12.
  public let month: Int64
  /// The day of the month, 1...31.
  public let day: Int64

  /// Nil where the calendar has no such day.
  public init?(year: Int64, month: Int64, day: Int64) {
    guard (1...12).contains(month), abs(year) < 1_000_000 else { return nil }
    guard day >= 1, day <= CivilDay.length(ofMonth: month, year: year) else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that is so many days after 1970-01-01.
  public init(daysSinceEpoch days: Int64) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  public var daysSinceEpoch: Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = floorDivide(shiftedYear, 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day's number in its year, from 0.
  public var dayOfYear: Int64 {
    let before: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    let leap: Int64 = month > 2 && CivilDay.isLeap(year) ? 1 : 0
    return before[Int(month) - 1] + day - 1 + leap
  }

  /// The day of the week, 0 for Sunday.
  public var weekday: Int64 { floorModulo(daysSinceEpoch + 4, 7) }

  /// Whether a year has 366 days.
  public static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// How many days a month (1...12) has.
  public static func length(ofMonth month: Int64, year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// What clocks and calendars show at an instant in some zone.
public struct LocalTime: Hashable, Sendable {
  /// The calendar's day; its year is 0 or 10000 where the zone's offset leads out of 1...9999.
  public let date: CivilDay
  /// The hour, 0...23.
  public let hour: Int64
  /// The minute, 0...59.
  public let minute: Int64
  /// The second, 0...59.
  public let second: Int64
  /// The part of the second, 0...999,999,999.
  public let nanosecond: Int64
  /// Seconds east of UTC.
  public let offset: Int64

  /// The local time at an instant, so many seconds east of UTC.
  public init(_ timestamp: Timestamp, offset: Int64 = 0) {
    let local = timestamp.seconds + offset
    let days = floorDivide(local, 86_400)
    let seconds = local - days * 86_400
    date = CivilDay(daysSinceEpoch: days)
    hour = seconds / 3_600
    minute = seconds / 60 % 60
    second = seconds % 60
    nanosecond = Int64(timestamp.nanoseconds)
    self.offset = offset
  }

  /// The year.
  public var year: Int64 { date.year }
  /// The month, 1...12.
  public var month: Int64 { date.month }
  /// The day of the month, 1...31.
  public var day: Int64 { date.day }
  /// The day of the week, 0 for Sunday.
  public var weekday: Int64 { date.weekday }
}

/// Division that rounds towards negative infinity; the divisor is positive.
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  value >= 0 ? value / divisor : (value + 1) / divisor - 1
}

/// What is left of division that rounds towards negative infinity; the divisor is positive.
func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 {
  let rest = value % divisor
  return rest < 0 ? rest + divisor : rest
}
