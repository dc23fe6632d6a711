/// What can be said of each point of a flow graph from the paths that lead to it and on from it.
///
/// "Always" asks for kinds and not for a step: a check on each of two branches is passed on every
/// path, though neither step dominates what follows. So the sets are the greatest solution of the
/// data flow equations `in(p) = ∩ out(q)` over the predecessors q, `out(q) = in(q) ∪ kinds(q)`, which
/// for such equations is the meet over all paths (Kam and Ullman 1977); "sometimes" is the least
/// solution with `∪`. Both are found by sweeps in reverse postorder.
///
/// Cost: edges times the depth of loops, usually two or three sweeps.
package struct FlowFacts: Sendable {
  /// By point: kinds passed on every path from a root to it.
  package private(set) var alwaysAfter: [TermBits]
  /// By point: kinds passed on some path from a root to it.
  package private(set) var sometimesAfter: [TermBits]
  /// By point: kinds passed on every path from it to an end; all kinds where no path ends.
  package private(set) var alwaysBefore: [TermBits]
  package private(set) var sometimesBefore: [TermBits]
  /// By point: data that reaches it.
  package private(set) var receives: [TermBits]
  /// By point: on some path a wait lies between the last check and it.
  package private(set) var waitsAfterCheck: [Bool]
  /// By point: on some path a wait lies between the beginning and it, and no check.
  package private(set) var waitsUnchecked: [Bool]
  /// By point: every path to it passes a failure.
  package private(set) var onErrorPath: [Bool]
  /// By point: a path leads from it back to it.
  package private(set) var inLoop: [Bool]

  /// What has happened on a path.
  private static let unchecked: TermBits = 1
  private static let fresh: TermBits = 2
  private static let stale: TermBits = 4
  private static let waited: TermBits = 8

  package init(_ graph: FlowGraph) {
    let forward = Sweep(next: graph.successors, previous: graph.predecessors, roots: graph.roots)
    let ends = (0..<graph.count).filter { graph.successors[$0].isEmpty && forward.isReached[$0] }
    let backward = Sweep(next: graph.predecessors, previous: graph.successors, roots: ends)
    let points = graph.points
    func kinds(_ point: Int, _ bits: TermBits) -> TermBits { bits | points[point].kinds }
    alwaysAfter = forward.meet(kinds)
    sometimesAfter = forward.join(kinds)
    alwaysBefore = backward.meet(kinds)
    sometimesBefore = Sweep.joinEverywhere(
      next: graph.predecessors, previous: graph.successors, kinds)
    receives = forward.join { $1 | points[$0].data }
    let states = forward.join(start: Self.unchecked) { point, states in
      var states = states
      if points[point].waits, states & Self.fresh != 0 {
        states = states & ~Self.fresh | Self.stale
      }
      if points[point].waits, states & Self.unchecked != 0 {
        states = states & ~Self.unchecked | Self.waited
      }
      return points[point].checks ? Self.fresh : states
    }
    waitsAfterCheck = states.map { $0 & Self.stale != 0 }
    waitsUnchecked = states.map { $0 & Self.waited != 0 }
    onErrorPath = forward.meet { $1 | (points[$0].fails ? 1 : 0) }.enumerated().map {
      $1 & 1 != 0 && forward.isReached[$0]
    }
    inLoop = Components.inCircle(graph.successors)
    for point in 0..<graph.count where !forward.isReached[point] { alwaysAfter[point] = 0 }
  }
}

/// A data flow problem's order of points, made once and used for several sets.
private struct Sweep {
  let previous: [[Int]]
  let roots: Set<Int>
  /// The points that a root leads to, in reverse postorder.
  let order: [Int]
  let isReached: [Bool]

  init(next: [[Int]], previous: [[Int]], roots: [Int]) {
    self.previous = previous
    self.roots = Set(roots)
    var isReached = [Bool](repeating: false, count: next.count)
    var postorder: [Int] = []
    for root in roots where !isReached[root] {
      isReached[root] = true
      var path: [(point: Int, next: Int)] = [(root, 0)]
      while let (point, place) = path.last {
        if place < next[point].count {
          path[path.count - 1].next += 1
          let follower = next[point][place]
          if !isReached[follower] {
            isReached[follower] = true
            path.append((follower, 0))
          }
        } else {
          postorder.append(point)
          path.removeLast()
        }
      }
    }
    order = postorder.reversed()
    self.isReached = isReached
  }

  /// What holds on every path into a point; `pass` is what passing a point adds.
  func meet(_ pass: (Int, TermBits) -> TermBits) -> [TermBits] {
    var into = [TermBits](repeating: .max, count: isReached.count)
    for root in roots { into[root] = 0 }
    repeatUntilStill { point in
      guard !roots.contains(point) else { return false }
      var bits = TermBits.max
      for other in previous[point] where isReached[other] { bits &= pass(other, into[other]) }
      defer { into[point] = bits }
      return bits != into[point]
    }
    return into
  }

  /// What holds on some path into a point.
  func join(start: TermBits = 0, _ pass: (Int, TermBits) -> TermBits) -> [TermBits] {
    var into = [TermBits](repeating: 0, count: isReached.count)
    for root in roots { into[root] = start }
    repeatUntilStill { point in
      var bits = into[point]
      for other in previous[point] where isReached[other] { bits |= pass(other, into[other]) }
      defer { into[point] = bits }
      return bits != into[point]
    }
    return into
  }

  private func repeatUntilStill(_ change: (Int) -> Bool) {
    var moves = true
    while moves {
      moves = false
      for point in order where change(point) { moves = true }
    }
  }

  /// `join` over all points, also those from which no path ends.
  static func joinEverywhere(
    next: [[Int]], previous: [[Int]], _ pass: (Int, TermBits) -> TermBits
  ) -> [TermBits] {
    Sweep(next: next, previous: previous, roots: Array(next.indices)).join(pass)
  }
}
