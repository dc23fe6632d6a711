import CEL
import DocumentTree
import PolicyModel

/// Which machine-written text the items at a step may hold, and where its data comes from.
struct Provenance {
  /// The steps that have a machine write something, by bit.
  private(set) var writers: [Int] = []
  /// By point: writers whose text the items that reach it may hold.
  private(set) var written: [TermBits] = []
  /// By point: writers whose text the items that leave it may hold.
  private(set) var handed: [TermBits] = []

  init(_ content: WorkflowContent, _ graph: FlowGraph) {
    let slot = content.terms.slot("action.content.ai_generated")
    var bits: [Int: TermBits] = [:]
    for (step, mapped) in content.mapped.enumerated() where writers.count < 127 {
      guard let slot, case .bool(true)? = mapped.facts[slot],
        !content.terms.isWithin(mapped.kind, "message"), !content.workflow.steps[step].isDisabled
      else { continue }
      bits[step] = 1 << TermBits(writers.count)
      writers.append(step)
    }
    written = [TermBits](repeating: 0, count: graph.count)
    handed = written
    guard !writers.isEmpty else { return }
    let fetches = content.mapped.map { mapped in
      content.terms.isWithin(mapped.kind, "data.collect")
        || content.terms.isWithin(mapped.kind, "data.enrich")
    }
    var waiting = Array(graph.roots) + writers
    var isWaiting = Set(waiting)
    while let point = waiting.popLast() {
      isWaiting.remove(point)
      var out = written[point]
      if let own = bits[point] {
        out = own
      } else if point < fetches.count, fetches[point] {
        // What is fetched takes the items' place.
        out = 0
      }
      guard out != handed[point] else { continue }
      handed[point] = out
      for next in graph.successors[point] where written[next] | out != written[next] {
        written[next] |= out
        if isWaiting.insert(next).inserted { waiting.append(next) }
      }
    }
  }

  /// The writers in a set.
  func steps(_ bits: TermBits) -> [Int] {
    writers.indices.filter { bits >> TermBits($0) & 1 != 0 }.map { writers[$0] }
  }

  /// Writers, with those whose text they were given.
  func chain(_ authors: [Int]) -> [Int] {
    var chain: [Int] = []
    var waiting = authors
    while let author = waiting.popLast() {
      if chain.contains(author) { continue }
      chain.append(author)
      waiting += steps(written[author])
    }
    return chain.sorted()
  }

  /// The writers whose text a reference at a step may take over.
  ///
  /// Fields that hold somebody's name or address are not what a machine wrote.
  func writers(of reference: Reference, at step: Int, in content: WorkflowContent) -> [Int] {
    let table = content.mapper.table
    guard reference.field.isEmpty || table.categories(ofField: reference.field).isEmpty else {
      return []
    }
    switch reference.source {
    case .incoming: return steps(written[step])
    case .step(let name): return content.place(of: name).map { steps(handed[$0]) } ?? []
    case .model, .setting: return []
    }
  }
}
