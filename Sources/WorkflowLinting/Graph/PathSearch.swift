/// Finds paths that show what findings say.
///
/// One search from the roots serves all steps: for each set of kinds to avoid the tree of shortest
/// ways is kept. Cost: points and edges once a set, then the length of a path.
package struct PathSearch: Sendable {
  private let graph: FlowGraph
  /// By the kinds avoided: by point, the point before it; -1 for roots, -2 for what is not reached.
  private var trees: [TermBits: [Int]] = [:]
  private var treeOverWaits: [Int]?

  package init(_ graph: FlowGraph) { self.graph = graph }

  /// The steps of a shortest path from a root to a step that passes none of these kinds; nil where
  /// there is none.
  package mutating func path(to step: Int, avoiding kinds: TermBits = 0) -> [Int]? {
    if trees[kinds] == nil { trees[kinds] = tree(avoiding: kinds) }
    guard let tree = trees[kinds], tree[step] > -2 else { return nil }
    return steps(back: step, tree)
  }

  /// The steps of a path from a root over a check and then a wait to a step, without another check
  /// behind the wait.
  package mutating func pathOverWait(to step: Int) -> [Int]? {
    let tree = treeOverWaits ?? overWaits()
    treeOverWaits = tree
    let waited = 2 * graph.count + step
    return tree[waited] > -2 ? steps(back: waited, tree) : nil
  }

  private func tree(avoiding kinds: TermBits) -> [Int] {
    var came = [Int](repeating: -2, count: graph.count)
    for root in graph.roots { came[root] = -1 }
    var waiting = graph.roots
    var place = 0
    while place < waiting.count {
      let point = waiting[place]
      place += 1
      // What is avoided can be reached, but nothing lies behind it.
      guard graph.points[point].kinds & kinds == 0 else { continue }
      for next in graph.successors[point] where came[next] == -2 {
        came[next] = point
        waiting.append(next)
      }
    }
    return came
  }

  /// A point is entered in one of three states: unchecked, checked, waited.
  private func overWaits() -> [Int] {
    let count = graph.count
    var came = [Int](repeating: -2, count: count * 3)
    for root in graph.roots { came[root] = -1 }
    var waiting = graph.roots
    var place = 0
    while place < waiting.count {
      let state = waiting[place]
      place += 1
      let (point, phase) = (state % count, state / count)
      var next = phase
      if graph.points[point].waits, phase == 1 { next = 2 }
      if graph.points[point].checks { next = 1 }
      for follower in graph.successors[point] where came[next * count + follower] == -2 {
        came[next * count + follower] = state
        waiting.append(next * count + follower)
      }
    }
    return came
  }

  private func steps(back state: Int, _ came: [Int]) -> [Int] {
    var path: [Int] = []
    var state = state
    while state >= 0 {
      let point = state % graph.count
      if point < graph.stepCount { path.append(point) }
      state = came[state]
    }
    return path.reversed()
  }
}
