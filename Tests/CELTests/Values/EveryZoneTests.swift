import CEL
import Glibc
import Testing

/// The C library reads the same database by code of its own: both must agree.
@Suite(.enabled(if: Zdump.isThere, "there is no zdump"))
struct EveryZoneTests {
  @Test func `every zone changes its clocks when the C library says so`() throws {
    let names = output("cut -d' ' -f2,3 \(TimeZoneDatabase.system.directory)/tzdata.zi | sed -n p")
    // Zones are lines `Z name …`, links `L target name`; other lines name no file that is a zone.
    let zones = Set(names.split(whereSeparator: \.isWhitespace).map(String.init)).filter {
      $0.contains("/") && TimeZoneDatabase.system.zone(named: $0) != nil
    }
    #expect(zones.count > 400)
    let sorted = zones.sorted().joined(separator: " ")
    let lines = output("/usr/bin/zdump -V -c 1970,2040 \(sorted)").split(separator: "\n")
    #expect(lines.count > 40_000)
    var known: (name: Substring, rules: ZoneRules?) = ("", nil)
    for line in lines {
      let words = line.split(separator: " ")
      guard words.count > 13, let month = Self.months.firstIndex(of: words[2]) else { continue }
      if known.name != words[0] {
        known = (words[0], TimeZoneDatabase.system.zone(named: String(words[0])))
      }
      let instant = Timestamp(
        "\(words[5])-\(Self.two(month + 1))-\(Self.two(Int(words[3]) ?? 0))T\(words[4])Z")
      let offset = Int64(words[words.count - 1].dropFirst("gmtoff=".count))
      #expect(try known.rules?.offset(at: #require(instant)) == offset, "\(line)")
    }
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// What a command prints.
  private func output(_ command: String) -> String {
    guard let pipe = unsafe popen(command, "r") else { return "" }
    defer { unsafe pclose(pipe) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, pipe)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}

/// The C library's tool that tells when a zone changes its clocks.
private enum Zdump {
  static let isThere = unsafe access("/usr/bin/zdump", X_OK) == 0
}
