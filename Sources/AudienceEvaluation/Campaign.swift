package import Diagnostics
import DocumentTree
package import FactsReading
package import PolicyModel

/// One action that is to reach many recipients: a file of facts without `recipient`.
///
/// It may say under `columns` what the columns of a CSV file are:
///
///     columns:
///       region: location                        another name
///       opt_outs: {is: opt_outs, empty: none}   an empty cell says that there are none
///       notes: ignore                           not read
package struct Campaign: Sendable {
  /// The file's name without its folder and suffix.
  package let name: String
  package let request: ReadFacts
  package let facts: Facts
  package let columns: [ColumnUse]

  /// Reads a campaign; nil where it has mistakes, which are told.
  package static func read(
    _ path: String, _ library: CompiledLibrary, _ diagnostics: inout [Diagnostic]
  ) -> Campaign? {
    let documents = DocumentReader(limits: .facts, nulls: .allowed)
    guard let file = documents.load(path: path, &diagnostics) else { return nil }
    return read(file, library, &diagnostics)
  }

  package static func read(
    _ file: SourceFile, _ library: CompiledLibrary, _ diagnostics: inout [Diagnostic]
  ) -> Campaign? {
    var columns: [ColumnUse] = []
    var mistakes: [Diagnostic] = []
    let before = diagnostics.errorCount
    var facts = file
    if file.isJSON {
      let documents = DocumentReader(limits: .facts, nulls: .allowed)
      let node = documents.readJSON(file, &diagnostics)
      // Else the reader of facts would complain of `columns` too, which is no fact.
      if diagnostics.errorCount > before { return nil }
      if let found = node.flatMap({ JSONColumns(file, $0) }) {
        columns = uses(found.value, &mistakes)
        facts = found.rest
      }
    }
    let request = FactsFile.read(facts, FactsReader(library), &diagnostics) { node in
      guard let entry = node["columns"] else { return node }
      columns = uses(entry, &mistakes)
      let rest = node.entries?.filter { $0.name != "columns" } ?? []
      return Node(.mapping(rest), at: node.range)
    }
    diagnostics += mistakes
    guard let request, let facts = request.facts, diagnostics.errorCount == before else {
      return nil
    }
    if let slot = library.vocabulary.slot(of: "recipient"),
      let range = request.range(ofSlot: slot)
    {
      diagnostics.append(.campaignStatesRecipient(range))
      return nil
    }
    let name = file.path.split(separator: "/").last ?? ""
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    return Campaign(
      name: String(stem), request: request, facts: facts, columns: columns)
  }

  private static func uses(_ node: Node, _ diagnostics: inout [Diagnostic]) -> [ColumnUse] {
    guard let entries = node.entries else {
      diagnostics.append(.badColumn("`columns` takes a mapping from column to fact", node.range))
      return []
    }
    return entries.compactMap { use($0, &diagnostics) }
  }

  private static func use(_ entry: Node.Entry, _ diagnostics: inout [Diagnostic]) -> ColumnUse? {
    if let text = entry.value.scalar?.text, !text.isEmpty {
      return ColumnUse(
        column: entry.name, path: text == "ignore" ? nil : text, emptyIsNone: false,
        range: entry.key.range)
    }
    for member in entry.value.entries ?? [] where member.name != "is" && member.name != "empty" {
      diagnostics.append(.badColumn("a column has no key `\(member.name)`", member.key.range))
      return nil
    }
    guard let path = entry.value["is"]?.scalar?.text,
      let empty = entry.value["empty"]?.scalar?.text, empty == "none" || empty == "unknown"
    else {
      diagnostics.append(
        .badColumn("`\(entry.name)` is not told as a column is", entry.value.range))
      return nil
    }
    return ColumnUse(
      column: entry.name, path: path, emptyIsNone: empty == "none", range: entry.key.range)
  }
}

/// The member `columns` of a campaign in JSON, and the campaign without it: blanks stand in its place, so that
/// all else stays where it was.
private struct JSONColumns {
  let value: Node
  let rest: SourceFile

  /// Nil where there is none.
  init?(_ file: SourceFile, _ node: Node) {
    guard let entry = node.entries?.first(where: { $0.name == "columns" }) else { return nil }
    var bytes = file.bytes
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var start = entry.key.range.bytes.lowerBound
    while start > 0, bytes[start] != 0x22 { start -= 1 }
    var end = entry.value.range.bytes.upperBound
    // One of the commas beside it goes too.
    var next = end
    while next < bytes.count, isBlank(bytes[next]) { next += 1 }
    if next < bytes.count, bytes[next] == 0x2C {
      end = next + 1
    } else {
      var before = start
      while before > 0, isBlank(bytes[before - 1]) { before -= 1 }
      if before > 0, bytes[before - 1] == 0x2C { start = before - 1 }
    }
    for place in start..<end where !isBlank(bytes[place]) { bytes[place] = 0x20 }
    value = entry.value
    rest = SourceFile(path: file.path, bytes: bytes, excerpts: file.excerpts)
  }
}

extension [Diagnostic] {
  fileprivate var errorCount: Int { count { $0.severity == .error } }
}

extension DiagnosticCode {
  fileprivate static let campaignRecipient = DiagnosticCode("campaign-recipient")
  fileprivate static let badColumn = DiagnosticCode("bad-column")
}

extension Diagnostic {
  fileprivate static func campaignStatesRecipient(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .campaignRecipient, "a campaign states no `recipient`: its audience does", at: range,
      help: "take it out; each row of the audience is one recipient")
  }

  fileprivate static func badColumn(_ message: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .badColumn, message, at: range,
      help: "write `region: location`, `notes: ignore` or `tags: {is: tags, empty: none}`")
  }
}
