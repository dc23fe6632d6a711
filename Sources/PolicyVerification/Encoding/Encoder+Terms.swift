import CEL
import PolicyModel

/// Terms, lists and maps of them.
extension Encoder {
  func relation(
    _ kind: TermRelations.Kind, _ left: Formula, _ right: Formula, _ set: Int, _ state: State
  ) -> Ternary? {
    guard let own = view.terms.own(ofWorld: set) else { return nil }
    let (yes, no) = relations.truth(kind, left, right, own: own, narrow: narrow)
    return formulas.truth(yes: yes, no: no, state)
  }

  /// `x.within(T)`, or within one of several.
  func within(_ left: Symbolic, _ right: Symbolic) -> Ternary? {
    switch (left, right) {
    case (.term(let set, let left, let first), .term(_, let right, let second)):
      return relation(.within, left, right, set, formulas.joined([first, second]))
    case (.term(_, _, let first), .list(let list, let second)):
      return some(list, formulas.joined([first, second])) { within(left, $0) }
    case (_, _): return nil
    }
  }

  /// `xs.touches(T)`: some x is within T, or within one of several.
  func touches(_ left: Symbolic, _ right: Symbolic) -> Ternary? {
    guard let elements = elements(of: left), let second = right.state else { return nil }
    return some(elements.list, formulas.joined([elements.state, second])) { element in
      within(element, known(right))
    }
  }

  /// `xs.covers(t)`: t is within some x.
  func covers(_ left: Symbolic, _ right: Symbolic) -> Ternary? {
    guard let elements = elements(of: left), let second = right.state else { return nil }
    return some(elements.list, formulas.joined([elements.state, second])) { element in
      within(known(right), element)
    }
  }

  /// `x in list` and `x in map`.
  func membership(_ element: Symbolic, _ collection: Symbolic) -> Ternary? {
    guard let first = element.state, let second = collection.state else { return nil }
    let state = formulas.joined([first, second])
    switch (element, collection) {
    case (.term(let set, let term, _), .list(let list, _)):
      return some(list, state) { other in
        guard case .term(_, let other, let isThere) = other else { return nil }
        return relation(.equals, term, other, set, isThere)
      }
    case (.term(let set, let term, _), .map(let map, _)): return key(term, set, map, state)
    case (.integer, .list(let list, _)), (.real, .list(let list, _)), (.text, .list(let list, _)):
      countCondition(on: list)
      return some(list, state) { other in
        guard let isThere = other.state, let same = same(element, other) else { return nil }
        return formulas.truth(same, isThere)
      }
    case (_, _): return nil
    }
  }

  /// A key is itself and nothing narrower; a coarse term leaves open whether a part of it is meant.
  private func key(
    _ term: Formula, _ set: Int, _ map: SymbolicMap, _ state: State
  ) -> Ternary? {
    guard let own = view.terms.own(ofWorld: set) else { return nil }
    var yes: [Formula] = []
    var open: [Formula] = []
    for entry in map.possibleEntries(formulas) {
      let key = formulas.choice(entry.key, of: view.terms.count(own))
      yes.append(
        formulas.and(entry.present, formulas.member(term, NumberSet([entry.key]))))
      let isPart = relations.truth(.within, key, term, own: own, narrow: narrow).yes
      open.append(formulas.and(entry.present, isPart))
    }
    let isKey = formulas.any(yes)
    return formulas.truth(
      yes: isKey, no: formulas.and(formulas.not(isKey), formulas.not(formulas.any(open))), state)
  }

  /// The elements of a list, or the keys of a map.
  func elements(of value: Symbolic) -> (list: SymbolicList, state: State)? {
    switch value {
    case .list(let list, let state): return (list, state)
    case .map(let map, let state):
      let count = view.terms.own(ofWorld: map.set).map { view.terms.count($0) } ?? 0
      let elements = map.possibleEntries(formulas).map { entry in
        SymbolicList.Element(
          present: entry.present,
          value: .term(set: map.set, formulas.choice(entry.key, of: count), formulas.known))
      }
      return (SymbolicList(elements: elements, size: map.size), state)
    case .truth, .integer, .real, .term, .text, .record: return nil
    }
  }

  /// A value whose state is looked at elsewhere.
  private func known(_ value: Symbolic) -> Symbolic {
    switch value {
    case .term(let set, let formula, _): .term(set: set, formula, formulas.known)
    case .list(let list, _): .list(list, formulas.known)
    case .truth, .integer, .real, .text, .map, .record: value
    }
  }

  private func some(
    _ list: SymbolicList, _ state: State, _ holds: (Symbolic) -> Ternary?
  ) -> Ternary? {
    var parts: [(present: Formula, truth: Ternary)] = []
    for element in list.elements {
      guard let truth = holds(element.value) else { return nil }
      parts.append((element.present, truth))
    }
    return formulas.guarded(formulas.exists(parts), by: state)
  }

  /// A list written out: strict in its parts.
  func list(_ elements: [Expression], _ scope: Scope) -> Symbolic? {
    var parts: [SymbolicList.Element] = []
    var states: [State] = []
    for element in elements {
      guard let value = value(element, scope) ?? opaque(element, scope), let state = value.state
      else { return nil }
      states.append(state)
      parts.append(SymbolicList.Element(present: formulas.yes, value: known(value)))
    }
    return .list(
      SymbolicList(elements: parts, size: formulas.integer(parts.count)),
      formulas.joined(states))
  }
}
