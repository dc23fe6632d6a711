import CEL
import PolicyModel

/// `all` and `exists`.
extension Encoder {
  /// Element by element; or as a symbol, over maps where these are not encoded.
  func quantified(
    _ node: Expression, _ comprehension: Expression.Comprehension, _ scope: Scope
  ) -> Symbolic? {
    guard let (isAll, variable, predicate) = comprehension.quantified,
      let range = value(comprehension.range, scope)
    else { return nil }
    var inner = scope
    inner.locals.append((variable, range))
    if case .asSymbols = maps, case .map(let map, _) = range {
      relate(node, scope, range, map, predicate, inner)
      return nil
    }
    guard takesElement(), let elements = elements(of: range) else { return nil }
    countCondition(on: elements.list)
    var parts: [(present: Formula, truth: Ternary)] = []
    for element in elements.list.elements {
      guard takesElement() else { return nil }
      inner.locals[inner.locals.count - 1].value = element.value
      parts.append((element.present, truth(predicate, inner)))
    }
    let result = isAll ? formulas.forAll(parts) : formulas.exists(parts)
    return .truth(formulas.guarded(result, by: elements.state))
  }

  /// Tells what a quantifier that stands as a symbol asks of any element.
  private func relate(
    _ node: Expression, _ outer: Scope, _ range: Symbolic, _ map: SymbolicMap,
    _ predicate: Expression, _ inner: Scope
  ) {
    guard let quantifiers, let own = view.terms.own(ofWorld: map.set) else { return }
    let name = name(node, outer)
    guard quantifiers.wants(name) else { return }
    let stem = ([words(node, outer.checked), identityText(range)] + locals(of: node, outer))
      .joined(separator: "|")
    // By itself: it has to stand whatever is so around it.
    let (narrowBefore, countsBefore) = (narrow, conditionCounts)
    narrow = [:]
    conditionCounts = [:]
    defer {
      narrow = narrowBefore
      conditionCounts = countsBefore
    }
    var inner = inner
    inner.locals[inner.locals.count - 1].value = facts.value(
      at: "element?" + stem, .term(own), formulas.known, maximum: 1)
    let element = truth(predicate, inner)
    if !isCut { quantifiers.note(stem, name, element) }
  }
}
