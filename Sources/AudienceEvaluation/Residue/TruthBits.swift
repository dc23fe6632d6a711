import CEL

/// The truths of many rows: two bits a row, 64 rows a word; a row with neither is undecided.
///
/// and: `(yes & yes, no | no)`; or: `(yes | yes, no & no)`; not: exchanged.
struct TruthBits {
  var yes: [UInt64]
  var no: [UInt64]

  init(_ words: Int) {
    yes = [UInt64](repeating: 0, count: words)
    no = yes
  }

  /// The same truth in the rows of a mask.
  init(_ truth: Truth, in mask: [UInt64]) {
    let none = [UInt64](repeating: 0, count: mask.count)
    yes = truth == .yes ? mask : none
    no = truth == .no ? mask : none
  }

  mutating func negate() { swap(&yes, &no) }
}

extension [UInt64] {
  /// The first rows of so many words.
  static func rows(_ count: Int) -> [UInt64] {
    var words = [UInt64](repeating: .max, count: (count + 63) / 64)
    if count % 64 != 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
    return words
  }

  var isZero: Bool { allSatisfy { $0 == 0 } }

  func and(_ other: [UInt64]) -> [UInt64] { zip(self, other).map { $0 & $1 } }
  func without(_ other: [UInt64]) -> [UInt64] { zip(self, other).map { $0 & ~$1 } }

  mutating func formUnion(_ other: [UInt64]) {
    for word in indices { self[word] |= other[word] }
  }

  /// Calls once for each bit that is set, ascending.
  func forEachRow(_ body: (Int) -> Void) {
    for word in indices {
      var bits = self[word]
      while bits != 0 {
        body(word * 64 + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
  }
}
