/// A string in JSON, where it stands: its text is decoded only when asked for.
package struct JSONText: Sendable {
  /// Between the quotes.
  package let contents: Range<Int>
  /// Without escapes the contents are the text.
  package let hasEscapes: Bool

  /// With the quotes.
  package var range: Range<Int> { contents.lowerBound - 1..<contents.upperBound + 1 }
}

extension JSONScanner {
  /// Steps over a string and checks it: well-formed UTF-8, no bare control character, escapes that
  /// are known, surrogates in pairs.
  package mutating func readString() throws(JSONProblem) -> JSONText {
    skipBlanks()
    guard position < end, bytes[position] == UInt8(ascii: "\"") else {
      throw .expected("a text in double quotes", at: position, self)
    }
    let start = position + 1
    var index = start
    var hasEscapes = false
    while index < end {
      while index + 8 <= end, isPlain(index) { index += 8 }
      guard index < end else { break }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        position = index + 1
        return JSONText(contents: start..<index, hasEscapes: hasEscapes)
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        index = try endOfEscape(index)
      } else if byte < 0x20 {
        throw .controlCharacter(index, byte)
      } else if byte < 0x80 {
        index += 1
      } else if let length = UTF8Sequence.length(bytes, at: index, end: end) {
        index += length
      } else {
        throw .notUTF8(index)
      }
    }
    throw .unclosedText(start - 1)
  }

  /// Whether the 8 bytes from an index on are ASCII without quotes, backslashes and controls.
  private func isPlain(_ index: Int) -> Bool {
    // INVARIANT: the caller's loop leaves 8 bytes from the index on; `RawSpan` checks it again.
    let word = unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let quotes = word ^ ones &* 0x22
    let slashes = word ^ ones &* 0x5C
    // The top bit of each byte that is one of them; a false alarm in a later byte does no harm.
    let found = (quotes &- ones) | (slashes &- ones) | (word &- ones &* 0x20) | word
    return found & tops == 0
  }

  /// The decoded text.
  package func string(_ text: JSONText) -> String {
    guard text.hasEscapes else { return String(decoding: bytes[text.contents], as: UTF8.self) }
    let decoding = ScalarDecoding.quoted(bytes, text.range, quote: UInt8(ascii: "\""))
    return String(decoding: decoding.text, as: UTF8.self)
  }

  private func endOfEscape(_ start: Int) throws(JSONProblem) -> Int {
    guard start + 1 < end else { throw .badEscape(start..<end) }
    switch Unicode.Scalar(bytes[start + 1]) {
    case "\"", "\\", "/", "b", "f", "n", "r", "t": return start + 2
    case "u": break
    default: throw .badEscape(start..<start + 2)
    }
    guard let code = hexadecimal(start + 2) else { throw .badEscape(start..<min(start + 6, end)) }
    if !(0xD800..<0xE000).contains(code) { return start + 6 }
    guard code < 0xDC00, start + 12 <= end, bytes[start + 6] == UInt8(ascii: "\\"),
      bytes[start + 7] == UInt8(ascii: "u"), let low = hexadecimal(start + 8),
      (0xDC00..<0xE000).contains(low)
    else { throw .halfCharacter(start..<start + 6) }
    return start + 12
  }

  private func hexadecimal(_ start: Int) -> Int? {
    guard start + 4 <= end else { return nil }
    var value = 0
    for index in start..<start + 4 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else { return nil }
      value = value << 4 | digit
    }
    return value
  }
}
