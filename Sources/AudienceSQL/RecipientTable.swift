import AudienceEvaluation
import CEL
import Diagnostics
import FactsReading
import PolicyModel

/// The table of recipients that a query reads: a column for each fact that the campaign's rules ask.
package struct RecipientTable: Sendable {
  /// As the user names it: `recipients`, `crm.recipients`.
  package let name: TableName
  let vocabulary: Vocabulary
  /// In the order of their facts' paths.
  let columns: [Column]
  /// The column that tells rows apart.
  let key: String
  /// Whether that is the column of `recipient.id`.
  let isKeyTheID: Bool

  /// A fact as a column.
  struct Column: Sendable {
    let slot: Int
    /// The fact's path below `recipient`.
    let path: String
    /// The name in the user's table.
    let name: String
    let type: FactType
    let maximum: Int
    let isNullable: Bool
    /// NULL says that there is none; else it says nothing.
    let nullIsNone: Bool
    let defaultValue: Value?
  }

  /// `uses`: what the campaign says of columns; their mistakes are told.
  init?(
    name: TableName, key: String?, needed: Set<Int>, uses: [ColumnUse], _ vocabulary: Vocabulary,
    _ diagnostics: inout [Diagnostic]
  ) {
    self.name = name
    self.vocabulary = vocabulary
    var usesBySlot: [Int: ColumnUse] = [:]
    let before = diagnostics.count
    for use in uses {
      guard let text = use.path else { continue }
      let path = FactPath(text)
      guard let slot = path.slot(in: vocabulary), !vocabulary.facts[slot].isGroup,
        !path.steps.contains(where: \.isKey)
      else {
        diagnostics.append(.notAColumn(text, use.range))
        continue
      }
      if let other = usesBySlot[slot] {
        diagnostics.append(.twoColumns(use.column, other.column, use.range))
      }
      usesBySlot[slot] = use
    }
    let id = vocabulary.slot(of: "recipient.id")
    let idColumn = id.map { usesBySlot[$0]?.column ?? "id" }
    guard let key = key ?? idColumn else {
      diagnostics.append(.noKey())
      return nil
    }
    if diagnostics.count > before { return nil }
    self.key = key
    isKeyTheID = key == idColumn
    columns = needed.filter { !vocabulary.facts[$0].isGroup }.sorted().compactMap { slot in
      let fact = vocabulary.facts[slot]
      guard let type = fact.type else { return nil }
      let path = String(fact.path.dropFirst("recipient.".count))
      return Column(
        slot: slot, path: path, name: usesBySlot[slot]?.column ?? path, type: type,
        maximum: fact.maximum, isNullable: fact.isNullable,
        nullIsNone: usesBySlot[slot]?.emptyIsNone ?? false, defaultValue: fact.defaultValue)
    }
  }

  /// The facts that have a column, by their paths below `recipient`.
  package var facts: [String] { columns.map(\.path) }

  func column(ofSlot slot: Int) -> Column? { columns.first { $0.slot == slot } }

  func quotedName(_ dialect: any SQLDialect) -> String {
    name.parts.map { dialect.identifier($0) }.joined(separator: ".")
  }

  /// All columns that the query asks of the table, the key first.
  var allColumns: [(name: String, type: FactType, note: String)] {
    var all = columns.map { column in
      let note =
        column.nullIsNone
        ? "NULL: there is none" : column.defaultValue == nil ? "" : "NULL: the default holds"
      return (name: column.name, type: column.type, note: note)
    }
    if let place = all.firstIndex(where: { $0.name == key }) {
      all.insert(all.remove(at: place), at: 0)
    } else {
      all.insert((key, .string, ""), at: 0)
    }
    return all
  }

  /// The table as it must be, and how a file is loaded into it.
  package func schema(_ dialect: QueryDialect) -> String {
    var lines = ["-- The columns that the query reads; others may stand beside them."]
    lines.append(creation(dialect) + ";")
    lines += ["", "-- From NDJSON, one recipient a line; a value of another type ends the load."]
    lines += loading(dialect, file: "recipients.ndjson").map { $0 + ";" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The statement that makes the table.
  package func creation(_ dialect: QueryDialect) -> String {
    let dialect = dialect.dialect
    var lines = ["CREATE TABLE \(quotedName(dialect)) ("]
    let rows = allColumns
    for (place, row) in rows.enumerated() {
      let type = dialect.columnType(row.type, vocabulary)
      let comma = place + 1 < rows.count ? "," : ""
      let note = row.note.isEmpty ? "" : "  -- " + row.note
      lines.append("  \(dialect.identifier(row.name)) \(type)\(comma)\(note)")
    }
    return (lines + [")"]).joined(separator: "\n")
  }

  /// The statements that load a file with a recipient a line.
  package func loading(_ dialect: QueryDialect, file: String) -> [String] {
    dialect.dialect.loading(self, file: file)
  }
}

/// A table's name in up to three parts: `recipients`, `schema.recipients`.
package struct TableName: Sendable {
  package let parts: [String]

  /// Nil for a name with an empty part, with more than three, or with control characters.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard (1...3).contains(parts.count), !parts.contains(where: Self.isBad) else { return nil }
    self.parts = parts
  }

  private init(_ part: StaticString) { parts = ["\(part)"] }

  package static let usual = TableName("recipients" as StaticString)

  /// Whether no table or column can be named so: nothing, or with control characters.
  package static func isBad(_ name: String) -> Bool {
    name.isEmpty || name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }
}

extension DiagnosticCode {
  fileprivate static let notAColumn = DiagnosticCode("not-a-column")
  fileprivate static let duplicateColumn = DiagnosticCode("duplicate-column")
  fileprivate static let noKeyColumn = DiagnosticCode("no-key-column")
}

extension Diagnostic {
  fileprivate static func notAColumn(_ path: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .notAColumn, "`\(path)` is no fact that a column of a table holds", at: range,
      help: "name a whole fact of the recipient, such as `location` or `consents`; "
        + "what is within a map stands in its column")
  }

  fileprivate static func twoColumns(
    _ name: String, _ other: String, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .duplicateColumn, "the columns `\(other)` and `\(name)` name the same fact", at: range,
      help: "leave one of them out: `\(name): ignore`")
  }

  fileprivate static func noKey() -> Diagnostic {
    Diagnostic(
      .noKeyColumn, "the vocabulary has no `recipient.id`, so nothing tells the rows apart",
      at: nil, help: "say which column does: `--key customer_number`")
  }
}
