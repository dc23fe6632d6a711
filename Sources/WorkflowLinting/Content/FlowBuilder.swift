import CEL
import PolicyModel

/// Builds the graph of a workflow for the flow facts: safeguards stand where they are passed.
struct FlowBuilder {
  let content: WorkflowContent
  let annotations: Annotations
  let calls: WorkflowCalls
  private(set) var kinds = TermTable()
  private(set) var data = TermTable()
  private(set) var graph: FlowGraph

  init(_ content: WorkflowContent, _ annotations: Annotations, _ calls: WorkflowCalls) {
    self.content = content
    self.annotations = annotations
    self.calls = calls
    graph = FlowGraph(stepCount: content.workflow.steps.count)
  }

  private var steps: [Step] { content.workflow.steps }

  /// Whether a step stands in the flow at all.
  private func flows(_ step: Int) -> Bool {
    switch steps[step].role {
    case .trigger, .step, .tool: true
    case .part, .note: false
    }
  }

  /// Puts all points and edges in place; the data that flows on from each step is given.
  mutating func build(categories: [Set<Symbol>]) {
    let asking = Set(
      steps.indices.filter { content.terms.isWithin(content.mapped[$0].kind, "safeguard.approval") }
    )
    let guards = BranchGuards(
      content: content, answered: content.workflow.steps(after: asking), asking: asking)
    for step in steps.indices where flows(step) && !steps[step].isDisabled {
      graph[step: step] = point(of: step, categories[step], guards)
    }
    for edge in content.workflow.edges { add(edge, guards) }
    for edge in content.workflow.edges where edge.kind == .tool { leadOn(edge) }
    enter()
    let flowing = steps.indices.filter(flows)
    graph.findRoots(flowing.filter { steps[$0].role == .trigger }, among: Array(flowing))
  }

  /// Has the workflow begin with what was passed before it is called.
  private mutating func enter() {
    guard let entry = calls.entry else { return }
    var before = FlowGraph.Point()
    before.kinds = kinds.bits(entry.passed)
    before.data = data.bits(entry.data)
    before.checks = entry.passed.contains(where: isCheck)
    var wait = FlowGraph.Point()
    wait.waits = entry.isStale
    for step in steps.indices where steps[step].isEntrance && steps[step].role == .trigger {
      graph.enter(step, past: [before, wait])
    }
  }

  private mutating func point(
    of step: Int, _ categories: Set<Symbol>, _ guards: BranchGuards
  ) -> FlowGraph.Point {
    let mapped = content.mapped[step]
    var passed: Set<Symbol> = []
    if let kind = mapped.kind, !content.terms.isWithin(kind, "safeguard.approval"),
      !content.terms.isWithin(kind, "flow")
    {
      passed.insert(kind)
    }
    passed.formUnion(mapped.reading?.guards ?? [])
    passed.formUnion(checksOfFilter(mapped))
    passed.formUnion(annotations.declared(atStep: step))
    passed.formUnion(calls.returns[step] ?? [])
    passed.formUnion(guards.guards(entering: step))
    if hidesSafeguards(step), let safeguard = content.terms.kind("safeguard") {
      passed.insert(safeguard)
    }
    var point = FlowGraph.Point()
    point.kinds = kinds.bits(passed)
    point.data = data.bits(categories)
    point.waits = mapped.waits
    point.checks = passed.contains(where: isCheck)
    return point
  }

  private func isCheck(_ kind: Symbol) -> Bool {
    content.terms.isWithin(kind, "safeguard.consent_check")
      || content.terms.isWithin(kind, "safeguard.suppression_check")
  }

  /// A look-up that leaves out whoever has not agreed, or is on a list.
  private func checksOfFilter(_ mapped: MappedStep) -> Set<Symbol> {
    let words = content.words(mapped.texts(.filter))
    var found: Set<Symbol> = []
    if content.tells("consent", words), let kind = content.terms.kind("safeguard.consent_check") {
      found.insert(kind)
    }
    if content.tells("suppression", words),
      let kind = content.terms.kind("safeguard.suppression_check")
    {
      found.insert(kind)
    }
    return found
  }

  /// Whether a safeguard may be in a step that cannot be looked into.
  private func hidesSafeguards(_ step: Int) -> Bool {
    let mapped = content.mapped[step]
    if calls.returns[step] != nil || steps[step].isEntrance && calls.entry != nil { return false }
    if content.isEmptied {
      return mapped.state == .effectFree || mapped.reading?.isCode == true
    }
    guard mapped.reading?.isCode == true else { return false }
    let code = content.words(mapped.texts(.code))
    if mapped.texts(.code).isEmpty { return true }
    return content.tells("consent", code) || content.tells("suppression", code)
  }

  private mutating func add(_ edge: Edge, _ guards: BranchGuards) {
    guard flows(edge.from), flows(edge.to), edge.kind != .part else { return }
    if steps[edge.from].isDisabled, edge.output != 0 || edge.kind == .error { return }
    var passed =
      steps[edge.from].isDisabled ? [] : guards.guards(of: edge.from, output: edge.output)
    if edge.kind == .tool { passed = [] }
    guard !passed.isEmpty || edge.kind == .error else {
      graph.connect(edge.from, edge.to)
      return
    }
    var point = FlowGraph.Point()
    point.kinds = kinds.bits(passed)
    point.checks = passed.contains(where: isCheck)
    point.fails = edge.kind == .error
    graph.connect(edge.from, edge.to, passing: point)
  }

  /// What an agent's tool has done, the steps behind the agent come after.
  private mutating func leadOn(_ edge: Edge) {
    for other in content.workflow.edges where other.from == edge.from && other.kind == .flow {
      if flows(edge.to), flows(other.to) { graph.connect(edge.to, other.to) }
    }
  }
}
