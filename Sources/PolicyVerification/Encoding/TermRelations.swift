import CEL
import PolicyModel

/// Relations between terms, which are three-valued and hang on the judged day, as formulas.
struct TermRelations {
  enum Kind: Hashable {
    /// The left one is part of the right one, or is it.
    case within
    case equals
  }

  let formulas: Formulas
  let view: LibraryView
  /// The instant judged.
  let now: Formula

  /// Whether the relation holds between two terms of the library's set `own`.
  ///
  /// `narrow`: the values of `left` or `right` that matter, where only some do.
  func truth(
    _ kind: Kind, _ left: Formula, _ right: Formula, own: Int, narrow: [Formula: NumberSet]
  ) -> (yes: Formula, no: Formula) {
    switch (formulas[left], formulas[right]) {
    case (_, .choice(let term, _)):
      return truth(kind, left, constant: term, isLeft: false, own, narrow)
    case (.choice(let term, _), _):
      return truth(kind, right, constant: term, isLeft: true, own, narrow)
    case (_, _):
      // One of the two value by value: those of the left that matter.
      var yes: [Formula] = []
      var no: [Formula] = []
      for term in 0..<view.terms.count(own) where view.terms.own(view.terms.set(own), term) != nil {
        let matches = formulas.member(left, NumberSet([term]))
        if let possible = narrow[left], !possible.contains(term) { continue }
        let part = truth(kind, right, constant: term, isLeft: true, own, narrow)
        yes.append(formulas.and(matches, part.yes))
        no.append(formulas.and(matches, part.no))
      }
      return (formulas.any(yes), formulas.any(no))
    }
  }

  private func truth(
    _ kind: Kind, _ variable: Formula, constant: UInt32, isLeft: Bool, _ own: Int,
    _ narrow: [Formula: NumberSet]
  ) -> (yes: Formula, no: Formula) {
    let set = view.library.vocabulary.termSets[own]
    guard let term = view.terms.own(view.terms.set(own), constant) else {
      return (formulas.no, formulas.yes)
    }
    var eras: [(yes: Formula, no: Formula)] = []
    let possible = narrow[variable]
    let count = view.terms.count(own)
    func member(_ wanted: Truth, _ era: Int) -> Formula {
      let numbers = view.terms.numbers(own) { other in
        let (left, right) = isLeft ? (term, other) : (other, term)
        return switch kind {
        case .within: set.within(left, right, era: era) == wanted
        case .equals: set.equals(left, right, era: era) == wanted
        }
      }
      guard let possible else { return formulas.member(variable, numbers) }
      let left = numbers.intersection(possible, below: count)
      if left.isEmpty { return formulas.no }
      return left == possible ? formulas.yes : formulas.member(variable, numbers)
    }
    for era in 0..<set.eraCount {
      let sets = (yes: member(.yes, era), no: member(.no, era))
      eras.append(sets)
    }
    guard let first = eras.first, eras.contains(where: { $0 != first }) else {
      return eras.first ?? (formulas.no, formulas.yes)
    }
    return (
      formulas.any(eras.indices.map { formulas.and(isEra($0, of: set), eras[$0].yes) }),
      formulas.any(eras.indices.map { formulas.and(isEra($0, of: set), eras[$0].no) })
    )
  }

  private func isEra(_ era: Int, of set: TermSet) -> Formula {
    let from = era == 0 ? nil : set.eraStarts[era - 1]
    let next = era < set.eraStarts.count ? set.eraStarts[era] : nil
    return formulas.and(
      from.map { isOnOrAfter($0) } ?? formulas.yes,
      next.map { formulas.not(isOnOrAfter($0)) } ?? formulas.yes)
  }

  /// Whether the judged day is this one or a later one.
  func isOnOrAfter(_ day: Day) -> Formula {
    let start = Int128(day.number) * 86_400_000_000_000
    if start <= FactEncoding.instants.first { return formulas.yes }
    if start > FactEncoding.instants.last { return formulas.no }
    return formulas.lessOrSame(formulas.integer(start), now)
  }

  /// Whether something with a first and a last day is in force.
  func isInForce(_ period: Period) -> Formula {
    formulas.and(
      period.from.map { isOnOrAfter($0) } ?? formulas.yes,
      period.until.map { formulas.not(isOnOrAfter($0.next)) } ?? formulas.yes)
  }
}
