/// Steps over the tokens of one JSON text of the common form: what it does not take it leaves to the
/// full reader, which knows what is wrong with it, if anything is.
///
/// It takes fewer texts than JSON allows: no escapes, no exponents, no numbers of more than 18
/// digits. Whatever it takes is well-formed, its UTF-8 with it.
struct RequestScanner {
  private(set) var position: Int
  private let end: Int

  init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// Whether nothing but blanks is left.
  mutating func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    return position == end
  }

  /// The byte that stands next behind blanks; 0 at the end.
  @inline(__always)
  mutating func peek(_ bytes: Span<UInt8>) -> UInt8 {
    if position < end {
      let byte = bytes[position]
      if byte > 0x20 { return byte }
    }
    skipBlanks(bytes)
    return position < end ? bytes[position] : 0
  }

  /// Steps over a byte where it stands next behind blanks.
  @inline(__always)
  mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard peek(bytes) == byte else { return false }
    position += 1
    return true
  }

  /// Whether something follows in an object or list, behind a comma; nil where neither the comma nor
  /// the closing bracket stands here.
  @inline(__always)
  mutating func isContinued(until bracket: UInt8, _ bytes: Span<UInt8>) -> Bool? {
    let byte = peek(bytes)
    guard byte == UInt8(ascii: ",") || byte == bracket else { return nil }
    position += 1
    return byte != bracket
  }

  /// A key with its colon: where it stands between its quotes.
  @inline(__always)
  mutating func key(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard let key = string(bytes), take(UInt8(ascii: ":"), bytes) else { return nil }
    return key
  }

  /// A string: where it stands between its quotes.
  mutating func string(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard take(UInt8(ascii: "\""), bytes) else { return nil }
    let start = position
    var index = start
    while index < end {
      if index &+ 8 <= end {
        let special = Self.specials(bytes.word(at: index))
        if special == 0 {
          index &+= 8
          continue
        }
        index &+= special.trailingZeroBitCount &>> 3
      }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        position = index + 1
        return start..<index
      }
      if byte >= 0x80 {
        guard let length = bytes.characterLength(at: index, end: end) else { return nil }
        index += length
      } else if byte < 0x20 || byte == UInt8(ascii: "\\") {
        return nil
      } else {
        index += 1
      }
    }
    return nil
  }

  /// The top bit of each byte that is a quote, a backslash, a control or no ASCII; right for the
  /// first of them, which is all that is asked.
  @inline(__always)
  private static func specials(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let quotes = word ^ ones &* 0x22
    let slashes = word ^ ones &* 0x5C
    return ((quotes &- ones) | (slashes &- ones) | (word &- ones &* 0x20) | word) & tops
  }

  /// `true`, `false` or `null`, which must stand next.
  mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) -> Bool {
    let count = word.utf8CodeUnitCount
    guard position + count <= end else { return false }
    for index in 0..<count where unsafe bytes[position + index] != word.utf8Start[index] {
      return false
    }
    position += count
    return true
  }

  /// A number of at most 18 digits without an exponent: its digits as one, and how many of them are
  /// the fraction's; nil for other numbers.
  mutating func number(
    _ bytes: Span<UInt8>
  ) -> (digits: Int64, fraction: Int, isInteger: Bool)? {
    let isNegative = peek(bytes) == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let start = position
    var digits: Int64 = 0
    while position < end, bytes[position] &- 0x30 < 10, position - start < 18 {
      digits = digits &* 10 &+ Int64(bytes[position] &- 0x30)
      position &+= 1
    }
    let count = position - start
    guard count > 0, count == 1 || bytes[start] != 0x30 else { return nil }
    var fraction = 0
    let isInteger = position >= end || bytes[position] != UInt8(ascii: ".")
    if !isInteger {
      position += 1
      while position < end, bytes[position] &- 0x30 < 10, count + fraction < 18 {
        digits = digits * 10 + Int64(bytes[position] - 0x30)
        position += 1
        fraction += 1
      }
      guard fraction > 0 else { return nil }
    }
    // What follows must end the number; a comma or a bracket is asked for by whoever reads on.
    return (isNegative ? -digits : digits, fraction, isInteger)
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }
}

extension Span<UInt8> {
  /// The 8 bytes from an index on, the first one lowest.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    precondition(index >= 0 && index &+ 8 <= count, "a word reaches past its bytes")
    return unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt64.self))
  }

  /// The number of bytes of the well-formed character at an index that is no ASCII; nil where there
  /// is none (the Unicode standard, table 3-7).
  fileprivate func characterLength(at index: Int, end: Int) -> Int? {
    let first = self[index]
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first >= 0xC2, first <= 0xF4, end - index >= length else { return nil }
    let second = self[index + 1]
    let lowest: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
    guard second >= lowest, second <= highest else { return nil }
    for offset in 2..<Swift.max(2, length) where self[index + offset] & 0xC0 != 0x80 { return nil }
    return length
  }
}
