/// The bytes of a block for reading by words: 8 at a time, without a check each.
///
/// INVARIANT: nobody reads at or behind `limit`, and behind it stand `padding` bytes more. A record that ends
/// nearer to the block's end than that is left to the row reader.
@safe
struct PaddedBytes {
  /// How many bytes must follow the last record that is read.
  static let padding = 64

  private let base: UnsafePointer<UInt8>

  init?(_ buffer: UnsafeBufferPointer<UInt8>) {
    guard let base = buffer.baseAddress else { return nil }
    unsafe self.base = base
  }

  @inline(__always)
  subscript(index: Int) -> UInt8 { unsafe base[index] }

  /// Eight bytes, the first one lowest.
  @inline(__always)
  func word(_ index: Int) -> UInt64 {
    unsafe UnsafeRawPointer(base).loadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  /// At most 8 bytes as a word, zeros above.
  @inline(__always)
  private func tail(_ index: Int, _ count: Int) -> UInt64 {
    count == 0 ? 0 : word(index) & (.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count))
  }

  /// The first quote or backslash or control character at or behind an index, and whether all before it
  /// is ASCII.
  @inline(__always)
  func stringEnd(_ start: Int) -> (end: Int, isASCII: Bool) {
    var index = start
    var high: UInt64 = 0
    while true {
      let word = word(index)
      let found = word.bytes(equalTo: 0x22) | word.bytes(equalTo: 0x5C) | word.bytesBelow0x20
      if found != 0 {
        let before = found.trailingZeroBitCount
        high |= word & ((1 << UInt64(before & ~7)) &- 1)
        return (index &+ before / 8, high & .highs == 0)
      }
      high |= word
      index &+= 8
    }
  }

  /// The first comma, quote or control character at or behind an index.
  @inline(__always)
  func cellEnd(_ start: Int) -> Int {
    var index = start
    while true {
      let word = word(index)
      let found = word.bytes(equalTo: 0x2C) | word.bytes(equalTo: 0x22) | word.bytesBelow0x20
      if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
      index &+= 8
    }
  }

  @inline(__always)
  func holds(_ range: Range<Int>, _ other: PaddedBytes, at start: Int) -> Bool {
    unsafe range.isEmpty || memoryIsSame(base + range.lowerBound, other.base + start, range.count)
  }

  /// Compares by words; both have padding behind them.
  @inline(__always)
  private func memoryIsSame(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    let left = unsafe UnsafeRawPointer(left)
    let right = unsafe UnsafeRawPointer(right)
    var index = 0
    while index &+ 8 <= count {
      let one = unsafe left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let two = unsafe right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if one != two { return false }
      index &+= 8
    }
    if index == count { return true }
    let one = unsafe left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    let two = unsafe right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    return (one ^ two) << UInt64(64 &- 8 * (count &- index)) == 0
  }

  /// Whether there is but ASCII up to the next line feed.
  func isASCII(lineFrom start: Int) -> Bool {
    var all: UInt8 = 0
    var place = start
    while self[place] != 0x0A {
      all |= self[place]
      place &+= 1
    }
    return all < 0x80
  }

  /// A hash of a range that takes 8 bytes at a time; of ranges of one length up to 8 bytes, each has its own.
  @inline(__always)
  func hash(_ range: Range<Int>, seed: Int) -> UInt64 {
    let prime: UInt64 = 0xD6E8_FEB8_6659_FD93
    let count = range.upperBound &- range.lowerBound
    var hash = (UInt64(truncatingIfNeeded: count) ^ UInt64(truncatingIfNeeded: seed) << 32) &* prime
    var index = range.lowerBound
    var rest = count
    while rest > 8 {
      hash = (hash ^ word(index)) &* prime
      hash ^= hash >> 32
      index &+= 8
      rest &-= 8
    }
    hash = (hash ^ tail(index, rest)) &* prime
    return hash ^ hash >> 29
  }
}

extension UInt64 {
  /// The highest bit of each byte.
  static var highs: UInt64 { 0x8080_8080_8080_8080 }

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }

  /// The highest bit of each byte that is zero; exact up to the first of them.
  @inline(__always)
  private var zeroBytes: UInt64 { (self &- Self.ones) & ~self & Self.highs }

  /// The highest bit of the bytes that are the same as another; exact up to the first.
  @inline(__always)
  func bytes(equalTo byte: UInt8) -> UInt64 { (self ^ (Self.ones &* UInt64(byte))).zeroBytes }

  /// The highest bit of the bytes that are control characters; exact up to the first.
  @inline(__always)
  var bytesBelow0x20: UInt64 { (self &- Self.ones &* 0x20) & ~self & Self.highs }
}
