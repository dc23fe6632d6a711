package import Diagnostics

/// A text, number, truth value or null, with the way in which it was written.
package struct Scalar: Sendable {
  /// The decoded text: without quotes, escapes and folds.
  package let text: String
  package let style: Style
  /// Its bytes in the file, quotes and block header included.
  package let range: SourceRange
  /// It stands between `[` and `]` or `{` and `}`.
  package let isInFlow: Bool
  /// A mistake in it has been reported (a tag, an alias, a forbidden null): say no more about it.
  package let isReported: Bool

  /// YAML's five styles; a JSON string is `doubleQuoted`, any other JSON scalar `plain`.
  package enum Style: Sendable {
    case plain
    case singleQuoted
    case doubleQuoted
    /// A `|` block.
    case literal
    /// A `>` block.
    case folded
  }

  package init(
    _ text: String, style: Style, range: SourceRange, isInFlow: Bool = false,
    isReported: Bool = false
  ) {
    self.text = text
    self.style = style
    self.range = range
    self.isInFlow = isInFlow
    self.isReported = isReported
  }
}

extension Scalar {
  /// Where each byte of the text stands in the file.
  ///
  /// Cost: one scan of the scalar; keep it where more than one range is asked for.
  package var map: ScalarMap { ScalarMap(self) }

  /// The bytes in the file of a range of UTF-8 bytes of `text`, exact in every style.
  package func fileRange(of text: Range<Int>) -> Range<Int> { map.fileRange(of: text) }

  /// As `fileRange`, with the file.
  package func sourceRange(of text: Range<Int>) -> SourceRange {
    SourceRange(range.file, fileRange(of: text))
  }

  /// The whole text's place: without quotes and without the header of a block.
  package var contentRange: SourceRange { sourceRange(of: 0..<text.utf8.count) }

  /// The comment right behind a plain scalar in its last line, which its author may have meant as
  /// text; nil for the other styles.
  package var cutByComment: Range<Int>? {
    guard style == .plain, !text.isEmpty else { return nil }
    let bytes = range.file.bytes
    let end = range.bytes.upperBound
    var start = end
    while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    guard start > end, start < bytes.count, bytes[start] == UInt8(ascii: "#") else { return nil }
    var stop = start
    while stop < bytes.count, bytes[stop] != 0x0A, bytes[stop] != 0x0D { stop += 1 }
    return start..<stop
  }
}
