/// From libyaml's places, which count code points, to bytes.
///
/// Cost: nothing in an ASCII text, else a walk over at most 32 code points.
struct CodePointOffsets {
  private static let step = 32

  private let bytes: [UInt8]
  private let start: Int
  /// The byte of each 32nd code point; empty where the text is ASCII.
  private let checkpoints: [Int]

  /// `start` is the byte of code point 0: behind a byte order mark, where there is one.
  init(_ bytes: [UInt8], from start: Int, isASCII: Bool) {
    self.bytes = bytes
    self.start = start
    var checkpoints: [Int] = []
    if !isASCII {
      checkpoints.reserveCapacity(bytes.count / Self.step + 1)
      var count = 0
      for index in start..<bytes.count where bytes[index] & 0xC0 != 0x80 {
        if count % Self.step == 0 { checkpoints.append(index) }
        count += 1
      }
    }
    self.checkpoints = checkpoints
  }

  func byte(ofCodePoint count: Int) -> Int {
    guard let last = checkpoints.last else { return min(start + count, bytes.count) }
    let known = count / Self.step
    var index = known < checkpoints.count ? checkpoints[known] : last
    var left = known < checkpoints.count ? count % Self.step : count
    while left > 0, index < bytes.count {
      index += 1
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      left -= 1
    }
    return index
  }
}
