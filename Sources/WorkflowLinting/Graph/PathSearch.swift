/// Finds a path that shows what a finding says.
package struct PathSearch: Sendable {
  package let graph: FlowGraph

  package init(_ graph: FlowGraph) { self.graph = graph }

  /// The steps of a shortest path from a root to a step that passes none of these kinds; nil where
  /// there is none.
  package func path(to step: Int, avoiding kinds: TermBits = 0) -> [Int]? {
    search(from: graph.roots, to: step) { point in graph.points[point].kinds & kinds == 0 }
  }

  /// The steps of a path from a root over a check and then a wait to a step, without another check
  /// behind the wait.
  package func pathOverWait(to step: Int) -> [Int]? {
    // A point is entered in one of three states: unchecked, checked, waited.
    let count = graph.count
    var came = [Int](repeating: -2, count: count * 3)
    var waiting: [Int] = []
    for root in graph.roots {
      came[root] = -1
      waiting.append(root)
    }
    var place = 0
    while place < waiting.count {
      let state = waiting[place]
      place += 1
      let (point, phase) = (state % count, state / count)
      if point == step, phase == 2 { return steps(back: state, came) }
      var next = phase
      if graph.points[point].waits, phase == 1 { next = 2 }
      if graph.points[point].checks { next = 1 }
      for follower in graph.successors[point] where came[next * count + follower] == -2 {
        came[next * count + follower] = state
        waiting.append(next * count + follower)
      }
    }
    return nil
  }

  private func search(from roots: [Int], to step: Int, _ mayPass: (Int) -> Bool) -> [Int]? {
    var came = [Int](repeating: -2, count: graph.count)
    var waiting: [Int] = []
    for root in roots where root == step || mayPass(root) {
      came[root] = -1
      waiting.append(root)
    }
    var place = 0
    while place < waiting.count {
      let point = waiting[place]
      place += 1
      if point == step { return steps(back: point, came) }
      for next in graph.successors[point] where came[next] == -2 && (next == step || mayPass(next))
      {
        came[next] = point
        waiting.append(next)
      }
    }
    return nil
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
