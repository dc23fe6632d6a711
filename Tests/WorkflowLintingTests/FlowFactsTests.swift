import TestSupport
import Testing
import WorkflowLinting

/// What the flow facts say is what a look at all walks says.
struct FlowFactsTests {
  @Test(arguments: 0..<400)
  func `random graphs agree with a plain definition over walks`(seed: UInt64) {
    let graph = RandomGraph(seed: seed).graph
    let flow = FlowFacts(graph)
    let plain = PlainFlow(graph)
    for point in 0..<graph.count {
      let walks = plain.walks(to: point)
      guard !walks.isEmpty else { continue }
      let before = walks.map { Array($0.dropLast()) }
      let passed = before.map { $0.reduce(TermBits(0)) { $0 | graph.points[$1].kinds } }
      #expect(flow.alwaysAfter[point] == passed.reduce(.max, &), "always after, \(point)")
      #expect(flow.sometimesAfter[point] == passed.reduce(0, |), "sometimes after, \(point)")
      #expect(
        flow.receives[point]
          == before.map { $0.reduce(TermBits(0)) { $0 | graph.points[$1].data } }.reduce(0, |),
        "receives, \(point)")
      #expect(
        flow.onErrorPath[point]
          == before.allSatisfy { $0.contains { graph.points[$0].fails } }, "error path, \(point)")
      #expect(
        flow.waitsAfterCheck[point] == before.contains { plain.isStale($0) },
        "waits after check, \(point)")
      let ways = plain.ways(from: point)
      if !ways.isEmpty {
        let later = ways.map { $0.dropFirst().reduce(TermBits(0)) { $0 | graph.points[$1].kinds } }
        #expect(flow.alwaysBefore[point] == later.reduce(.max, &), "always before, \(point)")
      }
      #expect(flow.inLoop[point] == plain.returns(to: point), "in loop, \(point)")
    }
  }

  @Test func `a check on each of two branches is a check on every path`() {
    var graph = FlowGraph(stepCount: 4)
    graph[step: 1].kinds = 1
    graph[step: 2].kinds = 1
    for (from, to) in [(0, 1), (0, 2), (1, 3), (2, 3)] { graph.connect(from, to) }
    graph.findRoots([0], among: Array(0..<4))
    #expect(FlowFacts(graph).alwaysAfter[3] == 1)
  }

  @Test func `the no of a question passes no safeguard`() {
    var graph = FlowGraph(stepCount: 3)
    var yes = FlowGraph.Point()
    yes.kinds = 1
    graph.connect(0, 1, passing: yes)
    graph.connect(0, 2)
    graph.findRoots([0], among: Array(0..<3))
    let flow = FlowFacts(graph)
    #expect(flow.alwaysAfter[1] == 1)
    #expect(flow.alwaysAfter[2] == 0)
  }

  @Test func `a circle that nothing leads to begins at its first step`() {
    var graph = FlowGraph(stepCount: 2)
    graph.connect(0, 1)
    graph.connect(1, 0)
    graph.findRoots([], among: [0, 1])
    #expect(graph.roots == [0])
  }

  @Test func `a path is shown that avoids what is asked for`() {
    var graph = FlowGraph(stepCount: 4)
    graph[step: 1].kinds = 1
    for (from, to) in [(0, 1), (1, 3), (0, 2), (2, 3)] { graph.connect(from, to) }
    graph.findRoots([0], among: Array(0..<4))
    var search = PathSearch(graph)
    #expect(search.path(to: 3, avoiding: 1) == [0, 2, 3])
    #expect(search.path(to: 3, avoiding: 3) == [0, 2, 3])
  }

  @Test func `a path over a wait is shown`() {
    var graph = FlowGraph(stepCount: 4)
    graph[step: 1].checks = true
    graph[step: 2].waits = true
    for step in 0..<3 { graph.connect(step, step + 1) }
    graph.findRoots([0], among: Array(0..<4))
    var search = PathSearch(graph)
    #expect(search.pathOverWait(to: 3) == [0, 1, 2, 3])
    #expect(search.pathOverWait(to: 2) == nil)
  }
}

extension Dice {
  fileprivate mutating func below(_ count: Int) -> Int { number(0...count - 1) }
}

/// A small graph with all sorts of points.
struct RandomGraph {
  let graph: FlowGraph

  init(seed: UInt64) {
    var dice = Dice(seed)
    let count = 2 + dice.below(4)
    var graph = FlowGraph(stepCount: count)
    for point in 0..<count {
      graph[step: point].kinds = dice.below(3) == 0 ? 1 << TermBits(dice.below(3)) : 0
      graph[step: point].data = dice.below(3) == 0 ? 1 << TermBits(dice.below(3)) : 0
      graph[step: point].waits = dice.below(4) == 0
      graph[step: point].checks = dice.below(4) == 0
      graph[step: point].fails = dice.below(5) == 0
    }
    for _ in 0..<count + dice.below(3) { graph.connect(dice.below(count), dice.below(count)) }
    graph.findRoots([dice.below(count)], among: Array(0..<count))
    self.graph = graph
  }
}

/// The definition: all walks up to a length at which nothing new can happen.
struct PlainFlow {
  let graph: FlowGraph
  private let longest: Int

  init(_ graph: FlowGraph) {
    self.graph = graph
    longest = graph.count * 2 + 2
  }

  func walks(to point: Int) -> [[Int]] {
    graph.roots.flatMap { extended([$0]) { $0 == point } }
  }

  func ways(from point: Int) -> [[Int]] { extended([point]) { graph.successors[$0].isEmpty } }

  func returns(to point: Int) -> Bool {
    graph.successors[point].contains { next in
      !extended([next]) { $0 == point }.isEmpty
    }
  }

  func isStale(_ walk: [Int]) -> Bool {
    var state = 0
    for point in walk {
      if graph.points[point].waits, state == 1 { state = 2 }
      if graph.points[point].checks { state = 1 }
    }
    return state == 2
  }

  private func extended(_ walk: [Int], _ isEnd: (Int) -> Bool) -> [[Int]] {
    guard let last = walk.last else { return [] }
    var found = isEnd(last) ? [walk] : []
    // A walk need not visit a point a third time to show anything.
    guard walk.count < longest else { return found }
    for next in graph.successors[last] where walk.count(where: { $0 == next }) < 3 {
      found += extended(walk + [next], isEnd)
    }
    return found
  }
}
