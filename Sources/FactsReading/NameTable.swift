import CEL
import SharedStorage

/// Names by their UTF-8 bytes, so that reading a request makes no strings of them.
///
/// One table holds the names of all scopes (the members of a group, the fields of a record, the
/// terms of a set). Open addressing over a power of two, filled to a half at most. Only the names of
/// the vocabulary are stored, so that no request can fill it.
///
///     buckets   none | 0 | none | 1 ...     the entry
///     entries   hash, scope, number, count of bytes, where its words start
///     words     each name in words of 8 bytes, the last one filled with zeros
///
/// Benchmark: `benchmarks 1000 line`: some 45 names are looked up a line. Bytes that were compared
/// one by one made a fifth of it.
struct NameTable: ~Copyable, Sendable {
  private let words: FrozenArray<UInt64>
  private let entries: FrozenArray<Entry>
  private let buckets: FrozenArray<UInt32>

  private struct Entry: BitwiseCopyable {
    let hash: UInt64
    let scope: UInt32
    let number: UInt32
    let count: Int
    let start: Int
  }

  /// The table of names that are distinct within their scope; of equal ones the first is found.
  init(_ names: [(scope: Int, name: String, number: Int)]) {
    var size = 8
    while size < names.count * 2 { size *= 2 }
    var words: [UInt64] = []
    var entries: [Entry] = []
    var buckets = [UInt32](repeating: .max, count: size)
    for (scope, name, number) in names {
      let bytes = Array(name.utf8)
      let start = words.count
      var hash = Self.start(scope, bytes.count)
      for index in stride(from: 0, to: bytes.count, by: 8) {
        let word = bytes.span.word(from: index, to: bytes.count)
        hash = Self.mixed(hash ^ word)
        words.append(word)
      }
      entries.append(
        Entry(
          hash: hash, scope: UInt32(scope), number: UInt32(number), count: bytes.count,
          start: start))
      var bucket = Int(truncatingIfNeeded: hash) & (size - 1)
      while buckets[bucket] != .max { bucket = (bucket + 1) & (size - 1) }
      buckets[bucket] = UInt32(entries.count - 1)
    }
    self.words = FrozenArray(words)
    self.entries = FrozenArray(entries)
    self.buckets = FrozenArray(buckets)
  }

  /// The number that a name of a scope was given; nil where the scope has no such name.
  func number(of name: Span<UInt8>, in scope: Int) -> Int? {
    number(of: 0..<name.count, name, in: scope)
  }

  /// The same of a name that stands somewhere in bytes.
  func number(of name: Range<Int>, _ bytes: Span<UInt8>, in scope: Int) -> Int? {
    var hash = Self.start(scope, name.count)
    var index = name.lowerBound
    while index < name.upperBound {
      hash = Self.mixed(hash ^ bytes.word(from: index, to: name.upperBound))
      index &+= 8
    }
    var bucket = Int(truncatingIfNeeded: hash) & (buckets.count &- 1)
    while buckets[bucket] != .max {
      let entry = entries[Int(buckets[bucket])]
      if entry.hash == hash, entry.scope == UInt32(truncatingIfNeeded: scope),
        entry.count == name.count, holds(entry.start, name, bytes)
      {
        return Int(entry.number)
      }
      bucket = (bucket &+ 1) & (buckets.count &- 1)
    }
    return nil
  }

  /// Whether the words from a place on are a name of as many bytes.
  private func holds(_ start: Int, _ name: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var place = start
    var index = name.lowerBound
    while index < name.upperBound {
      if words[place] != bytes.word(from: index, to: name.upperBound) { return false }
      place &+= 1
      index &+= 8
    }
    return true
  }

  private static func start(_ scope: Int, _ count: Int) -> UInt64 {
    mixed(UInt64(truncatingIfNeeded: scope) << 32 ^ UInt64(truncatingIfNeeded: count))
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value &* 0xD6E8_FEB8_6659_FD93
    return product ^ product >> 32
  }
}

extension Span<UInt8> {
  /// The bytes from an index up to an end, at most 8 of them, the first one lowest, the rest zero.
  @inline(__always)
  fileprivate func word(from index: Int, to end: Int) -> UInt64 {
    let left = end &- index
    if index &+ 8 <= count {
      let word = word(at: index)
      return left >= 8 ? word : word & ((1 &<< UInt64(left &* 8)) &- 1)
    }
    var word: UInt64 = 0
    for offset in 0..<left { word |= UInt64(self[index + offset]) &<< UInt64(offset &* 8) }
    return word
  }
}
