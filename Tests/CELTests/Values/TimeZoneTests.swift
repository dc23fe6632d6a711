import CEL
import Testing

struct TimeZoneTests {
  /// The local time in a zone, as text with its offset in seconds.
  private func local(_ instant: String, _ zone: String) throws -> String {
    let rules = try #require(TimeZoneDatabase.system.zone(named: zone))
    let time = rules.localTime(of: try #require(Timestamp(instant)))
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(time.year)-\(two(time.month))-\(two(time.day))"
    return "\(date) \(two(time.hour)):\(two(time.minute)):\(two(time.second)) \(time.offset)"
  }

  @Test func `every zone that the database lists can be read`() {
    let zones = TimeZoneDatabase(directory: TimeZoneDatabase.system.directory)
    #expect(zones.preload() > 400)
    for name in ["Europe/Rome", "America/Argentina/Buenos_Aires", "Etc/GMT+12", "EST5EDT", "GB"] {
      #expect(zones.zone(named: name) != nil, "\(name)")
    }
    #expect(zones.version?.hasPrefix("20") == true)
    #expect(zones.zone(named: "Europe/Nowhere") == nil)
  }

  @Test(arguments: [
    // Summer time: from 1:00Z on the last Sunday of March to 1:00Z on the last of October.
    ("2026-03-29T00:59:59Z", "Europe/Berlin", "2026-03-29 01:59:59 3600"),
    ("2026-03-29T01:00:00Z", "Europe/Berlin", "2026-03-29 03:00:00 7200"),
    ("2026-10-25T00:59:59Z", "Europe/Berlin", "2026-10-25 02:59:59 7200"),
    ("2026-10-25T01:00:00Z", "Europe/Berlin", "2026-10-25 02:00:00 3600"),
    ("2026-03-08T06:59:59Z", "America/New_York", "2026-03-08 01:59:59 -18000"),
    ("2026-03-08T07:00:00Z", "America/New_York", "2026-03-08 03:00:00 -14400"),
    // South of the equator it goes over the turn of the year.
    ("2026-01-01T00:00:00Z", "Australia/Sydney", "2026-01-01 11:00:00 39600"),
    ("2026-07-01T00:00:00Z", "Australia/Sydney", "2026-07-01 10:00:00 36000"),
    // Half an hour of summer time, quarters of an hour, whole days that were left out.
    ("2026-01-01T00:00:00Z", "Australia/Lord_Howe", "2026-01-01 11:00:00 39600"),
    ("2026-07-01T00:00:00Z", "Australia/Lord_Howe", "2026-07-01 10:30:00 37800"),
    ("2026-01-01T00:00:00Z", "Asia/Kathmandu", "2026-01-01 05:45:00 20700"),
    ("2011-12-30T09:59:59Z", "Pacific/Apia", "2011-12-29 23:59:59 -36000"),
    ("2011-12-30T10:00:00Z", "Pacific/Apia", "2011-12-31 00:00:00 50400"),
    // Ireland's winter time is the exception, by a negative amount.
    ("2026-01-01T00:00:00Z", "Europe/Dublin", "2026-01-01 00:00:00 0"),
    ("2026-07-01T00:00:00Z", "Europe/Dublin", "2026-07-01 01:00:00 3600"),
    // Far ahead the rule goes on; far back there is local mean time.
    ("9999-07-01T00:00:00Z", "Europe/Berlin", "9999-07-01 02:00:00 7200"),
    ("9999-12-31T23:59:59Z", "Europe/Berlin", "10000-01-01 00:59:59 3600"),
    ("1800-01-01T00:00:00Z", "Europe/Berlin", "1800-01-01 00:53:28 3208"),
    ("0001-01-01T00:00:00Z", "America/New_York", "0-12-31 19:03:58 -17762"),
  ])
  func `clocks show what the zone's rules say`(
    instant: String, zone: String, expected: String
  ) throws {
    #expect(try local(instant, zone) == expected)
  }

  @Test(
    arguments: [
      ("UTC", 0), ("Z", 0), ("+02:00", 7_200), ("02:00", 7_200), ("-02:30", -9_000),
      ("-00:00", 0), ("+14:00", 50_400), ("-23:59", -86_340),
    ] as [(String, Int64)])
  func `fixed offsets need no database`(name: String, offset: Int64) throws {
    let zones = TimeZoneDatabase(directory: "/nowhere")
    let rules = try #require(zones.zone(named: name))
    #expect(rules.offset(at: try #require(Timestamp(seconds: 0))) == offset)
    #expect(zones.preload() == 0)
    #expect(zones.zone(named: "Europe/Berlin") == nil)
  }

  @Test(arguments: [
    "", "/etc/passwd", "../zoneinfo/UTC", "Europe/../Europe/Rome", "Europe", "Europe/", "tzdata.zi",
    "+2:00", "+24:00", "+02:60", "+0200", "02:00:00", "Europe/Rome\0", "europe/ rome", "zone.tab",
    String(repeating: "a", count: 100), "leapseconds", "+VERSION", "\u{45}urope/Rom\u{E9}",
  ])
  func `other names are no zones`(name: String) {
    #expect(TimeZoneDatabase.system.zone(named: name) == nil)
  }

  @Test func `a file that is cut short or corrupted is no zone, and never a crash`() throws {
    let whole = try ZoneBytes.make(
      transitions: [0, 100], types: [0, 1], offsets: [3_600, 7_200], footer: "A-1")
    #expect(ZoneRules(tzif: whole) != nil)
    for count in 0..<whole.count { _ = ZoneRules(tzif: Array(whole.prefix(count))) }
    for index in whole.indices {
      for byte in [0x00, 0x7F, 0x80, 0xFF] as [UInt8] {
        var copy = whole
        copy[index] = byte
        let rules = ZoneRules(tzif: copy)
        _ = rules?.offset(at: try #require(Timestamp(seconds: 50)))
        _ = rules?.offset(at: try #require(Timestamp("9999-12-31T00:00:00Z")))
      }
    }
  }

  @Test func `the offset of a transition holds from its second on`() throws {
    let bytes = try ZoneBytes.make(
      transitions: [0, 100], types: [1, 0], offsets: [3_600, 7_200], footer: "")
    let rules = try #require(ZoneRules(tzif: bytes))
    for (second, offset) in [(-1, 3_600), (0, 7_200), (99, 7_200), (100, 3_600)] as [(Int64, Int64)]
    {
      #expect(rules.offset(at: try #require(Timestamp(seconds: second))) == offset)
    }
  }
}

/// TZif files of version 2 for tests.
private enum ZoneBytes {
  static func make(
    transitions: [Int64], types: [UInt8], offsets: [Int32], footer: String
  ) throws -> [UInt8] {
    let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
    func counts(_ times: Int, _ types: Int) -> [UInt8] {
      [0, 0, 0, times, types, 1].flatMap { big(UInt64($0), 4) }
    }
    var bytes = header + counts(0, 1) + [UInt8](repeating: 0, count: 6) + [0]
    bytes += header + counts(transitions.count, offsets.count)
    for transition in transitions { bytes += big(UInt64(bitPattern: transition), 8) }
    bytes += types
    for offset in offsets { bytes += big(UInt64(UInt32(bitPattern: offset)), 4) + [0, 0] }
    return bytes + [0, 0x0A] + Array(footer.utf8) + [0x0A]
  }

  private static func big(_ value: UInt64, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64(size - 1 - $0))) }
  }
}
