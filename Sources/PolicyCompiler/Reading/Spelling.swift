import Diagnostics
import DocumentTree

/// A text as its author wrote it, with its place.
struct Spelling: Sendable {
  let scalar: Scalar

  init(_ scalar: Scalar) { self.scalar = scalar }

  var text: String { scalar.text }
  var range: SourceRange { scalar.range }

  /// Where a stretch of the text, in UTF-8 bytes, stands in the file.
  func range(of bytes: Range<Int>) -> SourceRange { scalar.sourceRange(of: bytes) }
}

extension Node {
  /// The place to point at where the whole node is meant: a mapping's or list's first line.
  var headline: SourceRange {
    switch kind {
    case .scalar: range
    case .sequence(let elements): elements.first?.headline ?? range
    case .mapping(let entries): entries.first?.headline ?? range
    }
  }

  /// Whether a mistake in it is already reported.
  var isReported: Bool { scalar?.isReported ?? false }
}

extension Node.Entry {
  /// The key, with the value where that is a text.
  var headline: SourceRange {
    guard value.scalar != nil, value.range.bytes.upperBound > key.range.bytes.lowerBound else {
      return key.range
    }
    return SourceRange(
      key.range.file, key.range.bytes.lowerBound..<value.range.bytes.upperBound)
  }
}
