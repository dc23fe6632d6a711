import CEL
import Diagnostics

/// An expression as written: a whole scalar, one of its conjuncts, or a hole of a text.
struct ExpressionText: Sendable {
  let text: String
  let spelling: Spelling
  /// Where the expression starts in the scalar's text, in UTF-8 bytes.
  let offset: Int

  init(_ spelling: Spelling) {
    text = spelling.text
    self.spelling = spelling
    offset = 0
  }

  init(_ bytes: Range<Int>, of spelling: Spelling) {
    let whole = spelling.text.utf8
    let start = whole.index(whole.startIndex, offsetBy: bytes.lowerBound)
    text = String(decoding: whole[start..<whole.index(start, offsetBy: bytes.count)], as: UTF8.self)
    self.spelling = spelling
    offset = bytes.lowerBound
  }

  /// A part of this expression.
  func part(_ bytes: Range<Int>) -> ExpressionText {
    ExpressionText(offset + bytes.lowerBound..<offset + bytes.upperBound, of: spelling)
  }

  /// The text as a file of its own, which the parser reads.
  var source: SourceFile { SourceFile(path: spelling.range.file.path, text: text) }

  /// Where a stretch of the expression stands in the file.
  func place(_ bytes: Range<Int>) -> SourceRange {
    spelling.range(of: offset + bytes.lowerBound..<offset + bytes.upperBound)
  }

  /// The expression's own place.
  var place: SourceRange { place(0..<text.utf8.count) }

  /// The text on one line: every run of spaces and comments outside of strings is one space.
  var oneLine: String {
    if isOneLine { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        let end = Self.endOfString(bytes, from: index)
        result += bytes[index..<end]
        index = end
      } else if byte == 0x20 || (0x09...0x0D).contains(byte) || Self.isComment(bytes, index) {
        if byte == UInt8(ascii: "/") {
          while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        } else {
          index += 1
        }
        if let last = result.last, last != 0x20 { result.append(0x20) }
      } else {
        result.append(byte)
        index += 1
      }
    }
    if result.last == 0x20 { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether every space stands alone within it, and there are no other blanks and no comments.
  private var isOneLine: Bool {
    let bytes = text.utf8.span
    var before = UInt8(ascii: " ")
    for index in bytes.indices {
      let byte = bytes[index]
      if byte < 0x20 || byte == before && (byte == 0x20 || byte == UInt8(ascii: "/")) {
        return false
      }
      before = byte
    }
    return before != 0x20
  }

  private static func isComment(_ bytes: [UInt8], _ index: Int) -> Bool {
    bytes[index] == UInt8(ascii: "/") && index + 1 < bytes.count
      && bytes[index + 1] == UInt8(ascii: "/")
  }

  /// The end of the string literal whose quotes start at an index, with the quotes at its end.
  static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
    let quote = bytes[start]
    let isRaw = start > 0 && bytes[start - 1] | 0x20 == UInt8(ascii: "r")
    let isTriple =
      start + 2 < bytes.count && bytes[start + 1] == quote && bytes[start + 2] == quote
    var index = start + (isTriple ? 3 : 1)
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\"), !isRaw {
        index += 2
        continue
      }
      if bytes[index] == quote {
        if !isTriple { return index + 1 }
        if index + 2 < bytes.count, bytes[index + 1] == quote, bytes[index + 2] == quote {
          return index + 3
        }
      }
      index += 1
    }
    return bytes.count
  }
}
