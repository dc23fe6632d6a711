/// What the words of a row come to, found by the words.
///
/// Open addressing over a power of two, filled to a half at most; keys of one width stand one after another.
struct PatternTable {
  let width: Int
  private(set) var keys: [UInt64] = []
  private(set) var buckets = [Int32](repeating: -1, count: 256)
  /// By pattern: its outcome's number; -1 where it hangs on values besides.
  private(set) var outcomes: [Int32] = []
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

  mutating func set(_ key: [UInt64], _ pattern: Pattern) {
    let known = place(of: key)
    var outcome: Int32 = -1
    if case .outcome(let number) = pattern { outcome = number }
    if known >= 0 {
      patterns[known] = pattern
      outcomes[known] = outcome
      return
    }
    keys += key
    patterns.append(pattern)
    outcomes.append(outcome)
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
    key.reduce(0) { mixed($0, $1) }
  }

  /// The hash of a key, one word after another.
  @inline(always)
  static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
    return product ^ product >> 32
  }
}
