import CEL

extension Timestamp {
  /// Reads `YYYY-MM-DDTHH:MM:SSZ`, the form that machines write, without making a string of it; nil
  /// for any other text, which `init(_:)` may still read.
  init?(utcText text: Span<UInt8>) {
    guard text.count == 20, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
      text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"),
      text[16] == UInt8(ascii: ":"), text[19] == UInt8(ascii: "Z"),
      let century = text.twoDigits(0), let year = text.twoDigits(2),
      let month = text.twoDigits(5), let day = text.twoDigits(8),
      let hour = text.twoDigits(11), hour < 24, let minute = text.twoDigits(14), minute < 60,
      let second = text.twoDigits(17), second < 60,
      let date = CivilDay(year: century * 100 + year, month: month, day: day)
    else { return nil }
    self.init(seconds: date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second)
  }
}

extension Span<UInt8> {
  fileprivate func twoDigits(_ index: Int) -> Int64? {
    let tens = self[index] &- 0x30
    let ones = self[index + 1] &- 0x30
    return tens < 10 && ones < 10 ? Int64(tens) * 10 + Int64(ones) : nil
  }
}
