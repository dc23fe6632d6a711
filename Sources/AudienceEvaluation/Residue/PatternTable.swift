/// What the words of a row come to, found by the words.
///
/// Open addressing over a power of two, filled to a half at most; keys of one width stand one after another.
struct PatternTable {
  private let width: Int
  private var keys: [UInt64] = []
  private var buckets = [Int32](repeating: -1, count: 256)
  private(set) var patterns: [Pattern] = []

  enum Pattern {
    /// The number of an outcome.
    case outcome(Int32)
    /// It hangs on values besides: on the codes of columns.
    case byCodes(columns: [Int], [[Int32]: Int32])
  }

  init(width: Int) { self.width = width }

  mutating func removeAll() { self = PatternTable(width: width) }

  /// The place of a key's pattern; -1 where it has none.
  func place(of key: [UInt64]) -> Int {
    var bucket = Int(truncatingIfNeeded: Self.hash(key)) & (buckets.count - 1)
    while true {
      let place = Int(buckets[bucket])
      if place < 0 || isSame(key, place) { return place }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
  }

  /// The number of the outcome at a place, where nothing else matters.
  @inline(__always)
  func outcome(_ place: Int) -> Int32? {
    if case .outcome(let number) = patterns[place] { number } else { nil }
  }

  mutating func set(_ key: [UInt64], _ pattern: Pattern) {
    let known = place(of: key)
    if known >= 0 {
      patterns[known] = pattern
      return
    }
    keys += key
    patterns.append(pattern)
    if patterns.count * 2 > buckets.count {
      buckets = [Int32](repeating: -1, count: buckets.count * 2)
      for place in patterns.indices { put(place) }
    } else {
      put(patterns.count - 1)
    }
  }

  private mutating func put(_ place: Int) {
    let key = Array(keys[place * width..<(place + 1) * width])
    var bucket = Int(truncatingIfNeeded: Self.hash(key)) & (buckets.count - 1)
    while buckets[bucket] >= 0 { bucket = (bucket + 1) & (buckets.count - 1) }
    buckets[bucket] = Int32(place)
  }

  private func isSame(_ key: [UInt64], _ place: Int) -> Bool {
    for word in 0..<width where keys[place * width + word] != key[word] { return false }
    return true
  }

  private static func hash(_ key: [UInt64]) -> UInt64 {
    var hash: UInt64 = 0
    for word in key {
      hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
    }
    return hash
  }
}
