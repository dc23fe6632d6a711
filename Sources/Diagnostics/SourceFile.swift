/// A text that a person wrote, with its place: what every diagnostic points into.
///
/// Offsets are UTF-8 bytes from 0. Lines end at LF, CRLF or CR. A byte order mark at the start is in
/// no line.
public final class SourceFile: Sendable {
  /// The path as a person would type it, or a name in angle brackets for a text without a file.
  public let path: String
  /// The whole text.
  public let bytes: [UInt8]
  /// How much of it a diagnostic for people may show.
  public let excerpts: Excerpts
  private let lineStarts: [Int]
  /// How many characters start before each `stride` bytes: files without line ends have long lines.
  private let marks: [Int]
  private static let stride = 4096
  /// The number of the first line: over 1 where the text is a line of a longer one.
  private let firstLine: Int

  /// How much of a text stands beside a mistake in it.
  public enum Excerpts: Sendable {
    /// The line with the mistake.
    case lines
    /// The mistaken words alone: what else is in the line may be nobody's business.
    case marks
  }

  /// Takes a text as it was read.
  ///
  /// Cost: one scan for its line ends.
  public init(path: String, bytes: [UInt8], excerpts: Excerpts = .lines) {
    self.path = path
    self.bytes = bytes
    self.excerpts = excerpts
    firstLine = 1
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var starts = [index]
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
      if byte == 0x0A || byte == 0x0D { starts.append(index) }
    }
    lineStarts = starts
    marks = Self.marks(bytes)
  }

  /// One line of a longer text, without its end: places in it are places in the longer one.
  ///
  /// Cost: nothing is read.
  public init(
    path: String, line bytes: [UInt8], number: Int, excerpts: Excerpts = .lines
  ) {
    self.path = path
    self.bytes = bytes
    self.excerpts = excerpts
    firstLine = number
    lineStarts = [0]
    marks = []
  }

  /// Takes a text that stands in no file, or in a test.
  public convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// An empty text has one line; so has one that starts behind a last line end.
  public var lineCount: Int { lineStarts.count }

  /// The line (from 1, or from the line's own number) and column (from 1, in Unicode scalars) of a
  /// byte offset.
  ///
  /// An offset past the end is taken as the end. Costs a binary search and a scan of at most some
  /// thousand bytes; in one line of a longer text, of that line.
  public func location(of offset: Int) -> SourceLocation {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    let start = lineStarts[line]
    return SourceLocation(
      line: line + firstLine, column: 1 + characters(in: start..<max(start, offset)))
  }

  private func characters(in range: Range<Int>) -> Int {
    guard range.count > Self.stride else { return Self.characters(bytes[range]) }
    return charactersBefore(range.upperBound) - charactersBefore(range.lowerBound)
  }

  private func charactersBefore(_ offset: Int) -> Int {
    let mark = min(offset / Self.stride, marks.count - 1)
    guard mark >= 0 else { return Self.characters(bytes[..<offset]) }
    return marks[mark] + Self.characters(bytes[mark * Self.stride..<offset])
  }

  private static func marks(_ bytes: [UInt8]) -> [Int] {
    var marks = [0]
    var end = stride
    while end <= bytes.count {
      marks.append(marks[marks.count - 1] + characters(bytes[end - stride..<end]))
      end += stride
    }
    return marks
  }

  /// How many characters start in some bytes: all but those that continue one.
  private static func characters(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The text of a line, counted as in `location`, without its end; ill-formed UTF-8 is repaired.
  public func line(_ number: Int) -> String {
    let index = number - firstLine
    guard lineStarts.indices.contains(index) else { return "" }
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The text of a byte range; ill-formed UTF-8 is repaired.
  public func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// The byte at which a line, counted as in `location`, starts.
  public func start(ofLine number: Int) -> Int {
    lineStarts[min(max(number - firstLine, 0), lineStarts.count - 1)]
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

/// A place in a text: line and column from 1, the column in Unicode scalars.
public struct SourceLocation: Sendable, Hashable, Comparable {
  /// From 1.
  public let line: Int
  /// From 1, in Unicode scalars.
  public let column: Int

  /// Both count from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// In the order of reading.
  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A stretch of a file, in UTF-8 bytes.
public struct SourceRange: Sendable {
  /// The text that it is a part of.
  public let file: SourceFile
  /// From its first byte up to the one behind its last.
  public let bytes: Range<Int>

  /// The bytes should lie within the file; where they do not, what is asked for is cut to it.
  public init(_ file: SourceFile, _ bytes: Range<Int>) {
    self.file = file
    self.bytes = bytes
  }

  /// The place of its first character.
  public var start: SourceLocation { file.location(of: bytes.lowerBound) }
  /// The place behind its last character.
  public var end: SourceLocation { file.location(of: bytes.upperBound) }
  /// What stands there; ill-formed UTF-8 is repaired.
  public var text: String { file.text(bytes) }
}
