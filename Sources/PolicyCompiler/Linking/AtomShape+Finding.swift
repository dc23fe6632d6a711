import CEL
import PolicyModel

// What an index can make of an atom: one fact against constants.
extension AtomShape {
  init(of checked: CheckedExpression) {
    self = Self.find(checked, checked.root) ?? .other
  }

  /// What an index can make of a relation with these constants.
  init?(of relation: ConstantRelation, _ constants: [Value]) {
    guard relation.asksForOneOf else { return nil }
    var symbols: [UInt32] = []
    var texts: [String] = []
    for constant in constants {
      switch constant {
      case .symbol(let symbol): symbols.append(symbol.id)
      case .string(let text): texts.append(text.string)
      case .null, .bool, .int, .uint, .double, .duration, .timestamp, .bytes, .list, .map, .record,
        .optional, .type, .opaque, .unknown, .error:
        return nil
      }
    }
    let slot = relation.variable.slot
    if texts.isEmpty {
      self = .isTerm(slot: slot, symbols)
    } else if symbols.isEmpty, relation.variable.type == .string {
      self = .isString(slot: slot, texts)
    } else {
      return nil
    }
  }

  /// What an index can make of the parts of a top-level `&&`; of anything else, the shape of it all.
  static func conjuncts(of checked: CheckedExpression, whole: AtomShape) -> [AtomShape] {
    guard case .call("_&&_", nil, _) = checked.root.kind else {
      if case .other = whole { return [] }
      return [whole]
    }
    var pending = [checked.root]
    var shapes: [AtomShape] = []
    while let node = pending.popLast() {
      if case .call("_&&_", nil, let operands) = node.kind {
        pending += operands.reversed()
      } else if let shape = find(checked, node) {
        shapes.append(shape)
      }
    }
    return shapes
  }

  private static func find(_ checked: CheckedExpression, _ node: Expression) -> AtomShape? {
    if let variable = checked.variable(node) {
      return variable.type == .bool ? .isBool(slot: variable.slot, true) : nil
    }
    guard case .call(let name, let target, let arguments) = node.kind else { return nil }
    switch (name, target, arguments.count) {
    case ("!_", nil, 1):
      guard case .isBool(let slot, let value)? = find(checked, arguments[0]) else { return nil }
      return .isBool(slot: slot, !value)
    case ("_==_", nil, 2):
      return equality(checked, arguments[0], arguments[1])
        ?? equality(checked, arguments[1], arguments[0])
    case ("@in", nil, 2):
      return membership(checked, arguments[0], arguments[1])
    case ("within", let target?, 1):
      guard let variable = checked.variable(target),
        let symbol = checked.symbol(arguments[0])
      else { return nil }
      return .isWithin(slot: variable.slot, symbol.id)
    default: return nil
    }
  }

  private static func equality(
    _ checked: CheckedExpression, _ fact: Expression, _ constant: Expression
  ) -> AtomShape? {
    guard let variable = checked.variable(fact) else { return nil }
    if let symbol = checked.symbol(constant) {
      return .isTerm(slot: variable.slot, [symbol.id])
    }
    guard case .literal(let literal) = constant.kind else { return nil }
    switch (literal, variable.type) {
    case (.string(let text), .string): return .isString(slot: variable.slot, [text])
    case (.bool(let value), .bool): return .isBool(slot: variable.slot, value)
    default: return nil
    }
  }

  private static func membership(
    _ checked: CheckedExpression, _ fact: Expression, _ list: Expression
  ) -> AtomShape? {
    guard let variable = checked.variable(fact), case .list(let elements, _) = list.kind,
      !elements.isEmpty
    else { return nil }
    let symbols = elements.compactMap { checked.symbol($0) }
    if symbols.count == elements.count {
      return .isTerm(slot: variable.slot, symbols.map(\.id))
    }
    guard variable.type == .string else { return nil }
    var texts: [String] = []
    for element in elements {
      guard case .literal(.string(let text)) = element.kind else { return nil }
      texts.append(text)
    }
    return .isString(slot: variable.slot, texts)
  }
}
