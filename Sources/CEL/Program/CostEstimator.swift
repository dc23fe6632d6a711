import SharedStorage

/// Walks over a plan as the evaluator does, with shapes in place of values.
///
/// What a node costs stands in the evaluator's function of the same name.
struct CostEstimator {
  let plan: Plan
  let shapes: ShapeSource
  /// The shapes of the locals in sight.
  private var locals: [Int: Shape] = [:]

  /// What is known of a node's value, and of what it takes to find that.
  struct Estimate {
    var cost: Bounds
    var shape: Shape

    init(_ cost: Bounds, _ shape: Shape) {
      self.cost = cost
      self.shape = shape
    }
  }

  init(plan: Plan, shapes: ShapeSource) {
    self.plan = plan
    self.shapes = shapes
  }

  mutating func estimate(_ node: NodeID) -> Estimate {
    switch plan.nodes[node.index] {
    case .constant(let constant): Estimate(.zero, Shape(of: plan.constants[Int(constant)]))
    case .failure: Estimate(.zero, .any)
    case .slot(let slot), .statedSlot(let slot, _):
      Estimate(.one, shapes.shape(ofSlot: Int(slot)))
    case .local(let local): Estimate(.one, locals[Int(local)] ?? .any)
    case .field(let operand, let field, _), .nullableField(let operand, let field):
      estimateField(operand, Int(field))
    case .optionalField(let operand, let field):
      optional(estimateField(operand, Int(field)))
    case .select(let operand, let name, let isOptional):
      estimateSelection(operand, plan.constants[Int(name)], isOptional: isOptional)
    case .index(let operand, let key, let isOptional):
      estimateIndex(operand, key, isOptional: isOptional)
    case .slotPresence: Estimate(.one, .scalar)
    case .fieldPresence(let operand, _, _), .presence(let operand, _), .negation(let operand):
      Estimate(.one + estimate(operand).cost, .scalar)
    case .conjunction(let operands), .disjunction(let operands): estimateJunction(operands)
    case .conditional(let condition, let then, let otherwise):
      estimateConditional(condition, then, otherwise)
    case .equality(let left, let right, _): estimateEquality(left, right)
    case .slotEquality(let slot, _, _, _):
      Estimate(
        Bounds(2, 2) + shapes.weight(of: shapes.shape(ofSlot: Int(slot))).fromZero, .scalar)
    case .comparison(_, let left, let right):
      Estimate(.one + estimate(left).cost + estimate(right).cost, .scalar)
    case .slotComparison: Estimate(Bounds(2, 2), .scalar)
    case .membership(let element, let collection): estimateMembership(element, collection)
    case .setMembership(let element, _): Estimate(.one + estimate(element).cost, .scalar)
    case .match(let text, let pattern): estimateMatch(text, plan.patterns[Int(pattern)])
    case .openMatch(let text, let pattern): estimateOpenMatch(text, pattern)
    case .alternative(let optional, let other, let unwraps):
      estimateAlternative(optional, other, unwraps: unwraps)
    case .symbolTest(let test): estimate(plan.symbolTests[Int(test)].call)
    case .nullary(let function): estimateCall(Int(function), [])
    case .unary(let function, let argument): estimateCall(Int(function), [argument])
    case .binary(let function, let first, let second): estimateCall(Int(function), [first, second])
    case .call(let function, let arguments):
      estimateCall(Int(function), plan.children.array(arguments.range))
    case .definition(let call): estimateDefinition(plan.definitionCalls[Int(call)])
    case .bind(let local, let bound, let body): estimateBind(Int(local), bound, body)
    case .list(let elements):
      estimateList(plan.children.array(elements.range).map { ($0, false) })
    case .listOfOptionals(let list): estimateList(plan.lists[Int(list)].elements)
    case .map(let map): estimateMap(plan.maps[Int(map)])
    case .structure(let structure): estimateStructure(plan.structures[Int(structure)])
    case .comprehension(let comprehension): estimate(plan.comprehensions[Int(comprehension)])
    }
  }

  mutating func estimates(_ nodes: [NodeID]) -> [Estimate] {
    var estimates: [Estimate] = []
    for node in nodes { estimates.append(estimate(node)) }
    return estimates
  }

  mutating func estimate(_ node: NodeID, with locals: [Int: Shape]) -> Estimate {
    let outer = self.locals
    self.locals.merge(locals) { $1 }
    defer { self.locals = outer }
    return estimate(node)
  }

  private func optional(_ estimate: Estimate) -> Estimate {
    Estimate(estimate.cost, .optional(estimate.shape.wrapped))
  }
}

// MARK: - Parts

extension CostEstimator {
  private mutating func estimateField(_ operand: NodeID, _ field: Int) -> Estimate {
    let operand = estimate(operand)
    let fields = shapes.fields(of: operand.shape.wrapped) ?? []
    let shape = fields.indices.contains(field) ? fields[field] : .any
    if case .optional = operand.shape { return Estimate(.one + operand.cost, .optional(shape)) }
    return Estimate(.one + operand.cost, shape)
  }

  private mutating func estimateSelection(
    _ operand: NodeID, _ name: Value, isOptional: Bool
  ) -> Estimate {
    let operand = estimate(operand)
    var shape = operand.shape.value
    if case .declared(.record(let type), _) = operand.shape.wrapped,
      let place = shapes.records.first(where: { $0.name == type })?.fields.firstIndex(where: {
        Value.text($0.name).isText(name)
      })
    {
      shape = shapes.fields(of: operand.shape.wrapped)?[place] ?? .any
    }
    var wraps = isOptional
    if case .optional = operand.shape { wraps = true }
    return Estimate(.one + operand.cost, wraps ? .optional(shape) : shape)
  }

  private mutating func estimateIndex(
    _ operand: NodeID, _ key: NodeID, isOptional: Bool
  ) -> Estimate {
    let operand = estimate(operand)
    let cost = Bounds.one + operand.cost + estimate(key).cost
    if case .optional = operand.shape { return Estimate(cost, .optional(operand.shape.value)) }
    return Estimate(cost, isOptional ? .optional(operand.shape.value) : operand.shape.value)
  }

  /// The first operand is always evaluated, the others perhaps.
  private mutating func estimateJunction(_ operands: Children) -> Estimate {
    var cost = Bounds.zero
    for (index, place) in operands.range.enumerated() {
      let operand = estimate(plan.children[place]).cost
      cost += index == 0 ? operand : operand.fromZero
    }
    return Estimate(cost, .scalar)
  }

  private mutating func estimateConditional(
    _ condition: NodeID, _ then: NodeID, _ otherwise: NodeID
  ) -> Estimate {
    let condition = estimate(condition).cost
    let branches = (estimate(then), estimate(otherwise))
    return Estimate(
      .one + condition + branches.0.cost.union(branches.1.cost),
      branches.0.shape.union(branches.1.shape))
  }

  private mutating func estimateEquality(_ left: NodeID, _ right: NodeID) -> Estimate {
    let left = estimate(left)
    // Values of two kinds are not gone through.
    return Estimate(
      .one + left.cost + estimate(right).cost + shapes.weight(of: left.shape).fromZero, .scalar)
  }

  private mutating func estimateMembership(
    _ element: NodeID, _ collection: NodeID
  ) -> Estimate {
    let element = estimate(element)
    let collection = estimate(collection)
    var cost = Bounds.one + element.cost + collection.cost
    switch collection.shape {
    case .list(let size, _):
      cost += size
      switch element.shape {
      case .scalar, .text: break
      case .list, .map, .optional, .record, .declared, .any:
        cost += shapes.weight(of: collection.shape).fromZero
      }
    case .map: break
    case .scalar, .text, .optional, .record, .declared, .any: cost += .any
    }
    return Estimate(cost, .scalar)
  }

  private mutating func estimateMatch(_ text: NodeID, _ pattern: Pattern) -> Estimate {
    let text = estimate(text)
    let steps = Bounds(exactly: pattern.text.utf8.count / 4 + 1)
    return Estimate(
      .one + text.cost + (text.shape.extent.divided(by: 10) + .one) * steps, .scalar)
  }

  private mutating func estimateOpenMatch(_ text: NodeID, _ pattern: NodeID) -> Estimate {
    let text = estimate(text)
    let pattern = estimate(pattern)
    // A pattern over the limit is refused before it is looked at.
    let limit = UInt64(Pattern.maximumLength)
    let extent = pattern.shape.extent
    let length = Bounds(Swift.min(extent.min, limit), Swift.min(extent.max, limit))
    let steps = length.divided(by: 4) + .one
    return Estimate(
      .one + text.cost + pattern.cost + (text.shape.extent.divided(by: 10) + .one) * steps
        + Bounds(0, UInt64(Pattern.maximumProgramSize)), .scalar)
  }

  private mutating func estimateAlternative(
    _ optional: NodeID, _ other: NodeID, unwraps: Bool
  ) -> Estimate {
    let optional = estimate(optional)
    let other = estimate(other)
    let shape = unwraps ? optional.shape.wrapped : optional.shape
    return Estimate(.one + optional.cost + other.cost.fromZero, shape.union(other.shape))
  }

  private mutating func estimateDefinition(_ call: DefinitionCall) -> Estimate {
    let arguments = estimates(plan.children.array(call.arguments.range))
    var callee = CostEstimator(plan: call.plan, shapes: shapes)
    for (index, argument) in arguments.enumerated() { callee.locals[index] = argument.shape }
    let body = callee.estimate(call.plan.root)
    return Estimate(
      arguments.reduce(.one + body.cost) { $0 + $1.cost }, body.shape)
  }

  private mutating func estimateBind(
    _ local: Int, _ bound: NodeID, _ body: NodeID
  ) -> Estimate {
    let bound = estimate(bound)
    let body = estimate(body, with: [local: bound.shape])
    return Estimate(bound.cost + body.cost, body.shape)
  }
}

// MARK: - What is written out

extension CostEstimator {
  /// What it costs to hold a part in a list, map or record.
  func holding(_ part: Shape) -> Bounds {
    switch part {
    case .scalar, .text: .zero
    case .list, .map, .optional, .record, .declared: shapes.weight(of: part)
    case .any: .any
    }
  }

  private mutating func estimateList(
    _ elements: [(node: NodeID, isOptional: Bool)]
  ) -> Estimate {
    var cost = Bounds(10, 10)
    var size = Bounds.zero
    var parts: [Shape] = []
    for element in elements {
      let part = estimate(element.node)
      let shape = element.isOptional ? part.shape.wrapped : part.shape
      cost += part.cost + (element.isOptional ? holding(shape).fromZero : holding(shape))
      size += element.isOptional ? Bounds.one.fromZero : .one
      parts.append(shape)
    }
    return Estimate(cost, .list(size, Shape.union(parts)))
  }

  private mutating func estimateMap(_ map: MapPlan) -> Estimate {
    var cost = Bounds(30, 30)
    var size = Bounds.zero
    var keys: [Shape] = []
    var values: [Shape] = []
    for entry in map.entries {
      let key = estimate(entry.key)
      let value = estimate(entry.value)
      let shape = entry.isOptional ? value.shape.wrapped : value.shape
      cost += key.cost + value.cost
      cost += entry.isOptional ? holding(shape).fromZero : holding(shape)
      size += entry.isOptional ? Bounds.one.fromZero : .one
      keys.append(key.shape)
      values.append(shape)
    }
    return Estimate(cost, .map(size, key: Shape.union(keys), value: Shape.union(values)))
  }

  private mutating func estimateStructure(_ structure: StructurePlan) -> Estimate {
    var cost = Bounds(40, 40)
    var parts: [String: Shape] = [:]
    for field in structure.fields {
      let value = estimate(field.value)
      let shape = field.isOptional ? value.shape.wrapped.union(.scalar) : value.shape
      cost += value.cost + (field.isOptional ? holding(shape).fromZero : holding(shape))
      parts[field.name] = shape
    }
    switch structure.kind {
    case .record(let declaration):
      return Estimate(cost, .record(declaration.fields.map { parts[$0.name] ?? .scalar }))
    case .wellKnown: return Estimate(cost, parts.values.reduce(.scalar) { $0.union($1) })
    }
  }
}

extension Value {
  /// Whether both are one text.
  fileprivate func isText(_ other: Value) -> Bool { Value.equal(self, other) }
}
