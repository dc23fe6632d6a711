/// Numbers of texts, found by their bytes.
///
/// Open addressing over a power of two, filled to a half at most.
struct TextCodes: Sendable {
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var buckets = [Int32](repeating: -1, count: 64)

  private struct Entry: BitwiseCopyable {
    let hash: UInt64
    let start: Int
    let count: Int
    let code: Int32
  }

  /// The number of a text; nil where it has none.
  func code(of range: Range<Int>, _ text: Span<UInt8>, _ hash: UInt64) -> Int32? {
    var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
    while buckets[bucket] >= 0 {
      let entry = entries[Int(buckets[bucket])]
      if entry.hash == hash, entry.count == range.count,
        bytes.span.extracting(entry.start..<entry.start + entry.count).equals(text, range)
      {
        return entry.code
      }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    return nil
  }

  mutating func insert(_ text: [UInt8], _ hash: UInt64, _ code: Int32) {
    if (entries.count + 1) * 2 > buckets.count { grow() }
    let place = Int32(entries.count)
    entries.append(Entry(hash: hash, start: bytes.count, count: text.count, code: code))
    bytes += text
    put(place, hash)
  }

  private mutating func grow() {
    buckets = [Int32](repeating: -1, count: buckets.count * 2)
    for (place, entry) in entries.enumerated() { put(Int32(place), entry.hash) }
  }

  private mutating func put(_ place: Int32, _ hash: UInt64) {
    var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
    while buckets[bucket] >= 0 { bucket = (bucket + 1) & (buckets.count - 1) }
    buckets[bucket] = place
  }

  /// Takes 8 bytes at a time.
  static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: range.count) &* 0xD6E8_FEB8_6659_FD93
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      // INVARIANT: the loop leaves 8 bytes from the index on; `RawSpan` checks it again.
      let word = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      index += 8
    }
    var rest: UInt64 = 0
    while index < range.upperBound {
      rest = rest << 8 | UInt64(text[index])
      index += 1
    }
    hash = (hash ^ rest) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 29
  }
}
