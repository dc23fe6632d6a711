import CEL

/// An instant as machines write it, `YYYY-MM-DDTHH:MM:SSZ`, held as its 14 digits, a byte each, the first one
/// highest: nothing is converted to compare two of them.
struct InstantText: BitwiseCopyable, Comparable {
  let digits: UInt128

  /// Later than all others.
  static var end: InstantText { InstantText(digits: .max) }

  private init(digits: UInt128) { self.digits = digits }

  /// Reads the 20 bytes at an index; nil where they are no such instant, or a leap day, which is left to
  /// those who know the calendar.
  ///
  ///     date   YYYY-MM-    time   DDTHH:MM    rest   :SSZ
  @inline(__always)
  init?(_ bytes: PaddedBytes, at index: Int) {
    let date = bytes.word(index)
    let time = bytes.word(index + 8)
    let rest = UInt64(UInt32(truncatingIfNeeded: bytes.word(index + 16)))
    // What stands between the digits, and that digits have the high half 3; then that what is added to the
    // low half of each does not carry: tens of months are at most 1, of days 3, of hours 2, of others 5.
    var wrong = date & 0xFFF0_F0FF_F0F0_F0F0 ^ 0x2D30_302D_3030_3030
    wrong |= (date & 0x000F_0F00_0F0F_0F0F &+ 0x0006_0E00_0606_0606) & 0x00F0_F000_F0F0_F0F0
    wrong |= time & 0xF0F0_FFF0_F0FF_F0F0 ^ 0x3030_3A30_3054_3030
    wrong |= (time & 0x0F0F_000F_0F00_0F0F &+ 0x060A_0006_0D00_060C) & 0xF0F0_00F0_F000_F0F0
    wrong |= rest & 0xFFF0_F0FF ^ 0x5A30_303A
    wrong |= (rest & 0x000F_0F00 &+ 0x0006_0A00) & 0x00F0_F000
    guard wrong == 0 else { return nil }
    let month = Self.number(date, 40)
    let day = Self.number(time, 0)
    guard date & 0xFFFF_FFFF != 0x3030_3030, month &- 1 < 12,
      day &- 1 < 28 || day <= Self.last(month) && day > 0, Self.number(time, 24) < 24
    else { return nil }
    digits = Self.digits(date, time, rest)
  }

  /// The digits of the three words.
  @inline(__always)
  private static func digits(_ date: UInt64, _ time: UInt64, _ rest: UInt64) -> UInt128 {
    let early = date & 0xFFFF_FFFF | date >> 8 & 0xFFFF_0000_0000
    let late =
      time & 0xFFFF | time >> 8 & 0xFFFF_0000 | time >> 16 & 0xFFFF_0000_0000
      | rest << 40 & 0xFFFF_0000_0000_0000
    return UInt128(early.byteSwapped) << 64 | UInt128(late.byteSwapped)
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
        InstantText(digits: Self.digits(bytes.word(0), bytes.word(8), bytes.word(16)))
      }
    }
    self = found ?? .end
  }

  @inline(__always)
  static func < (left: InstantText, right: InstantText) -> Bool { left.digits < right.digits }
}
