import CEL

/// An instant as machines write it, `YYYY-MM-DDTHH:MM:SSZ`, held as three words whose order is that of the
/// instants: nothing is converted to compare two of them.
///
///     high  YYYY-MM-   middle  DDTHH:MM   low  :SS, each with its first character highest
struct InstantText: BitwiseCopyable, Comparable {
  let high: UInt64
  let middle: UInt64
  let low: UInt64

  /// Later than all others.
  static var end: InstantText { InstantText(high: .max, middle: .max, low: .max) }

  private init(high: UInt64, middle: UInt64, low: UInt64) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// Reads the 20 bytes at an index; nil where they are no such instant, or a leap day, which is left to
  /// those who know the calendar.
  @inline(__always)
  init?(_ bytes: PaddedBytes, at index: Int) {
    let date = bytes.word(index)
    let time = bytes.word(index + 8)
    let rest = bytes.word(index + 16)
    // Digits have the high half 3, and a low half that 6 does not carry out of.
    let digits: UInt64 = 0x00F0_F000_F0F0_F0F0
    let dateDigits = date & 0x00FF_FF00_FFFF_FFFF
    let timeDigits = time & 0xFFFF_00FF_FF00_FFFF
    let isDate =
      date & digits == 0x0030_3000_3030_3030
      && (dateDigits &+ 0x0006_0600_0606_0606) & digits == 0x0030_3000_3030_3030
      && date & 0xFF00_00FF_0000_0000 == 0x2D00_002D_0000_0000
    let halves: UInt64 = 0xF0F0_00F0_F000_F0F0
    let isTime =
      time & halves == 0x3030_0030_3000_3030
      && (timeDigits &+ 0x0606_0006_0600_0606) & halves == 0x3030_0030_3000_3030
      && time & 0x0000_FF00_00FF_0000 == 0x0000_3A00_0054_0000
    let isRest =
      rest & 0xFFF0_F0FF == 0x5A30_303A
      && (rest & 0x00FF_FF00 &+ 0x0006_0600) & 0x00F0_F000 == 0x0030_3000
    guard isDate, isTime, isRest else { return nil }
    let month = Self.number(date, 40)
    let day = Self.number(time, 0)
    guard date & 0xFFFF_FFFF != 0x3030_3030, month &- 1 < 12,
      day &- 1 < 28 || day <= Self.last(month) && day > 0,
      Self.number(time, 24) < 24, Self.number(time, 48) < 60, Self.number(rest, 8) < 60
    else { return nil }
    high = date.byteSwapped
    middle = time.byteSwapped
    low = rest.byteSwapped >> 40
  }

  /// The number that two digits make, the first of them at a bit.
  @inline(__always)
  private static func number(_ word: UInt64, _ bit: UInt64) -> UInt64 {
    (word >> bit & 0xF) * 10 + (word >> (bit + 8) & 0xF)
  }

  /// The last day of a month that each year has.
  @inline(__always)
  private static func last(_ month: UInt64) -> UInt64 {
    switch month {
    case 2: 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The first whole second at or behind an instant.
  init(notBefore instant: Timestamp) {
    let whole = instant.nanoseconds > 0 ? instant.seconds + 1 : instant.seconds
    guard let second = Timestamp(seconds: whole) else {
      self = .end
      return
    }
    var text = Array(second.text.utf8)
    text += Array(repeating: 0, count: PaddedBytes.padding)
    let found = unsafe text.withUnsafeBufferPointer { buffer in
      unsafe PaddedBytes(buffer).map { bytes in
        InstantText(
          high: bytes.word(0).byteSwapped, middle: bytes.word(8).byteSwapped,
          low: bytes.word(16).byteSwapped >> 40)
      }
    }
    self = found ?? .end
  }

  @inline(__always)
  static func < (left: InstantText, right: InstantText) -> Bool {
    if left.high != right.high { return left.high < right.high }
    if left.middle != right.middle { return left.middle < right.middle }
    return left.low < right.low
  }
}
