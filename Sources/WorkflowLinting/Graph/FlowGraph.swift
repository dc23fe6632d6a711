/// A workflow's steps as a graph for the questions of `FlowFacts`: who comes before whom.
///
/// Where an output of a step is a safeguard (the yes of "has opted in?"), or is taken only after a
/// failure, a point of its own stands on the edge: the no of the same question passes no safeguard.
///
///     points:  0 ..< stepCount        the steps
///              stepCount ..< count    points on edges
package struct FlowGraph: Sendable {
  package let stepCount: Int
  package private(set) var points: [Point]
  package private(set) var successors: [[Int]]
  package private(set) var predecessors: [[Int]]
  /// Where a run can begin, ascending.
  package private(set) var roots: [Int] = []
  /// By step that is entered with something passed before: the point where that begins.
  private var entrances: [Int: Int] = [:]

  /// What passing a point means.
  package struct Point: Sendable {
    /// The kinds of step that have then been passed.
    package var kinds: TermBits = 0
    /// The data that flows on from it.
    package var data: TermBits = 0
    /// Something is waited for so long that it may have changed.
    package var waits = false
    /// A consent or suppression check.
    package var checks = false
    /// Only a failure leads here.
    package var fails = false

    package init() {}
  }

  package init(stepCount: Int) {
    self.stepCount = stepCount
    points = [Point](repeating: Point(), count: stepCount)
    successors = [[Int]](repeating: [], count: stepCount)
    predecessors = successors
  }

  package var count: Int { points.count }

  package subscript(step step: Int) -> Point {
    get { points[step] }
    set { points[step] = newValue }
  }

  package mutating func connect(_ from: Int, _ to: Int) {
    guard !successors[from].contains(to) else { return }
    successors[from].append(to)
    predecessors[to].append(from)
  }

  /// Connects two steps by way of a point that means something.
  package mutating func connect(_ from: Int, _ to: Int, passing point: Point) {
    points.append(point)
    successors.append([to])
    predecessors.append([from])
    successors[from].append(points.count - 1)
    predecessors[to].append(points.count - 1)
  }

  /// Has a step that starts a run begin with what was passed elsewhere before, in that order.
  package mutating func enter(_ step: Int, past passed: [Point]) {
    for point in passed.reversed() {
      points.append(point)
      let next = entrances[step] ?? step
      successors.append([next])
      predecessors.append([])
      predecessors[next].append(points.count - 1)
      entrances[step] = points.count - 1
    }
  }

  /// Finds where a run can begin: at the starts, at whatever nothing leads to, and, so that no step
  /// is passed over, at the first step of each circle that nothing leads to.
  package mutating func findRoots(_ starts: [Int], among steps: [Int]) {
    var found = Set(starts)
    for step in steps where predecessors[step].isEmpty { found.insert(step) }
    var seen = [Bool](repeating: false, count: count)
    var waiting = found.sorted()
    for root in waiting { seen[root] = true }
    func flood() {
      while let point = waiting.popLast() {
        for next in successors[point] where !seen[next] {
          seen[next] = true
          waiting.append(next)
        }
      }
    }
    flood()
    for step in steps where !seen[step] {
      found.insert(step)
      seen[step] = true
      waiting = [step]
      flood()
    }
    roots = found.map { entrances[$0] ?? $0 }.sorted()
  }
}
