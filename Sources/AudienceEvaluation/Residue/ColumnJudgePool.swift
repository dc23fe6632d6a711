import Synchronization

/// Column judges that tasks take and give back, so that what one has learnt of values serves the next
/// block.
final class ColumnJudgePool: Sendable {
  private let idle: Mutex<[ColumnJudge]>
  private let fresh: ColumnJudge

  init(_ judge: ColumnJudge) {
    fresh = judge
    idle = Mutex([])
  }

  func take() -> ColumnJudge { idle.withLock { $0.popLast() } ?? fresh }

  func give(_ judge: consuming sending ColumnJudge) {
    let judge = judge
    idle.withLock { $0.append(judge) }
  }
}
