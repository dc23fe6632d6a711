import CEL
import PolicyModel

/// A workflow, read as far as it can be before rules are asked.
struct WorkflowReading {
  let content: WorkflowContent
  let annotations: Annotations
  let facts: StepFacts

  init(
    _ workflow: Workflow, _ mapper: Mapper, _ annotations: Annotations, library: CompiledLibrary,
    calls: WorkflowCalls = WorkflowCalls()
  ) {
    var content = WorkflowContent(workflow, mapper)
    var ownData: [Set<Symbol>] = []
    var takesAll: [Bool] = []
    for step in workflow.steps.indices {
      let texts = Parameters(node: workflow.steps[step].parameters, reader: mapper.reader).allTexts
      let references = content.references(texts)
      ownData.append(content.categories(references))
      takesAll.append(references.contains { $0.field.isEmpty && $0.source != .model })
    }
    let written = workflow.steps.indices.map {
      WrittenData(workflow.steps[$0], content.mapped[$0], content)
    }
    var flows = ownData
    for step in workflow.steps.indices { flows[step].formUnion(Self.obtained(step, content)) }
    var builder = FlowBuilder(content, annotations, calls)
    builder.build(categories: flows)
    let provenance = Provenance(content, builder.graph)
    var messages = MessageReader(content, provenance, annotations)
    for step in workflow.steps.indices { messages.read(step) }
    content = messages.content
    // What turned out to be a note to the team is no message any more.
    builder = FlowBuilder(content, annotations, calls)
    builder.build(categories: flows)
    self.content = content
    self.annotations = annotations
    facts = StepFacts(
      library: library, content: content, annotations: annotations, graph: builder.graph,
      flow: FlowFacts(builder.graph), kinds: builder.kinds, data: builder.data, ownData: ownData,
      takesAll: takesAll, written: written)
  }

  /// The data that a step obtains, and where it comes from.
  private static func obtained(_ step: Int, _ content: WorkflowContent) -> Set<Symbol> {
    var found: Set<Symbol> = []
    var hasPeople = false
    for path in ["action.collects", "action.infers", "action.data"] {
      guard let slot = content.terms.slot(path),
        case .list(let list)? = content.mapped[step].facts[slot]
      else { continue }
      for case .symbol(let symbol) in list.elements {
        found.insert(symbol)
        hasPeople = hasPeople || content.terms.isWithin(symbol, "user")
      }
    }
    if hasPeople, let slot = content.terms.slot("action.data_source"),
      case .symbol(let source)? = content.mapped[step].facts[slot]
    {
      found.insert(source)
    }
    return found
  }
}
