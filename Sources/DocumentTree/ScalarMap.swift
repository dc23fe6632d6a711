import Diagnostics

/// Where each byte of a scalar's decoded text stands in its file.
///
/// The scalar is decoded a second time, noting for each piece of text the bytes it comes from.
/// A piece is either copied byte by byte, or stands for other bytes as a whole: an escape, a
/// doubled quote, the line break and indentation that a fold makes a blank of.
package struct ScalarMap: Sendable {
  private let pieces: [Piece]
  /// Where an empty range at the end of the text stands.
  private let end: Int

  struct Piece: Sendable {
    let text: Range<Int>
    let file: Range<Int>
    let isCopy: Bool
  }

  package init(_ scalar: Scalar) {
    let source = scalar.range.file.bytes
    let range = scalar.range.bytes.clamped(to: 0..<source.count)
    var decoded: ScalarDecoding
    switch scalar.style {
    case .plain: decoded = .plain(source, range)
    case .singleQuoted: decoded = .quoted(source, range, quote: UInt8(ascii: "'"))
    case .doubleQuoted: decoded = .quoted(source, range, quote: UInt8(ascii: "\""))
    case .literal, .folded:
      decoded = .block(
        source, from: range.lowerBound, text: scalar.text, isFolded: scalar.style == .folded)
    }
    if !decoded.text.elementsEqual(scalar.text.utf8) {
      // What stands for something else (an alias) is mapped as a whole.
      decoded = ScalarDecoding(source)
      decoded.replace(range, with: Array(scalar.text.utf8))
    }
    pieces = decoded.pieces
    end = decoded.pieces.last?.file.upperBound ?? Self.emptyPlace(of: scalar, range)
  }

  /// The bytes in the file of a range of the text's UTF-8 bytes; a range past the end is clamped.
  package func fileRange(of range: Range<Int>) -> Range<Int> {
    guard let last = pieces.last else { return end..<end }
    let range = range.clamped(to: 0..<last.text.upperBound)
    guard range.lowerBound < last.text.upperBound else { return end..<end }
    let first = pieces[index(of: range.lowerBound)]
    let inside = first.isCopy ? range.lowerBound - first.text.lowerBound : 0
    let start = first.file.lowerBound + inside
    if range.isEmpty { return start..<start }
    let final = pieces[index(of: range.upperBound - 1)]
    let stop =
      final.isCopy
      ? final.file.lowerBound + range.upperBound - final.text.lowerBound : final.file.upperBound
    return start..<max(start, stop)
  }

  /// The piece that holds a byte of the text.
  private func index(of offset: Int) -> Int {
    var low = 0
    var high = pieces.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].text.lowerBound <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private static func emptyPlace(of scalar: Scalar, _ range: Range<Int>) -> Int {
    switch scalar.style {
    case .plain, .literal, .folded: range.lowerBound
    case .singleQuoted, .doubleQuoted: min(range.lowerBound + 1, range.upperBound)
    }
  }
}
