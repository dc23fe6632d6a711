import Synchronization

/// The zones of the IANA time zone database, read from a directory of TZif files.
///
/// Each file is read once. After `preload()` no look-up touches the disk.
public final class TimeZoneDatabase: Sendable {
  /// Where the files are.
  public let directory: String
  private let state = Mutex(State())

  private struct State {
    var zones: [String: ZoneRules] = [:]
    var isComplete = false
  }

  /// The database of the operating system.
  public static let system = TimeZoneDatabase(directory: "/usr/share/zoneinfo")

  /// Names a directory; nothing is read yet.
  public init(directory: String) { self.directory = directory }

  /// The zone of a name: `Europe/Rome`, `UTC`, `Z`, or a fixed offset, `+02:00`, `-11:30`, `02:00`.
  ///
  /// Nil for a name that the database does not know. Names with `..`, a leading `/` or unusual
  /// characters are never looked for.
  public func zone(named name: String) -> ZoneRules? {
    if let offset = TimeZoneDatabase.fixedOffset(name) { return ZoneRules(fixedOffset: offset) }
    let (known, isComplete) = state.withLock { ($0.zones[name], $0.isComplete) }
    if let known { return known }
    guard !isComplete, TimeZoneDatabase.isPlausible(name),
      let bytes = ZoneFile.read(directory + "/" + name), let zone = ZoneRules(tzif: bytes)
    else { return nil }
    state.withLock { $0.zones[name] = zone }
    return zone
  }

  /// Reads every zone that `tzdata.zi` lists, so that later look-ups read no file.
  ///
  /// Returns how many zones there are; 0 where the directory has no `tzdata.zi`, and look-ups go on
  /// reading files.
  @discardableResult
  public func preload() -> Int {
    let (count, isComplete) = state.withLock { ($0.zones.count, $0.isComplete) }
    if isComplete { return count }
    guard let bytes = ZoneFile.read(directory + "/tzdata.zi") else { return 0 }
    let names = bytes.split(separator: 0x0A).compactMap { line in
      TimeZoneDatabase.zoneName(inLine: String(decoding: line, as: UTF8.self))
    }
    for name in names { _ = zone(named: name) }
    return state.withLock { state in
      state.isComplete = true
      return state.zones.count
    }
  }

  /// The names of all zones, sorted, once they have been read; none before `preload()`.
  ///
  /// `UTC` and `Z` are among them; fixed offsets are not.
  public var names: [String] {
    state.withLock { state in
      state.isComplete ? Set(state.zones.keys).union(["UTC", "Z"]).sorted() : []
    }
  }

  /// The database's version, such as `2025b`; nil where the directory does not tell.
  public var version: String? {
    if let bytes = ZoneFile.read(directory + "/tzdata.zi") {
      let first = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
      let words = first.split(separator: " ")
      if words.count == 3, words[0] == "#", words[1] == "version" { return String(words[2]) }
    }
    guard let bytes = ZoneFile.read(directory + "/+VERSION") else { return nil }
    return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
  }

  /// `Z name …` is a zone, `L target name` another name of one.
  private static func zoneName(inLine line: String) -> String? {
    let words = line.split(separator: " ")
    if words.count >= 2, words[0] == "Z" { return String(words[1]) }
    if words.count == 3, words[0] == "L" { return String(words[2]) }
    return nil
  }

  /// `UTC`, `Z` or `[+-]?HH:MM`, in seconds east of UTC; the sign covers the minutes.
  private static func fixedOffset(_ name: String) -> Int64? {
    if name == "UTC" || name == "Z" { return 0 }
    var reader = DigitReader(name)
    let isWest = reader.take("-")
    if !isWest { _ = reader.take("+") }
    guard let seconds = reader.hoursAndMinutes(), reader.isAtEnd else { return nil }
    return isWest ? -seconds : seconds
  }

  private static func isPlausible(_ name: String) -> Bool {
    guard (1...64).contains(name.utf8.count) else { return false }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      guard let first = part.utf8.first, isLetter(first) else { return false }
      return part.utf8.allSatisfy { byte in
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte & 0xDF)
  }
}
