/// Connectives, which simplify what is constant, repeated or contradicts itself.
extension Formulas {
  func not(_ formula: Formula) -> Formula {
    switch self[formula] {
    case .truth(let value): truth(!value)
    case .not(let inner): inner
    case .member(let subject, let set):
      make(.member(subject, set.complement(below: count(of: subject))))
    case .symbol, .integer, .real, .choice, .and, .or, .equal, .less, .lessOrSame, .sum,
      .difference, .product, .quotient, .remainder, .toReal, .conditional:
      negation(of: formula)
    }
  }

  func and(_ parts: Formula...) -> Formula { all(parts) }
  func or(_ parts: Formula...) -> Formula { any(parts) }
  func implies(_ condition: Formula, _ result: Formula) -> Formula { or(not(condition), result) }

  func all(_ parts: [Formula]) -> Formula { junction(parts, isAnd: true) }
  func any(_ parts: [Formula]) -> Formula { junction(parts, isAnd: false) }

  private func junction(_ parts: [Formula], isAnd: Bool) -> Formula {
    let neutral = truth(isAnd)
    let deciding = truth(!isAnd)
    var seen: Set<Formula> = []
    var kept: [Formula] = []
    var sets: [Formula: NumberSet] = [:]
    // A dictionary has no order, and formulas are numbered as they are made.
    var subjects: [Formula] = []
    var pending = Array(parts.reversed())
    while let part = pending.popLast() {
      if part == neutral { continue }
      if part == deciding { return deciding }
      switch self[part] {
      case .and(let inner) where isAnd && inner.count <= 8: pending += inner.reversed()
      case .or(let inner) where !isAnd && inner.count <= 8: pending += inner.reversed()
      case .member(let subject, let set):
        guard let known = sets[subject] else {
          sets[subject] = set
          subjects.append(subject)
          continue
        }
        sets[subject] =
          isAnd ? known.intersection(set, below: count(of: subject)) : known.union(set)
      default:
        if let opposite = builtNegation(of: part), seen.contains(opposite) { return deciding }
        if seen.insert(part).inserted { kept.append(part) }
      }
    }
    for subject in subjects {
      let member = self.member(subject, sets[subject] ?? .empty)
      if member == deciding { return deciding }
      if member != neutral { kept.append(member) }
    }
    if kept.isEmpty { return neutral }
    if kept.count == 1 { return kept[0] }
    kept.sort { $0.number < $1.number }
    return make(isAnd ? .and(kept) : .or(kept))
  }

  /// How many values a choice has.
  private func count(of choice: Formula) -> UInt32 {
    if case .choice(let count) = sort(of: choice) { count } else { 0 }
  }

  /// Whether a choice is one of a set's.
  func member(_ subject: Formula, _ set: NumberSet) -> Formula {
    if case .choice(let value, _) = self[subject] { return truth(set.contains(value)) }
    if set.isEmpty { return no }
    if set.complement(below: count(of: subject)).isEmpty { return yes }
    return make(.member(subject, set))
  }

  func conditional(_ condition: Formula, _ then: Formula, _ otherwise: Formula) -> Formula {
    if then == otherwise || condition == yes { return then }
    if condition == no { return otherwise }
    if sort(of: then) == .truth {
      return or(and(condition, then), and(not(condition), otherwise))
    }
    return make(.conditional(condition, then: then, otherwise: otherwise))
  }

  func equal(_ left: Formula, _ right: Formula) -> Formula {
    if left == right { return yes }
    if case .choice(let value, _) = self[left] { return member(right, NumberSet([value])) }
    if case .choice(let value, _) = self[right] { return member(left, NumberSet([value])) }
    switch (self[left], self[right]) {
    case (.integer, .integer), (.truth, .truth): return no
    case (.real(let left), .real(let right)): return truth(left == right)
    case (_, _): break
    }
    if sort(of: left) == .truth {
      return or(and(left, right), and(not(left), not(right)))
    }
    return make(left.number < right.number ? .equal(left, right) : .equal(right, left))
  }

  /// What a formula's values are.
  func sort(of formula: Formula) -> Sort {
    switch self[formula] {
    case .symbol(let number): symbols[Int(number)].sort
    case .integer, .quotient, .remainder: .integer
    case .real, .toReal: .real
    case .choice(_, let count): .choice(count)
    case .sum(let parts): parts.first.map { sort(of: $0) } ?? .integer
    case .difference(let left, _), .product(let left, _): sort(of: left)
    case .conditional(_, let then, _): sort(of: then)
    case .truth, .not, .and, .or, .equal, .less, .lessOrSame, .member: .truth
    }
  }
}
