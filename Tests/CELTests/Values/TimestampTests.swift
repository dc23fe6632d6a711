import CEL
import Testing

struct TimestampTests {
  @Test(
    arguments: [
      ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
      ("0001-01-01T00:00:00.000000001Z", -62_135_596_800, 1),
      ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
      ("1969-12-31T23:59:59.5Z", -1, 500_000_000), ("1970-01-01T01:00:00+01:00", 0, 0),
      ("1969-12-31T12:30:00-11:30", 0, 0), ("2000-02-29T00:00:00Z", 951_782_400, 0),
      ("0001-01-01T10:00:00+10:00", -62_135_596_800, 0),
    ] as [(String, Int64, Int32)])
  func `RFC 3339 text is read to the nanosecond`(
    text: String, seconds: Int64, nanoseconds: Int32
  ) throws {
    let instant = try #require(Timestamp(text))
    #expect(instant.seconds == seconds)
    #expect(instant.nanoseconds == nanoseconds)
    #expect(Timestamp(instant.text) == instant)
  }

  @Test(arguments: [
    "", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-1-1T00:00:00Z",
    "2026-01-01t00:00:00z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
    "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
    "2016-12-31T23:59:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.0000000001Z",
    "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00+01", "2026-01-01T00:00:00+24:00",
    " 2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z ", "0000-12-31T23:59:59Z",
    "10000-01-01T00:00:00Z", "-2026-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01", "\u{FF12}026-01-01T00:00:00Z",
  ])
  func `other texts and other years are refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func `an instant is made within its range alone`() {
    #expect(Timestamp(seconds: -62_135_596_801) == nil)
    #expect(Timestamp(seconds: 253_402_300_800) == nil)
    #expect(Timestamp(seconds: 0, nanoseconds: -1) == nil)
    #expect(Timestamp(seconds: 0, nanoseconds: 1_000_000_000) == nil)
  }

  @Test(
    arguments: [
      ("2026-01-01T00:00:00Z", 1, "2026-01-01T00:00:00.000000001Z"),
      ("2026-01-01T00:00:00Z", -1, "2025-12-31T23:59:59.999999999Z"),
      ("2026-01-01T00:00:00.5Z", 500_000_000, "2026-01-01T00:00:01Z"),
      ("2026-01-01T00:00:00.5Z", -500_000_001, "2025-12-31T23:59:59.999999999Z"),
      ("1970-01-01T00:00:00Z", .max, "2262-04-11T23:47:16.854775807Z"),
      ("1970-01-01T00:00:00Z", .min, "1677-09-21T00:12:43.145224192Z"),
    ] as [(String, Int64, String)])
  func `adding and taking away undo each other`(
    text: String, duration: Int64, expected: String
  ) throws {
    let instant = try #require(Timestamp(text))
    let moved = try #require(instant.adding(nanoseconds: duration))
    #expect(moved.text == expected)
    #expect(moved.subtracting(nanoseconds: duration) == instant)
    #expect(moved.nanoseconds(since: instant) == duration)
    #expect(instant < moved || duration < 0)
  }

  @Test func `a difference beyond 292 years is none`() throws {
    let first = try #require(Timestamp("1970-01-01T00:00:00Z"))
    let last = try #require(Timestamp("2262-04-11T23:47:16.854775807Z"))
    let after = try #require(Timestamp("2262-04-11T23:47:16.854775808Z"))
    #expect(last.nanoseconds(since: first) == .max)
    #expect(after.nanoseconds(since: first) == nil)
    #expect(first.nanoseconds(since: after) == .min)
    let longAfter = try #require(Timestamp("2262-04-11T23:47:16.854775809Z"))
    #expect(first.nanoseconds(since: longAfter) == nil)
    let end = try #require(Timestamp("9999-12-31T23:59:59.999999999Z"))
    #expect(end.adding(nanoseconds: 1) == nil)
    #expect(end.subtracting(nanoseconds: .min) == nil)
  }

  @Test(
    arguments: [
      ("2026-01-31T08:00:00Z", 1, "2026-02-28T08:00:00Z"),
      ("2024-01-31T08:00:00Z", 1, "2024-02-29T08:00:00Z"),
      ("2024-02-29T08:00:00.25Z", -12, "2023-02-28T08:00:00.25Z"),
      ("2026-11-30T08:00:00Z", 3, "2027-02-28T08:00:00Z"),
      ("2026-03-15T08:00:00Z", -15, "2024-12-15T08:00:00Z"),
      ("2026-03-15T08:00:00Z", 0, "2026-03-15T08:00:00Z"),
    ] as [(String, Int64, String)])
  func `months keep the day where the month has it`(
    text: String, months: Int64, expected: String
  ) throws {
    let instant = try #require(Timestamp(text))
    #expect(Timestamp.addingMonths(months, to: instant)?.text == expected)
  }

  @Test(arguments: [120_000, -120_000, .max, .min] as [Int64])
  func `months out of the calendar are none`(months: Int64) throws {
    let instant = try #require(Timestamp("2026-03-15T08:00:00Z"))
    #expect(Timestamp.addingMonths(months, to: instant) == nil)
  }

  @Test func `every day of 12,000 years comes back from its number`() throws {
    var expected = try #require(CivilDay(year: -1_000, month: 1, day: 1))
    var number = expected.daysSinceEpoch
    while expected.year <= 11_000 {
      let day = CivilDay(daysSinceEpoch: number)
      guard day == expected, day.daysSinceEpoch == number else {
        Issue.record("day \(number) is \(day), not \(expected)")
        return
      }
      number += 1
      expected =
        CivilDay(year: day.year, month: day.month, day: day.day + 1)
        ?? CivilDay(year: day.year, month: day.month + 1, day: 1)
        ?? CivilDay(daysSinceEpoch: number)
      let isNewYear = day.month == 12 && day.day == 31
      if isNewYear { #expect(expected.dayOfYear == 0 && expected.year == day.year + 1) }
    }
  }
}
