extension Program {
  /// The conjunction of some programs, evaluated from left to right: their plans are shared.
  ///
  /// What many conditions have in common is so planned once.
  public init(conjunctionOf programs: [Program]) {
    var parts = PlanParts()
    var operands: [NodeID] = []
    var depth = 0
    for program in programs {
      parts.definitionCalls.append(
        DefinitionCall(plan: program.plan, arguments: Children(start: 0, count: 0), frame: 0))
      parts.nodes.append(.definition(Int32(parts.nodes.count)))
      operands.append(NodeID(parts.nodes.count - 1))
      parts.frameSize = max(parts.frameSize, program.plan.frameSize)
      parts.slots.formUnion(program.plan.slots)
      depth = max(depth, program.plan.depth)
    }
    parts.children = operands
    parts.nodes.append(.conjunction(Children(start: 0, count: Int32(operands.count))))
    plan = Plan(
      parts, root: NodeID(parts.nodes.count - 1), depth: depth + 1,
      records: programs.first?.plan.records ?? [])
  }
}
