import AudienceEvaluation
import AudienceSQL
import CEL
import Diagnostics
import FactsReading
import Foundation
import PolicyEngine
import PolicyModel
import Testing

/// A campaign with recipients, as the engine judges it and as a query does.
struct Agreement {
  let query: AudienceQuery
  let job: Warehouse.Job
  let rows: [String]
  private let wanted: [EngineAnswers.Answer]
  private let file: URL
  private static let key = "row number"

  /// `recipients` makes the rows as JSON objects, which state no facts but those that the query reads;
  /// `asTold` says what the engine is told where a column of a table says something else.
  init(
    _ campaign: String, _ library: CompiledLibrary, _ gate: Gate, _ dialect: QueryDialect,
    _ recipients: (Set<String>) -> [String], asTold: (String) -> String = { $0 }
  ) throws {
    var diagnostics: [Diagnostic] = []
    let read = Campaign.read(
      SourceFile(path: "campaign.yaml", text: campaign), library, &diagnostics)
    let found = try #require(read, "\(diagnostics.map(\.message))")
    let facts = try gate.prepare(found.facts, at: nil, clock: nil)
    let residue = try #require(Residue(gate, facts))
    let name = try #require(TableName("recipients"))
    let query = AudienceQuery(
      residue, of: found, table: name, key: Self.key, dialect: dialect, &diagnostics)
    self.query = try #require(query, "\(diagnostics.map(\.message))")
    let rows = recipients(Set(self.query.table.facts))
    self.rows = rows
    wanted = try EngineAnswers(rows.map(asTold), found.facts, library, gate).answers
    file = FileManager.default.temporaryDirectory.appending(path: "rows-\(UUID()).ndjson")
    let lines = rows.enumerated().map { number, row in
      let rest = row.dropFirst().drop { $0 == " " }
      return "{\"\(Self.key)\":\"\(number)\"" + (rest == "}" ? "" : ",") + rest
    }
    try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
    let table = self.query.table
    job = Warehouse.Job(
      statements: [table.creation(dialect)] + table.loading(dialect, file: file.path),
      query: self.query.text)
  }

  func removeFile() { try? FileManager.default.removeItem(at: file) }

  /// The differences between the database's answer and the engine's; empty where they agree.
  ///
  /// `isOpen`: whether a row may be left to `gate`.
  func differences(_ answer: Warehouse.Answer) -> [String] {
    let found: [Warehouse.Row]
    switch answer {
    case .failure(let text): return [text]
    case .rows(let rows): found = rows
    }
    var byKey: [Int: Warehouse.Row] = [:]
    for row in found { byKey[row.key.flatMap { Int($0) } ?? -1] = row }
    if found.count != rows.count || byKey.count != rows.count {
      return ["\(found.count) rows in place of \(rows.count)"]
    }
    var differences: [String] = []
    for (number, wanted) in wanted.enumerated() {
      guard let row = byKey[number] else { return ["no row \(number)"] }
      let residual = row.residual ?? []
      let rules = row.rules ?? []
      var isSame: Bool
      if residual.isEmpty {
        isSame =
          row.verdict == wanted.verdict && rules == wanted.rules
          && row.ungoverned == wanted.ungoverned
      } else {
        // What is left to `gate` is missing, and nothing else; a verdict that is given is right.
        isSame =
          (row.verdict == nil || row.verdict == wanted.verdict) && wanted.verdict != "rejected"
          && rules == wanted.rules.filter { !residual.contains($0) }
      }
      if row.verdict == "rejected" { isSame = isSame && row.rejected?.isEmpty == false }
      if !isSame {
        let missing = wanted.rules.filter { !rules.contains($0) && !residual.contains($0) }
        let more = rules.filter { !wanted.rules.contains($0) || residual.contains($0) }
        differences.append(
          "\(rows[number].prefix(2000))\n  wanted \(wanted.verdict) \(wanted.ungoverned ?? "") \(missing)\n"
            + "  got \(row.verdict ?? "NULL") \(row.ungoverned ?? "") \(more) rejected \(row.rejected ?? [])"
        )
      }
    }
    return differences
  }

  /// How many rows were left to `gate`.
  static func open(_ answer: Warehouse.Answer) -> Int {
    guard case .rows(let rows) = answer else { return 0 }
    return rows.count { $0.residual?.isEmpty == false }
  }
}
