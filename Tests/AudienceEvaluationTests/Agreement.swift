import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel
import TestSupport
import Testing

@testable import AudienceEvaluation

/// An audience judged by columns and row by row: both must say the same of every row.
struct Agreement {
  let library: SmallLibrary
  let gate: Gate
  let campaign: Facts
  var form = AudienceForm.ndjson
  /// What the audience begins with: a header's line.
  var header = ""
  var uses: [ColumnUse] = []

  /// How many rows went through columns to the end.
  struct Count {
    var rows = 0
    var inColumns = 0
  }

  /// Whether both agree; what differs is recorded.
  func holds(for rows: [String], separator: String = "\n") throws -> (holds: Bool, count: Count) {
    // Blanks behind the last row leave it room to be read into columns.
    let padding = form == .ndjson ? "\n" + String(repeating: " ", count: 80) : ""
    let text = header + rows.joined(separator: separator) + padding
    let block = RecordBlocks.Block(text: text)
    let reader = try self.reader(of: block)
    let prepared = try gate.prepare(campaign, at: nil, clock: nil)
    let residue = try #require(Residue(gate, prepared))
    let place = gate.locationSlot.map { [$0] } ?? []
    let columns = try #require(ColumnJudge(residue, reader, exact: place))
    let start = header.utf8.count
    func judge(_ pool: ColumnJudgePool?) -> BlockAnswers {
      let judge = BlockJudge(
        gate: gate, reader: reader, at: nil, clock: nil, segments: place,
        writer: PieceWriter(library.library), examples: ExampleCollector(), wantsIDs: false,
        instant: "", pool: pool)
      // Twice, so that what the first block left behind is used.
      _ = judge.answers(to: block, from: start)
      return judge.answers(to: block, from: start)
    }
    let byRows = judge(nil)
    let byColumns = judge(ColumnJudgePool(columns))
    #expect(byRows.rejected.map(Self.told) == byColumns.rejected.map(Self.told))
    try #require(byRows.rows.count == byColumns.rows.count)
    for row in byRows.rows.indices {
      let wanted = told(byRows, row, block.bytes)
      let got = told(byColumns, row, block.bytes)
      let text = String(decoding: block.bytes[byRows.rows[row].record.contents], as: UTF8.self)
      #expect(got == wanted, "\(text)")
      if got != wanted { return (false, Count()) }
    }
    var scan = columns
    var cutter = RecordCutter(form, block.bytes, from: start)
    let read = scan.read(&cutter, of: block.bytes).count { $0.row != nil }
    return (true, Count(rows: rows.count, inColumns: read))
  }

  private func reader(of block: RecordBlocks.Block) throws -> RecipientReader {
    let facts = FactsReader(library.library)
    if form == .ndjson {
      return try #require(RecipientReader(facts, onto: campaign, path: "rows"))
    }
    var cutter = RecordCutter(.csv, block.bytes)
    let next = cutter.next()
    let first = try #require(next)
    var diagnostics: [Diagnostics::Diagnostic] = []
    let reader = RecipientReader(
      facts, onto: campaign, path: "rows", header: first, of: block.bytes, uses, &diagnostics)
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    return try #require(reader)
  }

  private static func told(_ rejected: BlockAnswers.Rejected) -> String {
    "\(rejected.line) \(rejected.diagnostics.map { "\($0.code.rawValue) \($0.message)" })"
  }

  /// Everything that is said of a row, as text, but whether a map of records is missing.
  ///
  /// Rows that differ in entries that cannot matter share an answer, and with it what is missing; of
  /// some ten million rows four say so of consents where they would not by themselves, or the other
  /// way round.
  private func told(_ answers: BlockAnswers, _ row: Int, _ bytes: [UInt8]) -> String {
    let found = answers.rows[row]
    let outcome = answers.outcome(ofRow: row)
    let entries = outcome.entries.map { "\($0.rule) \($0.outcome) \($0.verdict)" }
    let missing = outcome.missing.map { answers.outcomes.names[Int($0)] }
      .filter { !isMapOfRecords($0) }
    let places = answers.segments.map { $0.names[Int($0.codes[row])] }
    let reason = outcome.ungoverned.map { "\($0)" } ?? ""
    let id = answers.id(ofRow: row, of: bytes) ?? "-"
    return "line \(found.record.line) \(id) \(outcome.verdict) \(reason) \(entries) "
      + "waived \(outcome.waived) \(missing) \(places)"
  }

  private func isMapOfRecords(_ path: String) -> Bool {
    let vocabulary = library.library.vocabulary
    guard let slot = vocabulary.slot(of: path) else { return false }
    if case .map(_, .record)? = vocabulary.facts[slot].type { return true }
    return false
  }
}
