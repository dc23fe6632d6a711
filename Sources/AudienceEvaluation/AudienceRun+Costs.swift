import Diagnostics
package import FactsReading

/// What the parts of a run cost, for measurements.
extension AudienceRun {
  package struct Costs: Sendable {
    package var rows = 0
    /// Rows that went through columns to the end.
    package var rowsInColumns = 0
    package var bytes = 0
    /// Reading rows into columns, and judging columns: in seconds of the clock that was given.
    package var reading = 0.0
    package var judging = 0.0
  }

  /// Judges an audience on one thread and throws the answers away; nil where no columns are used.
  ///
  /// `clock`: the seconds that the thread has worked.
  package func costs(
    _ path: String, _ form: AudienceForm, clock: () -> Double
  ) throws(RunFailure) -> Costs? {
    var diagnostics: [Diagnostic] = []
    guard
      var blocks = RecordBlocks(
        path: path, form: form, blockSize: options.blockSize, &diagnostics)
    else { throw RunFailure(diagnostics) }
    var costs = Costs()
    var started: (judge: BlockJudge, columns: ColumnJudge, outcomes: OutcomeTable)?
    while let block = blocks.next() {
      var start = 0
      if started == nil {
        let (reader, first) = try reader(block, form, path)
        start = first
        guard let pool = try blockJudge(reader).pool else { return nil }
        started = (try blockJudge(reader), pool.fresh, OutcomeTable(PieceWriter(library)))
      }
      guard let judge = started?.judge, var columns = started?.columns,
        var outcomes = started?.outcomes
      else { return nil }
      started = nil
      var cutter = RecordCutter(form, block.bytes, from: start, line: block.firstLine)
      let begin = clock()
      let places = columns.read(&cutter, of: block.bytes)
      let read = clock()
      let found = judge.found(places, &columns, &outcomes, of: block.bytes)
      let judged = clock()
      costs.rows += places.count
      costs.rowsInColumns += found.count { $0 >= 0 }
      costs.bytes += block.bytes.count
      costs.reading += read - begin
      costs.judging += judged - read
      started = (judge, columns, outcomes)
    }
    if let failure = blocks.failure { throw RunFailure([failure]) }
    return costs
  }
}
