/// Operators and functions.
extension Planner {
  mutating func planCall(
    _ expression: Expression, _ name: String, _ target: Expression?, _ arguments: [Expression]
  ) -> NodeID {
    var overloads: [Overload]?
    var function = name
    if case .function(let resolved, let open) = reference(of: expression) {
      overloads = open
      function = resolved
    }
    switch (function, arguments.count) {
    case ("_&&_", 2), ("_||_", 2): return planJunction(expression, function)
    case ("!_", 1):
      let operand = plan(arguments[0])
      if case .bool(let operand) = value(of: operand) { return constant(.bool(!operand)) }
      return node(.negation(operand))
    case ("_?_:_", 3):
      let condition = plan(arguments[0])
      let then = plan(arguments[1])
      return node(.conditional(condition, then: then, otherwise: plan(arguments[2])))
    case ("_[_]", 2), ("_[?_]", 2):
      let operand = plan(arguments[0])
      return node(.index(operand, plan(arguments[1]), isOptional: function == "_[?_]"))
    default: break
    }
    // A receiver is an argument, unless it is the namespace of a function that is no member.
    var operands = arguments
    if let target, overloads?.contains(where: { !$0.isMember }) != true {
      operands.insert(target, at: 0)
    }
    return planCall(function, operands.map { plan($0) }, overloads ?? [])
  }

  /// A call of planned operands, other than of what is lazy.
  mutating func planCall(
    _ function: String, _ nodes: [NodeID], _ overloads: [Overload]
  ) -> NodeID {
    if let node = planRelation(function, nodes, overloads) { return node }
    guard !overloads.isEmpty else {
      return failure(.noSuchOverload, "there is no function `\(function)`")
    }
    return planFunction(function, nodes, overloads)
  }

  /// The operands of one `&&` or `||` chain, however it is nested.
  private mutating func planJunction(_ expression: Expression, _ function: String) -> NodeID {
    var pending = [expression]
    var nodes: [NodeID] = []
    while let next = pending.popLast() {
      if case .call(function, nil, let operands) = next.kind, operands.count == 2 {
        pending.append(operands[1])
        pending.append(operands[0])
      } else {
        nodes.append(plan(next))
      }
    }
    let operands = children(nodes)
    return node(function == "_&&_" ? .conjunction(operands) : .disjunction(operands))
  }

  /// The standard `==`, `!=`, `in`, orders, `matches`, and what an optional is chosen by.
  private mutating func planRelation(
    _ function: String, _ nodes: [NodeID], _ overloads: [Overload]
  ) -> NodeID? {
    guard nodes.count == 2 else { return nil }
    switch function {
    case "_==_", "_!=_":
      guard overloads.allSatisfy(\.standsForOperator) else { return nil }
      return planEquality(nodes[0], nodes[1], isNegated: function == "_!=_")
    case "@in":
      guard overloads.allSatisfy(\.standsForOperator) else { return nil }
      return planMembership(nodes[0], nodes[1])
    case "_<_", "_<=_", "_>_", "_>=_":
      guard let relation = Relation(function: function),
        overloads.allSatisfy(\.isStandardOrder)
      else { return nil }
      return planComparison(relation, nodes[0], nodes[1])
    case "matches":
      guard !overloads.isEmpty, overloads.allSatisfy(\.isStandardMatch) else { return nil }
      guard case .string(let text) = value(of: nodes[1]) else {
        return node(.openMatch(nodes[0], nodes[1]))
      }
      return planMatch(nodes[0], text.string)
    case "or", "orValue":
      guard overloads.count == 1, let id = overloads.first?.id else { return nil }
      let unwraps = id == "optional_orValue_value"
      guard unwraps || id == "optional_or_optional" else { return nil }
      return node(.alternative(nodes[0], nodes[1], unwraps: unwraps))
    default: return nil
    }
  }

  private mutating func planEquality(
    _ left: NodeID, _ right: NodeID, isNegated: Bool
  ) -> NodeID {
    for (side, other) in [(left, right), (right, left)] {
      guard let slot = slot(of: side), case .constant(let constant) = parts.nodes[other.index]
      else { continue }
      return node(
        .slotEquality(
          slot.slot, constant: constant, failure: slot.failure, isNegated: isNegated))
    }
    let isMirrored = value(of: left) != nil
    return node(
      .equality(isMirrored ? right : left, isMirrored ? left : right, isNegated: isNegated))
  }

  private mutating func planComparison(
    _ relation: Relation, _ left: NodeID, _ right: NodeID
  ) -> NodeID {
    for (side, other, relation) in [(left, right, relation), (right, left, relation.mirrored)] {
      guard let slot = slot(of: side), case .constant(let constant) = parts.nodes[other.index]
      else { continue }
      return node(
        .slotComparison(relation, slot.slot, constant: constant, failure: slot.failure))
    }
    return node(.comparison(relation, left, right))
  }

  func slot(of node: NodeID) -> (slot: Int32, failure: Int32)? {
    switch parts.nodes[node.index] {
    case .slot(let slot): (slot, -1)
    case .statedSlot(let slot, let failure): (slot, failure)
    default: nil
    }
  }

  private mutating func planMembership(_ element: NodeID, _ collection: NodeID) -> NodeID {
    let longestScan = 8
    guard case .list(let list) = value(of: collection), list.elements.count > longestScan,
      list.elements.allSatisfy(\.hasNoParts)
    else {
      return node(.membership(element, collection))
    }
    parts.sets.append(ConstantSet(list.elements))
    return node(.setMembership(element, set: Int32(parts.sets.count - 1)))
  }

  private mutating func planMatch(_ text: NodeID, _ pattern: String) -> NodeID {
    do {
      parts.patterns.append(try Pattern(pattern))
      return node(.match(text, pattern: Int32(parts.patterns.count - 1)))
    } catch {
      return node(.failure(place(ofFailure: error)))
    }
  }

  private mutating func planFunction(
    _ name: String, _ nodes: [NodeID], _ overloads: [Overload]
  ) -> NodeID {
    if let value = folded(name, nodes, overloads) { return constant(value) }
    let only = overloads.count == 1 ? overloads.first : nil
    parts.functions.append(
      PlannedFunction(
        name: name, body: only?.implementation, cost: only?.cost ?? .one, overloads: overloads))
    let place = Int32(parts.functions.count - 1)
    switch nodes.count {
    case 0: return node(.nullary(place))
    case 1: return node(.unary(place, nodes[0]))
    case 2:
      let call = node(.binary(place, nodes[0], nodes[1]))
      return only.flatMap { planSymbolTest(call, $0, nodes) } ?? call
    default: return node(.call(place, children(nodes)))
    }
  }

  /// The value of a call of constants, where the function is known to look at nothing else.
  private func folded(_ name: String, _ nodes: [NodeID], _ overloads: [Overload]) -> Value? {
    guard Planner.foldable.contains(name), overloads.count == 1, let overload = overloads.first,
      overload.parameters.allSatisfy(\.isScalar), overload.result.isScalar
    else { return nil }
    let values = nodes.compactMap { value(of: $0) }
    guard values.count == nodes.count else { return nil }
    let context = Overload.Context(slots: [], timeZones: settings.timeZones)
    let result: Value
    switch (overload.implementation, values.count) {
    case (.unary(let body), 1): result = body(values[0], context)
    case (.binary(let body), 2): result = body(values[0], values[1], context)
    default: return nil
    }
    return result.isUndecided ? nil : result
  }

  private static let foldable: Set<String> = [
    "-_", "_+_", "_-_", "_*_", "_/_", "_%_", "bool", "bytes", "double", "duration", "int",
    "string", "timestamp", "uint",
  ]
}

extension Overload {
  /// The evaluator orders the standard types itself.
  fileprivate var isStandardOrder: Bool {
    id.hasPrefix("less_") || id.hasPrefix("greater_")
  }

  fileprivate var isStandardMatch: Bool { id == "matches" || id == "matches_string" }
}

extension Value {
  /// Whether nothing is within it that could be unknown by itself.
  fileprivate var hasNoParts: Bool {
    switch self {
    case .list, .map, .record, .optional: false
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .type, .opaque, .unknown, .error:
      true
    }
  }
}

extension ValueType {
  /// Whether values of the type are plain: no host can have given them a meaning of its own.
  fileprivate var isScalar: Bool {
    switch self {
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration: true
    case .dyn, .list, .map, .type, .wrapper, .optional, .record, .opaque, .parameter, .error:
      false
    }
  }
}
