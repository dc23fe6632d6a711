import CEL
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

/// Judges blocks of an audience; made once a run, used by any number of tasks.
///
/// Rows go through columns where they can; those that cannot (a mistake in them, a rule that needs more
/// than truths) are judged one by one, and the answers come out in the block's order.
struct BlockJudge: Sendable {
  let gate: Gate
  let reader: RecipientReader
  let at: Timestamp?
  let clock: Timestamp?
  /// The slots of the columns whose values are counted.
  let segments: [Int]
  let writer: PieceWriter
  let examples: ExampleCollector
  let wantsIDs: Bool
  /// The instant judged, as reports show it.
  let instant: String
  /// Nil where all rows are judged one by one.
  let pool: ColumnJudgePool?

  /// What came of a block.
  struct Result: Sendable {
    var tally: Tally
    var piece: OutputFolder.Piece
    var examples: [Example.Row]
    var ids: [(id: String, line: Int)] = []
    var firstRejected: BlockAnswers.Rejected?
  }

  func judge(_ block: RecordBlocks.Block, from start: Int) -> Result {
    let answers = answers(to: block, from: start)
    var tally = Tally(segmentCount: segments.count)
    tally.add(answers)
    return Result(
      tally: tally, piece: writer.piece(answers, of: block.bytes),
      examples: examples.rows(answers, of: block.bytes),
      ids: wantsIDs ? ids(answers, of: block.bytes) : [],
      firstRejected: answers.rejected.first)
  }

  func answers(to block: RecordBlocks.Block, from start: Int) -> BlockAnswers {
    var answers = BlockAnswers(segmentCount: segments.count, OutcomeTable(writer))
    if block.isTooLong {
      let problem = RecipientReader.tooLong(block.firstLine, "")
      answers.rejected.append(.init(line: block.firstLine, diagnostics: [problem]))
      return answers
    }
    let line = block.firstLine + (start > 0 ? block.bytes[..<start].count { $0 == 0x0A } : 0)
    var cutter = RecordCutter(reader.form, block.bytes, from: start, line: line)
    var rows = RowJudge(gate: gate, reader: reader, at: at, clock: clock, segments: segments)
    guard let pool else {
      while let record = cutter.next() { rows.judge(record, of: block.bytes, into: &answers) }
      return answers
    }
    var (columns, outcomes) = pool.take() ?? (pool.fresh, OutcomeTable(writer))
    let places = columns.read(&cutter, of: block.bytes)
    let found = found(places, &columns, &outcomes, of: block.bytes)
    answers.outcomes = outcomes
    answers.rows.reserveCapacity(places.count)
    let tellsIDs = tellsIDs
    var names = SegmentNames(segments, columns, gate)
    for place in places {
      guard let row = place.row, found[row] >= 0 else {
        rows.judge(place.record, of: block.bytes, into: &answers)
        continue
      }
      let id = columns.columns.ids[row]
      answers.rows.append(
        BlockAnswers.Row(
          record: place.record, id: id.lowerBound < 0 || !tellsIDs ? .none : .json(id),
          outcome: found[row]))
      names.add(row, columns, &answers.segments)
    }
    pool.give(columns, answers.outcomes)
    return answers
  }

  private func ids(
    _ answers: BlockAnswers, of bytes: [UInt8]
  ) -> [(id: String, line: Int)] {
    answers.rows.compactMap { row in
      switch row.id {
      case .none: nil
      case .text(let text): (text, row.record.line)
      case .json(let range): (String(decoding: bytes[range], as: UTF8.self), row.record.line)
      }
    }
  }

  /// The outcomes of rows in columns; -1 where a row is left to the row evaluator.
  func found(
    _ places: [RecipientColumns.Place], _ columns: inout ColumnJudge,
    _ outcomes: inout OutcomeTable, of bytes: [UInt8]
  ) -> [Int32] {
    columns.outcomes(places, &outcomes) { record, entries, ungoverned in
      let rows = RowJudge(gate: gate, reader: reader, at: at, clock: clock, segments: [])
      guard case .success(let facts) = rows.prepare(record, of: bytes) else { return [] }
      return gate.missing(facts, entries, ungoverned)
    }
  }

  /// Whether ids may be shown.
  private var tellsIDs: Bool {
    let vocabulary = gate.library.vocabulary
    return vocabulary.slot(of: "recipient.id").map { !vocabulary.facts[$0].isSensitive } ?? false
  }
}

/// The names of the values of columns that are counted, each made once a block.
private struct SegmentNames {
  private let slots: [Int]
  private let columns: [Int]
  private let gate: Gate
  /// By segment and code: the place of the name in the block's answers, or -1.
  private var places: [[Int32]]

  init(_ slots: [Int], _ judge: ColumnJudge, _ gate: Gate) {
    self.slots = slots
    self.gate = gate
    columns = slots.map { judge.column(ofSlot: $0) ?? 0 }
    places = columns.map { column in
      guard judge.columns.columns.indices.contains(column) else { return [] }
      return [Int32](repeating: -1, count: judge.columns.columns[column].entries.count)
    }
  }

  /// Adds what a row holds in each.
  mutating func add(
    _ row: Int, _ judge: ColumnJudge, _ segments: inout [BlockAnswers.Segments]
  ) {
    for segment in slots.indices {
      let code = judge.columns.code(ofRow: row, columns[segment])
      var place = places[segment][Int(code)]
      if place < 0 {
        let value = judge.value(ofSlot: slots[segment], code, columns[segment])
        place = segments[segment].place(of: RowJudge.name(ofSlot: slots[segment], value, gate))
        places[segment][Int(code)] = place
      }
      segments[segment].codes.append(place)
    }
  }
}
