/// Characters of more than one byte, by the table of the Unicode standard (chapter 3, table 3-7).
enum UTF8Sequence {
  /// The number of bytes of the well-formed character at an index, 2 to 4; nil where there is none.
  static func length(_ bytes: [UInt8], at index: Int, end: Int) -> Int? {
    let first = bytes[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { second = 0xA0...0xBF }
      if first == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { second = 0x90...0xBF }
      if first == 0xF4 { second = 0x80...0x8F }
    default: return nil
    }
    guard end - index >= length, second.contains(bytes[index + 1]) else { return nil }
    for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return nil }
    return length
  }

  /// The code point of a well-formed character of 2 to 4 bytes.
  static func scalar(_ bytes: [UInt8], at index: Int, length: Int) -> UInt32 {
    var value = UInt32(bytes[index]) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
    return value
  }
}
