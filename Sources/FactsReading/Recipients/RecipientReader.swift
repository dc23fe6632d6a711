package import Diagnostics
import DocumentTree
package import PolicyModel

/// Reads recipients, one a record, each onto the facts of one campaign.
package struct RecipientReader: Sendable {
  let layout: FactsLayout
  let limits: ReadingLimits
  let base: Facts
  let group: Int
  private let path: String
  package let form: AudienceForm
  let header: CSVHeader?

  /// For NDJSON; nil where the vocabulary knows no recipients.
  package init?(_ reader: FactsReader, onto base: Facts, path: String) {
    self.init(reader, base, path, .ndjson, nil)
  }

  /// For CSV with the header of a file.
  ///
  /// Nil where the vocabulary knows no recipients, or where the header has mistakes, which are told.
  package init?(
    _ reader: FactsReader, onto base: Facts, path: String, header: RecordCutter.Record,
    of bytes: [UInt8], _ uses: [ColumnUse], _ diagnostics: inout [Diagnostic]
  ) {
    if header.flaw != nil {
      diagnostics.append(RecipientReader.diagnostic(of: header, bytes, path))
      return nil
    }
    let vocabulary = reader.layout.vocabulary
    guard let header = CSVHeader(header, bytes, path, uses, vocabulary, &diagnostics) else {
      return nil
    }
    self.init(reader, base, path, .csv, header)
  }

  private init?(
    _ reader: FactsReader, _ base: Facts, _ path: String, _ form: AudienceForm,
    _ header: CSVHeader?
  ) {
    layout = reader.layout
    limits = reader.limits
    let slot = layout.vocabulary.slot(of: "recipient")
    guard let slot, let group = layout.groups.firstIndex(where: { $0.slot == slot }) else {
      return nil
    }
    self.base = base
    self.group = group
    self.path = path
    self.form = form
    self.header = header
  }

  /// Reads a record; what is wrong with it stands in the diagnostics.
  package func read(_ record: RecordCutter.Record, of bytes: [UInt8]) -> ReadFacts {
    let file = SourceFile(path: path, line: Array(bytes[record.contents]), number: record.line)
    if record.flaw != nil { return refused(file, Self.diagnostic(of: record, bytes, path)) }
    switch form {
    case .ndjson:
      let source = JSONSource(file.bytes, range: 0..<file.bytes.count, depth: limits.depth)
      var walk = FactsWalk(source, layout, file, onto: base)
      walk.readGroup(group)
      return walk.result()
    case .csv:
      guard let header else { return refused(file, .notUTF8(file)) }
      guard String(validating: file.bytes, as: UTF8.self) != nil else {
        return refused(file, .notUTF8(file))
      }
      let cells = CSVCells(file.bytes, 0..<file.bytes.count)
      if cells.cells.count != header.count {
        return refused(file, .wrongCells(file, cells.cells.count, header.count))
      }
      var walk = FactsWalk(CSVSource(cells, header.shape, file), layout, file, onto: base)
      walk.readGroup(group)
      return walk.result(and: nil)
    }
  }

  private func refused(_ file: SourceFile, _ diagnostic: Diagnostic) -> ReadFacts {
    ReadFacts(facts: nil, diagnostics: [diagnostic], file: file, places: [], clientPlace: nil)
  }

  private static func diagnostic(
    of record: RecordCutter.Record, _ bytes: [UInt8], _ path: String
  ) -> Diagnostic {
    let start = bytes[record.contents].prefix(200)
    let file = SourceFile(path: path, line: Array(start), number: record.line)
    switch record.flaw {
    case .tooLong, nil: return .tooLong(file, RecordCutter.longest)
    case .quote: return .openQuote(file)
    }
  }

  /// What is said of a line that is longer than any may be.
  package static func tooLong(_ line: Int, _ path: String) -> Diagnostic {
    .tooLong(SourceFile(path: path, line: [], number: line), RecordCutter.longest)
  }
}

extension DiagnosticCode {
  fileprivate static let csvSyntax = DiagnosticCode("csv-syntax")
}

extension Diagnostic {
  fileprivate static func notUTF8(_ file: SourceFile) -> Diagnostic {
    Diagnostic(
      .notUTF8, "this row is not UTF-8", at: SourceRange(file, 0..<0),
      help: "save the file as UTF-8")
  }

  fileprivate static func openQuote(_ file: SourceFile) -> Diagnostic {
    Diagnostic(
      .csvSyntax, "the quotes of this row do not match", at: SourceRange(file, 0..<0),
      help: "quote the whole cell, and double the quotes inside of it: `\"5\"\" screen\"`")
  }

  fileprivate static func wrongCells(_ file: SourceFile, _ found: Int, _ wanted: Int) -> Diagnostic
  {
    Diagnostic(
      .csvSyntax, "this row has \(found) cells, and the header has \(wanted)",
      at: SourceRange(file, 0..<0), help: "quote a cell that holds a comma")
  }
}
