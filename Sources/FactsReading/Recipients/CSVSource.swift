import CEL
import Diagnostics
import DocumentTree

/// A row of CSV as an object, by the shape that the header gives it.
///
/// An empty cell is not stated, unless the campaign says that it means none. Of a map that has
/// columns the cells that are not empty are the entries: where all are empty, it is `{}`.
struct CSVSource: FactsSource {
  private let file: SourceFile
  private let cells: CSVCells
  private var shape: CSVShape
  private var frames: [Frame] = []
  private var text = ""
  private(set) var place: Range<Int>

  private enum Frame {
    case members([CSVShape.Member], next: Int)
    case elements([Substring], next: Int)
  }

  init(_ cells: CSVCells, _ shape: CSVShape, _ file: SourceFile) {
    self.cells = cells
    self.shape = shape
    self.file = file
    place = 0..<0
  }

  mutating func next() -> FactsToken {
    if case .elements? = frames.last { return .scalar }
    switch shape {
    case .object(let members, _):
      frames.append(.members(members, next: 0))
      return .object
    case .cell(let cell, let isList, _):
      place = cells.cells[cell].contents
      text = cells.text(cell)
      guard isList else { return text.isEmpty ? .null : .scalar }
      let elements =
        text.isEmpty ? [] : text.split(separator: "|", omittingEmptySubsequences: false)
      frames.append(.elements(elements, next: 0))
      return .list
    }
  }

  mutating func nextKey() -> Bool {
    guard case .members(let members, var next)? = frames.popLast() else { return false }
    while next < members.count {
      let member = members[next]
      next += 1
      guard isStated(member.shape) else { continue }
      frames.append(.members(members, next: next))
      text = member.name
      place = firstPlace(member.shape)
      shape = member.shape
      return true
    }
    return false
  }

  mutating func nextElement() -> Bool {
    guard case .elements(let elements, let next)? = frames.popLast(), next < elements.count else {
      return false
    }
    frames.append(.elements(elements, next: next + 1))
    text = String(elements[next])
    return true
  }

  mutating func finish() {}

  private func isStated(_ shape: CSVShape) -> Bool {
    switch shape {
    case .cell(let cell, _, let emptyIsNone):
      emptyIsNone || !cells.cells[cell].contents.isEmpty
    case .object(let members, let isAlways):
      isAlways || members.contains { isStated($0.shape) }
    }
  }

  /// Where a mistake in it is pointed at.
  private func firstPlace(_ shape: CSVShape) -> Range<Int> {
    switch shape {
    case .cell(let cell, _, _): cells.cells[cell].contents
    case .object(let members, _): members.first.map { firstPlace($0.shape) } ?? 0..<0
    }
  }

  var scalar: FactsScalar {
    let range = SourceRange(file, place)
    return switch Scalar(text, style: .plain, range: range).resolved {
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .outOfRange: .outOfRange
    case .null, .string: .text
    }
  }

  var isText: Bool { true }

  var string: String { text }

  func number(in names: borrowing NameTable, scope: Int) -> Int? {
    names.number(of: text.utf8Span.span, in: scope)
  }

  var utcTimestamp: Timestamp? { Timestamp(utcText: text.utf8Span.span) }
}
