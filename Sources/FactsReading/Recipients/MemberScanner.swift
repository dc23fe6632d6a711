/// Finds the members of one JSON object: where keys and values stand, not whether the values are well
/// formed.
///
/// It takes less than JSON allows (no escapes in keys) and never finds other members than a full
/// reader finds, provided that each value's text is JSON by itself.
struct MemberScanner {
  private var position: Int
  private let end: Int
  private var isFirst = true
  private var isClosed = false

  init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// Steps into the object.
  mutating func open(_ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    guard position < end, bytes[position] == UInt8(ascii: "{") else { return false }
    position += 1
    return true
  }

  /// The next key between its quotes; nil at the end, or where something else stands.
  mutating func nextKey(_ bytes: Span<UInt8>) -> Range<Int>? {
    skipBlanks(bytes)
    guard position < end else { return nil }
    if isFirst, bytes[position] == UInt8(ascii: "}") {
      isClosed = true
      position += 1
      return nil
    }
    if !isFirst {
      if bytes[position] == UInt8(ascii: "}") {
        isClosed = true
        position += 1
        return nil
      }
      guard bytes[position] == UInt8(ascii: ",") else { return nil }
      position += 1
      skipBlanks(bytes)
    }
    isFirst = false
    guard position < end, bytes[position] == UInt8(ascii: "\"") else { return nil }
    let start = position + 1
    position = start
    while position < end, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\") { return nil }
      position += 1
    }
    let key = start..<position
    position += 1
    skipBlanks(bytes)
    guard position < end, bytes[position] == UInt8(ascii: ":") else { return nil }
    position += 1
    return key
  }

  /// The text of the value that follows; nil where it has no end.
  mutating func value(_ bytes: Span<UInt8>) -> Range<Int>? {
    skipBlanks(bytes)
    let start = position
    guard position < end else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""):
      guard skipString(bytes) else { return nil }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var depth = 0
      repeat {
        guard position < end else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
          position += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          position += 1
        case UInt8(ascii: "\""): guard skipString(bytes) else { return nil }
        default: position += 1
        }
      } while depth > 0
    default:
      while position < end, !bytes[position].endsScalar { position += 1 }
    }
    return start..<position
  }

  /// Whether the object is closed and nothing follows it.
  mutating func isWhole(_ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    return isClosed && position == end
  }

  /// Steps over a string; what it holds is not looked at.
  private mutating func skipString(_ bytes: Span<UInt8>) -> Bool {
    position += 1
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return true
      }
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    return false
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < end, bytes[position].isBlank { position += 1 }
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

  /// Ends a number or a word.
  fileprivate var endsScalar: Bool {
    self == UInt8(ascii: ",") || self == UInt8(ascii: "}") || isBlank
  }
}

extension Span<UInt8> {
  /// Whether a range of it is the same as other bytes.
  func holds(_ wanted: [UInt8], at range: Range<Int>) -> Bool { wanted.span.equals(self, range) }

  /// Whether all of it is the same as a range of other bytes.
  func equals(_ other: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard count == range.count else { return false }
    for index in 0..<count where self[index] != other[range.lowerBound + index] { return false }
    return true
  }

  /// Whether a range is a JSON string of at most so many characters of ASCII, without escapes.
  func isPlainText(_ range: Range<Int>, _ maximum: Int) -> Bool {
    guard range.count >= 2, range.count - 2 <= maximum, self[range.lowerBound] == 0x22,
      self[range.upperBound - 1] == 0x22
    else { return false }
    return isPlain(range.lowerBound + 1..<range.upperBound - 1)
  }

  /// Whether a range is ASCII that a JSON string shows as it is.
  func isPlain(_ range: Range<Int>) -> Bool {
    for index in range {
      let byte = self[index]
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return false }
    }
    return true
  }

  func isASCII(_ range: Range<Int>) -> Bool {
    var all: UInt8 = 0
    for index in range { all |= self[index] }
    return all < 0x80
  }
}
