import Synchronization

/// Column judges that tasks take and give back, so that what one has learnt of values and outcomes serves
/// the next block.
final class ColumnJudgePool: Sendable {
  private let idle: Mutex<[Entry]>
  /// One that has learnt nothing.
  let fresh: ColumnJudge

  private struct Entry {
    let judge: ColumnJudge
    let outcomes: OutcomeTable
  }

  init(_ judge: ColumnJudge) {
    fresh = judge
    idle = Mutex([])
  }

  func take() -> (ColumnJudge, OutcomeTable)? {
    idle.withLock { idle in idle.popLast().map { ($0.judge, $0.outcomes) } }
  }

  func give(_ judge: ColumnJudge, _ outcomes: OutcomeTable) {
    idle.withLock { $0.append(Entry(judge: judge, outcomes: outcomes)) }
  }
}
