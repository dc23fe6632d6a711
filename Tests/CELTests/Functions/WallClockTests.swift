import CEL
import Testing

struct WallClockTests {
  private func between(
    _ instant: String, _ from: String, _ until: String, _ zone: String
  ) throws -> String {
    let instant = try #require(Timestamp(instant))
    let arguments = [.timestamp(instant), Value.text(from), .text(until), .text(zone)]
    return "\(WallClock.between(arguments, .system))"
  }

  @Test(arguments: [
    ("07:59:59.999999999", false), ("08:00:00", true), ("20:59:59.999999999", true),
    ("21:00:00", false), ("00:00:00", false),
  ])
  func `the start belongs to the span and the end does not`(time: String, expected: Bool) throws {
    #expect(try between("2026-03-01T\(time)Z", "08:00", "21:00", "UTC") == "\(expected)")
  }

  @Test(arguments: [
    ("20:59:00", false), ("21:00:00", true), ("23:59:59", true), ("00:00:00", true),
    ("07:59:59", true), ("08:00:00", false),
  ])
  func `a span may go over midnight`(time: String, expected: Bool) throws {
    #expect(try between("2026-03-01T\(time)Z", "21:00", "08:00", "UTC") == "\(expected)")
  }

  @Test func `the whole day is from 00:00 to 24:00, and a span without length is empty`() throws {
    #expect(try between("2026-03-01T23:59:59.9Z", "00:00", "24:00", "UTC") == "true")
    #expect(try between("2026-03-01T08:00:00Z", "08:00", "08:00", "UTC") == "false")
  }

  @Test(arguments: [
    // Clocks in New York jump from 02:00 to 03:00 at 07:00Z.
    ("2026-03-08T06:59:59Z", "01:30", "02:00", true),
    ("2026-03-08T07:00:00Z", "02:00", "03:00", false),
    ("2026-03-08T07:00:00Z", "03:00", "03:01", true),
    // 01:30 comes twice when they go back at 06:00Z.
    ("2026-11-01T05:30:00Z", "01:30", "01:31", true),
    ("2026-11-01T06:30:00Z", "01:30", "01:31", true),
  ])
  func `the hour that is left out or repeated is the clock's`(
    instant: String, from: String, until: String, expected: Bool
  ) throws {
    #expect(try between(instant, from, until, "America/New_York") == "\(expected)")
  }

  @Test(arguments: ["8:00", "08:60", "24:01", "08.00", "08:00 ", "", "-1:00", "ab:cd", "+8:00"])
  func `a text that is no time of day is an error`(text: String) throws {
    #expect(WallClock.minutes(text) == nil)
    #expect(try between("2026-03-01T08:00:00Z", text, "21:00", "UTC").hasPrefix("error(invalid"))
    #expect(try between("2026-03-01T08:00:00Z", "21:00", text, "UTC").hasPrefix("error(invalid"))
  }

  @Test func `a zone that is none, and arguments of other types, are errors`() throws {
    #expect(
      try between("2026-03-01T08:00:00Z", "08:00", "21:00", "Mars/Olympus").contains("no time zone")
    )
    #expect("\(WallClock.between([], .system))".contains("no-such-overload"))
  }
}
