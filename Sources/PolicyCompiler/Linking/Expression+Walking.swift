import CEL

extension Expression {
  /// Visits the expression and all that it is made of, from the top down.
  func walk(_ visit: (Expression) -> Void) {
    visit(self)
    forEachPart { $0.walk(visit) }
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
