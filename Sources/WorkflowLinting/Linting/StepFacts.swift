import CEL
import PolicyEngine
import PolicyModel

/// Puts together the facts of a step: the action that it is, and its place in the flow.
struct StepFacts {
  let library: CompiledLibrary
  let content: WorkflowContent
  let annotations: Annotations
  let graph: FlowGraph
  let flow: FlowFacts
  let kinds: TermTable
  let data: TermTable
  /// By step: the data that its own texts speak of.
  let ownData: [Set<Symbol>]
  /// By step: whether it takes over whole items.
  let takesAll: [Bool]
  let written: [WrittenData]

  private var terms: KnownTerms { content.terms }

  /// Safeguards that the team says are applied before.
  private var upstream: Set<Symbol> { Set(annotations.upstream.map(\.kind)) }

  func facts(of step: Int) -> Facts {
    let mapped = content.mapped[step]
    var facts = terms.blank
    for (slot, value) in mapped.facts { facts.state(slot, value) }
    func state(_ path: String, _ value: Value) {
      if let slot = terms.slot(path) { facts.state(slot, value) }
    }
    if let kind = mapped.kind { state("action.kind", .symbol(kind)) }
    let used = data(of: step)
    if terms.slot("action.data").map({ mapped.facts[$0] == nil }) ?? false {
      state("action.data", list(used.sorted(by: Self.order)))
    }
    if let source = dataSource(of: step) { state("action.data_source", .symbol(source)) }
    if let owner = annotations.owner { state("action.accountable.owner", .text(owner)) }
    stateStep(step, &facts)
    stateWorkflow(&facts)
    for group in terms.groups where group.members.contains(where: { facts.origins[$0] == .stated })
    {
      facts.state(group.slot, .bool(true))
    }
    return facts
  }

  private func stateStep(_ step: Int, _ facts: inout Facts) {
    let description = content.workflow.steps[step]
    func state(_ path: String, _ value: Value) {
      if let slot = terms.slot("step." + path) { facts.state(slot, value) }
    }
    state("id", .text(description.id))
    state("name", .text(description.name))
    state("type", .text(description.type))
    let own = kinds.symbols(graph[step: step].kinds).filter { isOwnGuard($0, step) }
    state("always_after", list(Array(alwaysAfter(step).union(own)).sorted(by: Self.order)))
    state(
      "sometimes_after",
      list(
        Array(Set(kinds.symbols(flow.sometimesAfter[step])).union(upstream).union(own)).sorted(
          by: Self.order)))
    let before = flow.alwaysBefore[step]
    state("always_before", list(before == .max ? [] : kinds.symbols(before)))
    state("sometimes_before", list(sometimesBefore(step)))
    state("receives", list(received(at: step)))
    state("waits_after_check", .bool(flow.waitsAfterCheck[step] || waitsAfterUpstream(step)))
    state("error_path", .bool(flow.onErrorPath[step]))
    state("in_loop", .bool(flow.inLoop[step]))
    state("chosen_by_model", .bool(description.role == .tool))
    let mapped = content.mapped[step]
    // What only fetches gives nothing away, wherever it fetches from.
    let fetches = terms.isWithin(mapped.kind, "data.collect")
    state(
      "opaque",
      .bool(
        mapped.reading?.isCode == true || mapped.doubt != nil && !fetches || content.isEmptied))
    state("mapped", .bool(mapped.state != .unmapped))
    state("secrets", .bool(!written[step].secrets.isEmpty))
    state("literals", list(Set(written[step].literals.map(\.data)).sorted(by: Self.order)))
  }

  private func stateWorkflow(_ facts: inout Facts) {
    func state(_ path: String, _ value: Value) {
      if let slot = terms.slot("workflow." + path) { facts.state(slot, value) }
    }
    let workflow = content.workflow
    state("tool", .text(workflow.tool))
    state("name", .text(workflow.name))
    if let isActive = workflow.isActive { state("active", .bool(isActive)) }
    state("owner", annotations.owner.map(Value.text) ?? .null)
    state(
      "declares",
      .map(
        MapValue(
          entries: annotations.upstream.map { (key: .symbol($0.kind), value: .text($0.reason)) })))
  }

  /// What may come after a step; after a tool of an agent, the agent's other tools.
  private func sometimesBefore(_ step: Int) -> [Symbol] {
    let own = flow.sometimesBefore[step]
    guard content.workflow.steps[step].role == .tool else { return kinds.symbols(own) }
    let tools = content.workflow.edges.filter { $0.kind == .tool }
    let agents = Set(tools.filter { $0.to == step }.map(\.from))
    let siblings = tools.filter { agents.contains($0.from) && $0.to != step }
    return kinds.symbols(siblings.reduce(own) { $0 | graph[step: $1.to].kinds })
  }

  /// What a step's tool applies in the step itself counts as applied before.
  private func isOwnGuard(_ kind: Symbol, _ step: Int) -> Bool {
    kind != content.mapped[step].kind && terms.isWithin(kind, "safeguard")
  }

  func alwaysAfter(_ step: Int) -> Set<Symbol> {
    Set(kinds.symbols(flow.alwaysAfter[step])).union(upstream)
  }

  /// What has been passed, and what is at hand, where a step calls another workflow.
  func state(at step: Int) -> WorkflowCalls.Entry {
    let point = graph[step: step]
    return WorkflowCalls.Entry(
      passed: alwaysAfter(step).union(kinds.symbols(point.kinds)),
      data: Set(data.symbols(flow.receives[step] | point.data)),
      isStale: flow.waitsAfterCheck[step] || waitsAfterUpstream(step))
  }

  /// The safeguards passed on every way from a step to an end.
  func passed(from step: Int) -> Set<Symbol> {
    let before = flow.alwaysBefore[step]
    return before == .max
      ? [] : Set(kinds.symbols(before).filter { terms.isWithin($0, "safeguard") })
  }

  private func waitsAfterUpstream(_ step: Int) -> Bool {
    let checks = upstream.contains {
      terms.isWithin($0, "safeguard.consent_check")
        || terms.isWithin($0, "safeguard.suppression_check")
    }
    return checks && waited[step]
  }

  /// By step: something was waited for on some path, and nothing checked since.
  private var waited: [Bool] { flow.waitsUnchecked }

  /// The data that a step uses: what its texts name, and all that reaches it where it takes whole
  /// items.
  func data(of step: Int) -> Set<Symbol> {
    takesAll[step] ? ownData[step].union(received(at: step)) : ownData[step]
  }

  /// The categories that reach a step; marks of where data comes from stand among them.
  private func received(at step: Int) -> [Symbol] {
    data.symbols(flow.receives[step]).filter { terms.isCategory($0) }
  }

  /// Where the people come from whom a message reaches: the worst that leads to it.
  private func dataSource(of step: Int) -> Symbol? {
    guard let slot = terms.slot("action.data_source"), content.mapped[step].facts[slot] == nil,
      terms.reachesPerson(content.mapped[step].kind)
    else { return nil }
    return sources.first { flow.receives[step] & data.known($0) != 0 }
  }

  /// Marks of data sources among the data, the worst first.
  private var sources: [Symbol] {
    guard let slot = terms.slot("action.data_source"),
      case .term(let set) = library.vocabulary.facts[slot].type
    else { return [] }
    return ["scraped", "bought"].compactMap { library.vocabulary.termSets[set].symbol(for: $0) }
  }

  private func list(_ symbols: [Symbol]) -> Value { .array(symbols.map(Value.symbol)) }

  private static func order(_ left: Symbol, _ right: Symbol) -> Bool {
    (left.set, left.id) < (right.set, right.id)
  }
}

extension Facts {
  fileprivate mutating func state(_ slot: Int, _ value: Value) {
    slots[slot] = value
    origins[slot] = .stated
  }
}
