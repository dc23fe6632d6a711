import Diagnostics

/// Fields, `has`, and what is written out: lists, maps, records, comprehensions.
extension Planner {
  mutating func planSelection(
    _ expression: Expression, _ operand: Expression, _ field: String, isOptional: Bool
  ) -> NodeID {
    guard case .field(_, let index) = reference(of: expression) else {
      let operand = plan(operand)
      return node(
        .select(operand, name: place(ofConstant: .text(field)), isOptional: isOptional))
    }
    if isOptional {
      let operand = plan(operand)
      return node(.optionalField(operand, Int32(index)))
    }
    let operand = plan(operand)
    guard settings.nullsAreUndecided else {
      return node(.field(operand, Int32(index), failure: -1))
    }
    let failure = nullUse(checked.source.text(expression.range))
    return node(.field(operand, Int32(index), failure: failure))
  }

  mutating func planPresence(
    _ expression: Expression, _ operand: Expression, _ field: String
  ) -> NodeID {
    switch reference(of: expression) {
    case .variable(let variable):
      parts.slots.insert(variable.slot)
      return node(.slotPresence(Int32(variable.slot)))
    case .field(_, let index):
      let operand = planOperandOfPresence(operand)
      return node(
        .fieldPresence(
          operand, Int32(index), allowsNull: settings.nullsAreUndecided))
    case .local, .constant, .function, .definition, nil:
      let operand = plan(operand)
      return node(.presence(operand, name: place(ofConstant: .text(field))))
    }
  }

  /// A null has no fields: `has(x.f)` is false of a null `x`, which may not be used otherwise.
  private mutating func planOperandOfPresence(_ operand: Expression) -> NodeID {
    guard settings.nullsAreUndecided else { return plan(operand) }
    switch (reference(of: operand), operand.kind) {
    case (.variable(let variable), _): return planVariable(variable, allowsNull: true)
    case (.field(_, let index), .select(let inner, _, false)):
      let inner = planOperandOfPresence(inner)
      return node(.nullableField(inner, Int32(index)))
    case (_, _): return plan(operand)
    }
  }

  mutating func planList(_ elements: [Expression], _ optionalIndices: Set<Int>) -> NodeID {
    let nodes = elements.map { plan($0) }
    guard optionalIndices.isEmpty else {
      parts.lists.append(
        OptionalList(
          elements: nodes.enumerated().map { ($1, optionalIndices.contains($0)) }))
      return node(.listOfOptionals(Int32(parts.lists.count - 1)))
    }
    let values = nodes.compactMap { value(of: $0) }
    if values.count == nodes.count { return constant(.array(values)) }
    return node(.list(children(nodes)))
  }

  mutating func planMap(_ entries: [Expression.MapEntry]) -> NodeID {
    let nodes = entries.map { (plan($0.key), plan($0.value), $0.isOptional) }
    let constants = nodes.compactMap { key, entry, isOptional -> MapValue.Entry? in
      guard !isOptional, let key = value(of: key), let entry = value(of: entry) else { return nil }
      return (key, entry)
    }
    if constants.count == nodes.count, case .map(let map) = MapValue.checked(constants) {
      return constant(.map(map))
    }
    parts.maps.append(MapPlan(entries: nodes))
    return node(.map(Int32(parts.maps.count - 1)))
  }

  mutating func planStructure(
    _ expression: Expression, _ name: String, _ fields: [Expression.StructureField]
  ) -> NodeID {
    guard let kind = kind(of: expression, name) else {
      return failure(.noSuchOverload, "`\(name)` is no type that can be built")
    }
    let nodes = fields.map { ($0.name, plan($0.value), $0.isOptional) }
    parts.structures.append(StructurePlan(kind: kind, fields: nodes))
    return node(.structure(Int32(parts.structures.count - 1)))
  }

  private func kind(of expression: Expression, _ name: String) -> StructurePlan.Kind? {
    var names = [name.hasPrefix(".") ? String(name.dropFirst()) : name]
    if checked.types.indices.contains(expression.id),
      case .record(let resolved) = checked.types[expression.id]
    {
      names.insert(resolved, at: 0)
    }
    for name in names {
      if let declaration = settings.records.first(where: { $0.name == name }) {
        return .record(declaration)
      }
      if let message = WellKnownMessage(name: name) { return .wellKnown(message) }
    }
    return nil
  }

  mutating func planComprehension(_ comprehension: Expression.Comprehension) -> NodeID {
    let range = plan(comprehension.range)
    let local = nextLocal
    for variable in comprehension.variables { _ = declare(variable) }
    let predicate = comprehension.predicate.map { plan($0) }
    let transform = comprehension.transform.map { plan($0) }
    forget(comprehension.variables.count)
    parts.comprehensions.append(
      ComprehensionPlan(
        kind: comprehension.kind, range: range, local: local,
        hasTwoVariables: comprehension.variables.count > 1, predicate: predicate,
        transform: transform))
    return node(.comprehension(Int32(parts.comprehensions.count - 1)))
  }

  mutating func planBind(_ name: String, _ bound: Expression, _ body: Expression) -> NodeID {
    let bound = plan(bound)
    let local = declare(name)
    let body = plan(body)
    forget(1)
    return node(.bind(local: Int32(local), bound, body))
  }
}
