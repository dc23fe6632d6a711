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

  /// The simple names and the functions that are spoken of, save those that the expression itself
  /// declares in a comprehension or `cel.bind`.
  var freeNames: Set<String> {
    var names: Set<String> = []
    collectFreeNames(bound: [], into: &names)
    return names
  }

  private func collectFreeNames(bound: Set<String>, into names: inout Set<String>) {
    var inner = bound
    switch kind {
    case .identifier(let name, _): if !bound.contains(name) { names.insert(name) }
    case .call(let name, let target, _): if target == nil { names.insert(name) }
    case .comprehension(let comprehension):
      comprehension.range.collectFreeNames(bound: bound, into: &names)
      inner.formUnion(comprehension.variables)
    case .bind(let name, let value, _):
      value.collectFreeNames(bound: bound, into: &names)
      inner.insert(name)
    case .literal, .select, .presence, .list, .map, .structure: break
    }
    for part in inner == bound ? parts : Array(parts.dropFirst()) {
      part.collectFreeNames(bound: inner, into: &names)
    }
  }

  /// The operands of the `&&` at the top; the expression itself where there is none.
  var conjuncts: [Expression] {
    guard case .call("_&&_", nil, let operands) = kind else { return [self] }
    return operands.flatMap(\.conjuncts)
  }
}
