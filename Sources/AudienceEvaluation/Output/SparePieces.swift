import Synchronization

/// Pieces that have been written, for the next blocks: memory that is asked for anew is cleared by the system first,
/// which costs as much as filling it.
final class SparePieces: Sendable {
  private let idle = Mutex<[OutputFolder.Piece]>([])

  /// A piece that holds nothing.
  func take() -> OutputFolder.Piece {
    idle.withLock { $0.popLast() } ?? OutputFolder.Piece()
  }

  func give(_ piece: consuming OutputFolder.Piece) {
    var piece = piece
    piece.clear()
    idle.withLock { [piece] in $0.append(piece) }
  }
}

extension OutputFolder.Piece {
  /// Forgets its bytes and keeps the room for them.
  fileprivate mutating func clear() {
    allowed.removeAll(keepingCapacity: true)
    denied.removeAll(keepingCapacity: true)
    toReview.removeAll(keepingCapacity: true)
    decisions.removeAll(keepingCapacity: true)
    rejected.removeAll(keepingCapacity: true)
  }
}
