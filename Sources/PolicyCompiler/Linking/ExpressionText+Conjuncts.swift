extension ExpressionText {
  /// The operands of the `&&` at the top, found without parsing; the whole where there is none.
  ///
  /// Nil where only the parser can tell: comments, quotes behind a letter other than `r`, brackets
  /// that do not match, a text so long that a limit may be passed.
  var conjuncts: [Range<Int>]? {
    let bytes = text.utf8.span
    guard bytes.count <= Self.longestCut else { return nil }
    var parts: [Range<Int>] = []
    var start = 0
    var depth = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let end = Self.endOfPlainString(bytes, from: index) else { return nil }
        index = end
        continue
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth < 0 { return nil }
      case UInt8(ascii: "/"):
        if index + 1 < bytes.count, bytes[index + 1] == byte { return nil }
      case UInt8(ascii: "?"), UInt8(ascii: "|"):
        if depth == 0 { return [0..<bytes.count] }
      case UInt8(ascii: "&"):
        guard depth == 0 else { break }
        guard index + 1 < bytes.count, bytes[index + 1] == byte,
          let part = Self.trimmed(bytes, start..<index)
        else { return nil }
        parts.append(part)
        index += 2
        start = index
        continue
      default: break
      }
      index += 1
    }
    guard depth == 0, let last = Self.trimmed(bytes, start..<bytes.count) else { return nil }
    parts.append(last)
    return parts.count <= Self.mostConjuncts ? parts : nil
  }

  private static let longestCut = 4096
  private static let mostConjuncts = 50

  /// The end of a string literal on one line without a prefix and without escapes; nil for others.
  private static func endOfPlainString(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    let quote = bytes[start]
    if start > 0, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[start - 1] | 0x20) {
      return nil
    }
    var index = start + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == quote {
        // Two quotes may begin a literal of many lines.
        let isEmpty = index == start + 1
        return isEmpty && index + 1 < bytes.count && bytes[index + 1] == quote ? nil : index + 1
      }
      if byte == UInt8(ascii: "\\") || byte < 0x20 { return nil }
      index += 1
    }
    return nil
  }

  private static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x0A { start += 1 }
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x0A { end -= 1 }
    return start < end ? start..<end : nil
  }
}
