import CEL

extension Expression {
  /// The parts that an expression is directly made of, from left to right.
  var parts: [Expression] {
    switch kind {
    case .literal, .identifier: []
    case .select(let operand, _, _), .presence(let operand, _): [operand]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .list(let elements, _): elements
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .structure(_, let fields): fields.map(\.value)
    case .comprehension(let comprehension):
      [comprehension.range] + [comprehension.predicate, comprehension.transform].compactMap(\.self)
    case .bind(_, let value, let body): [value, body]
    }
  }

  /// Visits the expression and all that it is made of, from the top down.
  func walk(_ visit: (Expression) -> Void) {
    visit(self)
    for part in parts { part.walk(visit) }
  }

  /// The simple names and the functions that are spoken of.
  var names: Set<String> {
    var names: Set<String> = []
    walk { node in
      switch node.kind {
      case .identifier(let name, _): names.insert(name)
      case .call(let name, let target, _): if target == nil { names.insert(name) }
      case .literal, .select, .presence, .list, .map, .structure, .comprehension, .bind: break
      }
    }
    return names
  }

  /// The operands of the `&&` at the top; the expression itself where there is none.
  var conjuncts: [Expression] {
    guard case .call("_&&_", nil, let operands) = kind else { return [self] }
    return operands.flatMap(\.conjuncts)
  }
}
