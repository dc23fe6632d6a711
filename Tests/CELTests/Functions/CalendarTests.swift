import CEL
import Testing

struct CalendarTests {
  @Test(arguments: [
    ("getFullYear()", 2009), ("getMonth()", 1), ("getDate()", 13), ("getDayOfMonth()", 12),
    ("getDayOfWeek()", 5), ("getDayOfYear()", 43), ("getHours()", 23), ("getMinutes()", 31),
    ("getSeconds()", 30), ("getMilliseconds()", 123),
  ])
  func `a timestamp's parts are UTC's`(accessor: String, expected: Int64) {
    let text = "timestamp('2009-02-13T23:31:30.123999999Z').\(accessor)"
    #expect(outcome(of: text) == "\(expected)")
  }

  @Test(arguments: [
    ("getHours('Europe/Berlin')", "0"), ("getDate('Europe/Berlin')", "14"),
    ("getDayOfWeek('Europe/Berlin')", "6"), ("getMinutes('Asia/Kathmandu')", "16"),
    ("getHours('-02:30')", "21"), ("getMinutes('-02:30')", "1"), ("getHours('02:00')", "1"),
    ("getMonth('UTC')", "1"), ("getSeconds('America/New_York')", "30"),
    ("getMilliseconds('America/New_York')", "123"), ("getDayOfYear('Europe/Berlin')", "44"),
    ("getDayOfMonth('Europe/Berlin')", "13"), ("getFullYear('Europe/Berlin')", "2009"),
    ("getHours('Europe/Nowhere')", "invalid-argument"), ("getHours('')", "invalid-argument"),
    ("getHours('../Europe/Berlin')", "invalid-argument"),
  ])
  func `a zone moves them`(accessor: String, expected: String) {
    let text = "timestamp('2009-02-13T23:31:30.123Z').\(accessor)"
    #expect(outcome(of: text) == expected)
  }

  @Test(arguments: [
    ("0001-01-01T00:00:00.999999999Z", "getFullYear('-14:00')", "0"),
    ("0001-01-01T00:00:00Z", "getFullYear()", "1"),
    ("9999-12-31T23:59:59.999999999Z", "getMilliseconds()", "999"),
    ("9999-12-31T23:59:59.999999999Z", "getFullYear('+14:00')", "10000"),
    ("2024-12-31T00:00:00Z", "getDayOfYear()", "365"),
    ("1900-12-31T00:00:00Z", "getDayOfYear()", "364"),
    ("2024-02-29T00:00:00Z", "getDayOfYear()", "59"),
    ("1969-12-31T23:59:59.999Z", "getMilliseconds()", "999"),
    ("2026-06-07T12:00:00Z", "getDayOfWeek()", "0"),
  ])
  func `the calendar holds at its ends and in leap years`(
    instant: String, accessor: String, expected: String
  ) {
    #expect(outcome(of: "timestamp('\(instant)').\(accessor)") == expected)
  }

  @Test(arguments: [
    ("10000s", "getHours()", 2), ("3730s", "getMinutes()", 62), ("3730s", "getSeconds()", 3730),
    ("1m1.321456s", "getMilliseconds()", 321), ("-90m", "getHours()", -1),
    ("-1.5s", "getSeconds()", -1), ("-1.5s", "getMilliseconds()", -500),
  ])
  func `a duration's hours, minutes and seconds are the whole of it`(
    duration: String, accessor: String, expected: Int64
  ) {
    #expect(outcome(of: "duration('\(duration)').\(accessor)") == "\(expected)")
  }

  @Test func `what has no calendar is refused at run time`() {
    #expect(outcome(of: "x.getHours()", ["x": .int(1)]) == "no-such-overload")
    #expect(outcome(of: "x.getFullYear()", ["x": .duration(1)]) == "no-such-overload")
  }
}
