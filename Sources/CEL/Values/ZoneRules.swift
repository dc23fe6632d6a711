/// The offsets from UTC that one zone has had, has and will have.
///
/// Source: RFC 8536 (TZif). Instants before the first transition take the first type; instants
/// after the last take the footer's rule.
public final class ZoneRules: Sendable {
  /// Seconds since the epoch at which an offset begins, ascending.
  private let transitions: [Int64]
  /// The offset that begins at the transition of the same place.
  private let offsets: [Int64]
  private let firstOffset: Int64
  private let rule: PosixZone?

  /// A zone with one offset for ever, in seconds east of UTC.
  public init(fixedOffset: Int64) {
    transitions = []
    offsets = []
    firstOffset = fixedOffset
    rule = nil
  }

  /// Reads a TZif file; nil where the bytes are none.
  public init?(tzif bytes: [UInt8]) {
    guard let table = ZoneTable(bytes) else { return nil }
    transitions = table.transitions
    offsets = table.offsets
    firstOffset = table.firstOffset
    rule = table.rule
  }

  /// Seconds east of UTC at an instant.
  public func offset(at timestamp: Timestamp) -> Int64 {
    let seconds = timestamp.seconds
    guard let last = transitions.last else { return rule?.offset(at: seconds) ?? firstOffset }
    if seconds >= last, let rule { return rule.offset(at: seconds) }
    // The number of transitions that are not after the instant.
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : offsets[low - 1]
  }

  /// What clocks and calendars of the zone show at an instant.
  public func localTime(of timestamp: Timestamp) -> LocalTime {
    LocalTime(timestamp, offset: offset(at: timestamp))
  }
}

/// What a TZif file says.
struct ZoneTable {
  var transitions: [Int64] = []
  var offsets: [Int64] = []
  var firstOffset: Int64 = 0
  var rule: PosixZone?

  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard var header = reader.header() else { return nil }
    var timeSize = 4
    if header.version >= 2 {
      reader.index += header.length(timeSize: 4)
      guard let second = reader.header() else { return nil }
      header = second
      timeSize = 8
    }
    guard header.length(timeSize: timeSize) <= bytes.count - reader.index, header.typeCount > 0
    else { return nil }
    transitions = (0..<header.timeCount).map { _ in reader.signed(timeSize) }
    let types = (0..<header.timeCount).map { _ in Int(reader.signed(1) & 0xFF) }
    let typeOffsets = (0..<header.typeCount).map { _ in
      let offset = reader.signed(4)
      reader.index += 2
      return offset
    }
    guard types.allSatisfy({ $0 < typeOffsets.count }) else { return nil }
    for (earlier, later) in zip(transitions, transitions.dropFirst()) {
      guard earlier < later else { return nil }
    }
    offsets = types.map { typeOffsets[$0] }
    firstOffset = typeOffsets[0]
    reader.index += header.tailLength(timeSize: timeSize)
    if timeSize == 8 { rule = reader.footer() }
  }

  private struct Header {
    let version: Int
    let utcCount: Int
    let standardCount: Int
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    let nameLength: Int

    func length(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + tailLength(timeSize: timeSize)
    }

    func tailLength(timeSize: Int) -> Int {
      nameLength + leapCount * (timeSize + 4) + standardCount + utcCount
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var index = 0

    /// "TZif", a version's digit, 15 bytes of nothing, six counts.
    mutating func header() -> Header? {
      guard index >= 0, bytes.count - index >= 44,
        bytes[index..<(index + 4)].elementsEqual("TZif".utf8)
      else { return nil }
      let version = bytes[index + 4]
      index += 20
      let counts = (0..<6).map { _ in Int(signed(4)) }
      guard counts.allSatisfy({ (0...65_536).contains($0) }) else { return nil }
      return Header(
        version: version == 0 ? 1 : Int(version) - 0x30, utcCount: counts[0],
        standardCount: counts[1], leapCount: counts[2], timeCount: counts[3],
        typeCount: counts[4], nameLength: counts[5])
    }

    /// A big-endian number; 0 past the end.
    mutating func signed(_ size: Int) -> Int64 {
      guard index + size <= bytes.count else { return 0 }
      var value: UInt64 = bytes[index] & 0x80 == 0 ? 0 : .max
      for byte in bytes[index..<(index + size)] { value = value << 8 | UInt64(byte) }
      index += size
      return Int64(bitPattern: value)
    }

    /// A line feed, the rule, a line feed.
    mutating func footer() -> PosixZone? {
      guard index < bytes.count, bytes[index] == 0x0A else { return nil }
      let text = bytes[(index + 1)...].prefix { $0 != 0x0A }
      return PosixZone(String(decoding: text, as: UTF8.self))
    }
  }
}
