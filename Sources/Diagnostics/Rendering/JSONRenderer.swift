/// Diagnostics for programs, as one JSON object.
enum JSONRenderer {
  static func render(_ diagnostics: [Diagnostic], _ summary: DiagnosticSummary) -> String {
    let documents = summary.documentCount.map { JSONValue.int(Int64($0)) } ?? .null
    let value = JSONValue.object([
      ("format", .int(1)),
      ("errors", .int(Int64(summary.errorCount))),
      ("warnings", .int(Int64(summary.warningCount))),
      ("documents", documents),
      ("diagnostics", .array(diagnostics.map(value))),
    ])
    return value.text(pretty: true) + "\n"
  }

  private static func value(_ diagnostic: Diagnostic) -> JSONValue {
    let notes = diagnostic.notes.map { note in
      JSONValue.object([("message", .string(note.message)), ("source", source(note.range))])
    }
    return .object([
      ("severity", .string(diagnostic.severity.rawValue)),
      ("code", .string(diagnostic.code.rawValue)),
      ("message", .string(diagnostic.message)),
      ("source", source(diagnostic.range)),
      ("help", diagnostic.help.map { .string($0) } ?? .null),
      ("notes", .array(notes)),
      ("more", .string(diagnostic.page)),
    ])
  }

  /// Lines and columns from 1, the end behind the last character; `offset` and `length` in bytes.
  private static func source(_ range: SourceRange?) -> JSONValue {
    guard let range else { return .null }
    let (start, end) = (range.start, range.end)
    return .object([
      ("file", .string(range.file.path)),
      ("line", .int(Int64(start.line))), ("column", .int(Int64(start.column))),
      ("end_line", .int(Int64(end.line))), ("end_column", .int(Int64(end.column))),
      ("offset", .int(Int64(range.bytes.lowerBound))), ("length", .int(Int64(range.bytes.count))),
    ])
  }
}
