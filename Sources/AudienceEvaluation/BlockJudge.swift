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
    var answers = BlockAnswers(segmentCount: segments.count)
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
    var columns = pool.take()
    columns.begin()
    var records: [(record: RecordCutter.Record, isInColumns: Bool)] = []
    while let record = cutter.next() {
      records.append((record, columns.read(record, of: block.bytes)))
    }
    var writer = ColumnAnswers(columns.judge(), rowsOf: columns, gate, segments)
    for (record, isInColumns) in records {
      if !isInColumns {
        rows.judge(record, of: block.bytes, into: &answers)
      } else if !writer.add(record, columns, to: &answers) {
        rows.judge(record, of: block.bytes, into: &answers)
      }
    }
    pool.give(columns)
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
}
