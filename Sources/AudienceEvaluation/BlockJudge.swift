import CEL
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

/// Judges blocks of an audience; made once a run, used by any number of tasks.
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

  /// What came of a block.
  struct Result: Sendable {
    var tally: Tally
    var piece: OutputFolder.Piece
    var examples: [Example.Row]
    var ids: [(id: String, line: Int)] = []
    var firstRejected: BlockAnswers.Rejected?
  }

  func judge(_ block: RecordBlocks.Block, from start: Int) -> Result {
    var answers = BlockAnswers(segmentCount: segments.count)
    if block.isTooLong {
      let problem = RecipientReader.tooLong(block.firstLine, "")
      answers.rejected.append(.init(line: block.firstLine, diagnostics: [problem]))
    } else {
      let line = block.firstLine + (start > 0 ? block.bytes[..<start].count { $0 == 0x0A } : 0)
      var cutter = RecordCutter(reader.form, block.bytes, from: start, line: line)
      var rows = RowJudge(gate: gate, reader: reader, at: at, clock: clock, segments: segments)
      while let record = cutter.next() { rows.judge(record, of: block.bytes, into: &answers) }
    }
    var tally = Tally(segmentCount: segments.count)
    tally.add(answers)
    return Result(
      tally: tally, piece: writer.piece(answers, of: block.bytes),
      examples: examples.rows(answers, of: block.bytes),
      ids: wantsIDs ? ids(answers, of: block.bytes) : [],
      firstRejected: answers.rejected.first)
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
