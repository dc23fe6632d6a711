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
  /// Nil where nothing is written.
  var spare: SparePieces?

  /// What came of a block.
  struct Result: Sendable {
    var tally: Tally
    var piece: OutputFolder.Piece?
    /// The block's, to be used again.
    var bytes: [UInt8]
    var examples: [Example.Row]
    var ids: [(id: String, line: Int)] = []
    var firstRejected: BlockAnswers.Rejected?
  }

  func judge(_ block: RecordBlocks.Block, from start: Int) -> Result {
    let answers = answers(to: block, from: start)
    var tally = Tally(segmentCount: segments.count)
    tally.add(answers)
    let piece = spare.map { spare in
      var piece = spare.take()
      writer.write(answers, of: block.bytes, to: &piece)
      return piece
    }
    return Result(
      tally: tally, piece: piece, bytes: block.bytes,
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
    let ids = columns.columns.ids
    // By answer, its row among the columns; -1 where it has been judged by itself.
    var rowsOfAnswers: [Int32] = []
    rowsOfAnswers.reserveCapacity(places.count)
    for place in places {
      guard let row = place.row, found[row] >= 0 else {
        rows.judge(place.record, of: block.bytes, into: &answers)
        if rowsOfAnswers.count < answers.rows.count { rowsOfAnswers.append(-1) }
        continue
      }
      let id = ids[row]
      answers.rows.append(
        BlockAnswers.Row(
          record: place.record, id: id.lowerBound < 0 || !tellsIDs ? .none : RowID(id),
          outcome: found[row]))
      rowsOfAnswers.append(Int32(row))
    }
    for segment in segments.indices {
      columns.addCodes(
        ofSlot: segments[segment], rowsOfAnswers, gate, to: &answers.segments[segment])
    }
    pool.give(columns, answers.outcomes)
    return answers
  }

  private func ids(
    _ answers: BlockAnswers, of bytes: [UInt8]
  ) -> [(id: String, line: Int)] {
    answers.rows.indices.compactMap { row in
      answers.id(ofRow: row, of: bytes).map { ($0, answers.rows[row].record.line) }
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

extension ColumnJudge {
  /// Puts the values of rows among those of rows that have been judged by themselves, which are there already;
  /// the name of each value is made once.
  fileprivate func addCodes(
    ofSlot slot: Int, _ rows: [Int32], _ gate: Gate, to segment: inout BlockAnswers.Segments
  ) {
    let column = column(ofSlot: slot) ?? 0
    guard columns.columns.indices.contains(column) else { return }
    let stride = columns.columns.count
    var places = [Int32](repeating: -1, count: columns.columns[column].entries.count)
    var others = segment.codes.makeIterator()
    // Names stand in the order in which they come.
    var together = BlockAnswers.Segments()
    together.codes.reserveCapacity(rows.count)
    for row in rows {
      guard row >= 0 else {
        if let other = others.next() {
          together.codes.append(together.place(of: segment.names[Int(other)]))
        }
        continue
      }
      let code = columns.codes[Int(row) * stride + column]
      if places[Int(code)] < 0 {
        let value = value(ofSlot: slot, code, column)
        places[Int(code)] = together.place(of: RowJudge.name(ofSlot: slot, value, gate))
      }
      together.codes.append(places[Int(code)])
    }
    segment = together
  }
}
