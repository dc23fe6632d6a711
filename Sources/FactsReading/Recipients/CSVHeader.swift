package import Diagnostics
import PolicyModel

/// What the columns of a CSV file mean, found from its header once a file.
struct CSVHeader: Sendable {
  /// What a row makes of its cells.
  let shape: CSVShape
  /// How many cells a row has.
  let count: Int

  /// Reads a header; where it has mistakes, they are told at the header's cells.
  ///
  /// `uses`: what the campaign says of some columns, by their names in the header.
  init?(
    _ header: RecordCutter.Record, _ bytes: [UInt8], _ path: String, _ uses: [ColumnUse],
    _ vocabulary: Vocabulary, _ diagnostics: inout [Diagnostic]
  ) {
    let file = SourceFile(path: path, line: Array(bytes[header.contents]), number: header.line)
    let cells = CSVCells(file.bytes, 0..<file.bytes.count)
    count = cells.cells.count
    var root = CSVShape.object([], isAlways: true)
    var mistakes: [Diagnostic] = []
    var found: Set<String> = []
    for column in 0..<count {
      let name = cells.text(column)
      let range = SourceRange(file, cells.cells[column].contents)
      let use = uses.first { $0.column == name }
      if use != nil { found.insert(name) }
      if let use, use.path == nil { continue }
      let place = FactPath(use?.path ?? name)
      switch place.target(in: vocabulary) {
      case .scalar(let isList):
        let cell = CSVShape.cell(column, isList: isList, emptyIsNone: use?.emptyIsNone ?? false)
        if !root.insert(cell, place.steps[...], in: vocabulary) {
          mistakes.append(.twoColumns(name, range))
        }
      case .notScalar: mistakes.append(.wholeColumn(name, range))
      case .unknown(let nearest): mistakes.append(.unknownColumn(name, nearest, range))
      }
    }
    for use in uses where !found.contains(use.column) { mistakes.append(.noColumn(use)) }
    shape = root
    diagnostics += mistakes
    if !mistakes.isEmpty { return nil }
  }
}

/// What a campaign says of one column of its audience's CSV file.
package struct ColumnUse: Sendable {
  /// As the header names it.
  package let column: String
  /// The fact below `recipient`; nil where the column is not read.
  package let path: String?
  /// An empty cell says that there is none, as an empty list or a null; else it says nothing.
  package let emptyIsNone: Bool
  package let range: SourceRange

  package init(column: String, path: String?, emptyIsNone: Bool, range: SourceRange) {
    self.column = column
    self.path = path
    self.emptyIsNone = emptyIsNone
    self.range = range
  }
}

/// How the cells of a row make up an object.
indirect enum CSVShape: Sendable {
  case cell(Int, isList: Bool, emptyIsNone: Bool)
  /// Members in the order of the header; `isAlways`: it is stated also where all cells are empty.
  case object([Member], isAlways: Bool)

  struct Member: Sendable {
    let name: String
    var shape: CSVShape
  }

  /// Puts a cell at the end of a path; false where something stands there.
  mutating func insert(
    _ cell: CSVShape, _ path: ArraySlice<FactPath.Step>, in vocabulary: Vocabulary
  ) -> Bool {
    guard case .object(var members, let isAlways) = self, let step = path.first else {
      return false
    }
    let rest = path.dropFirst()
    let place = members.firstIndex { $0.name == step.name }
    if rest.isEmpty {
      guard place == nil else { return false }
      members.append(Member(name: step.name, shape: cell))
    } else {
      var inner =
        place.map { members[$0].shape } ?? .object([], isAlways: rest.first?.isKey == true)
      guard inner.insert(cell, rest, in: vocabulary) else { return false }
      if let place {
        members[place].shape = inner
      } else {
        members.append(Member(name: step.name, shape: inner))
      }
    }
    self = .object(members, isAlways: isAlways)
    return true
  }
}

extension DiagnosticCode {
  fileprivate static let unknownColumn = DiagnosticCode("unknown-column")
  fileprivate static let duplicateColumn = DiagnosticCode("duplicate-column")
}

extension Diagnostic {
  fileprivate static func unknownColumn(
    _ name: String, _ nearest: String?, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unknownColumn, "the column `\(name)` names no fact of a recipient", at: range,
      help: (nearest.map { "did you mean `\($0)`? else " } ?? "")
        + "say in the campaign what it is: `columns: {\(name): location}`, or `\(name): ignore`")
  }

  fileprivate static func wholeColumn(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unknownColumn, "the column `\(name)` names a fact that does not fit into one cell",
      at: range,
      help: "name one column for each part: `consents[marketing].granted`, `consents[marketing].at`"
    )
  }

  fileprivate static func twoColumns(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateColumn, "the column `\(name)` names a fact that another column names", at: range,
      help: "leave one of them out: `columns: {\(name): ignore}` in the campaign")
  }

  fileprivate static func noColumn(_ use: ColumnUse) -> Diagnostic {
    Diagnostic(
      .unknownColumn, "the audience has no column `\(use.column)`", at: use.range,
      help: "write the name as it stands in the file's header, or take it out")
  }
}
