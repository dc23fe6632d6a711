/// Names found by their bytes, so that reading a request makes no strings of them.
///
/// One table holds the names of all scopes (the members of a group, the fields of a record, the
/// terms of a set). Open addressing over a power of two, filled to a half at most; the hash takes 8
/// bytes at a time. Only the names of the vocabulary are stored, so that no request can fill it.
struct NameTable: Sendable {
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var buckets: [UInt32] = []

  private struct Entry: BitwiseCopyable {
    let hash: UInt64
    let scope: UInt32
    let number: UInt32
    let start: Int
    let count: Int
  }

  /// The table of names that are distinct within their scope; of equal ones the first is found.
  init(_ names: [(scope: Int, name: String, number: Int)]) {
    var size = 8
    while size < names.count * 2 { size *= 2 }
    buckets = Array(repeating: .max, count: size)
    for (scope, name, number) in names {
      let start = bytes.count
      bytes += name.utf8
      let scope = UInt32(scope)
      let hash = Self.hash(bytes.span.extracting(start...), scope)
      let entry = Entry(
        hash: hash, scope: scope, number: UInt32(number), start: start, count: bytes.count - start)
      var bucket = Int(truncatingIfNeeded: hash) & (size - 1)
      while buckets[bucket] != .max { bucket = (bucket + 1) & (size - 1) }
      buckets[bucket] = UInt32(entries.count)
      entries.append(entry)
    }
  }

  /// The number that a name of a scope was given; nil where the scope has no such name.
  func number(of name: Span<UInt8>, in scope: Int) -> Int? {
    let scope = UInt32(truncatingIfNeeded: scope)
    let hash = Self.hash(name, scope)
    var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
    while buckets[bucket] != .max {
      let entry = entries[Int(buckets[bucket])]
      if entry.hash == hash, entry.scope == scope, entry.count == name.count,
        Self.areEqual(name, bytes.span.extracting(entry.start..<entry.start + entry.count))
      {
        return Int(entry.number)
      }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    return nil
  }

  private static func hash(_ name: Span<UInt8>, _ scope: UInt32) -> UInt64 {
    var hash = mixed(UInt64(scope) << 32 ^ UInt64(truncatingIfNeeded: name.count))
    var index = 0
    while index + 8 <= name.count {
      hash = mixed(hash ^ word(name, index))
      index += 8
    }
    var rest: UInt64 = 0
    while index < name.count {
      rest = rest << 8 | UInt64(name[index])
      index += 1
    }
    return mixed(hash ^ rest)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value &* 0xD6E8_FEB8_6659_FD93
    return product ^ product >> 32
  }

  /// Both have the same length.
  private static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    var index = 0
    while index + 8 <= left.count {
      if word(left, index) != word(right, index) { return false }
      index += 8
    }
    while index < left.count {
      if left[index] != right[index] { return false }
      index += 1
    }
    return true
  }

  /// The 8 bytes from an index on.
  private static func word(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
    // INVARIANT: the callers' loops leave 8 bytes from the index on; `RawSpan` checks it again.
    unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
  }
}
