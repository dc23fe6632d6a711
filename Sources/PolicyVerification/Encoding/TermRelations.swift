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
  private let cache = Cache()

  /// The terms that stand in a relation to one, by era: asked again for every rule.
  private final class Cache {
    struct Key: Hashable {
      let kind: Kind
      let own: Int
      let term: UInt32
      let isLeft: Bool
    }
    var sets: [Key: [(yes: NumberSet, no: NumberSet)]] = [:]
  }

  init(formulas: Formulas, view: LibraryView, now: Formula) {
    self.formulas = formulas
    self.view = view
    self.now = now
  }

  /// Whether the relation holds between two terms of the library's set `own`.
  ///
  /// `narrow`: the values of `left` or `right` that matter, where only some do.
  func truth(
    _ kind: Kind, _ left: Formula, _ right: Formula, own: Int, narrow: [Formula: NumberSet]
  ) -> (yes: Formula, no: Formula) {
    switch (formulas[left], formulas[right]) {
    case (.choice(let term, _), .choice(let other, _)):
      return truth(kind, term, other, own)
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

  /// Between two constants.
  private func truth(
    _ kind: Kind, _ left: UInt32, _ right: UInt32, _ own: Int
  ) -> (yes: Formula, no: Formula) {
    let set = view.library.vocabulary.termSets[own]
    guard let first = view.terms.own(view.terms.set(own), left),
      let second = view.terms.own(view.terms.set(own), right)
    else { return (formulas.no, formulas.yes) }
    let eras = (0..<set.eraCount).map { era in
      let truth = holds(kind, set, first, second, era)
      return (yes: formulas.truth(truth == .yes), no: formulas.truth(truth == .no))
    }
    return byEra(eras, of: set)
  }

  private func truth(
    _ kind: Kind, _ variable: Formula, constant: UInt32, isLeft: Bool, _ own: Int,
    _ narrow: [Formula: NumberSet]
  ) -> (yes: Formula, no: Formula) {
    let set = view.library.vocabulary.termSets[own]
    guard let term = view.terms.own(view.terms.set(own), constant) else {
      return (formulas.no, formulas.yes)
    }
    let possible = narrow[variable]
    let count = view.terms.count(own)
    func member(_ numbers: NumberSet) -> Formula {
      guard let possible else { return formulas.member(variable, numbers) }
      let left = numbers.intersection(possible, below: count)
      if left.isEmpty { return formulas.no }
      return left == possible ? formulas.yes : formulas.member(variable, numbers)
    }
    let eras = sets(kind, set, term, isLeft: isLeft, own).map { sets in
      (yes: member(sets.yes), no: member(sets.no))
    }
    return byEra(eras, of: set)
  }

  private func sets(
    _ kind: Kind, _ set: TermSet, _ term: UInt32, isLeft: Bool, _ own: Int
  ) -> [(yes: NumberSet, no: NumberSet)] {
    let key = Cache.Key(kind: kind, own: own, term: term, isLeft: isLeft)
    if let known = cache.sets[key] { return known }
    let sets = (0..<set.eraCount).map { era in
      let truths = set.terms.indices.map { other in
        isLeft
          ? holds(kind, set, term, UInt32(other), era)
          : holds(kind, set, UInt32(other), term, era)
      }
      return (
        yes: view.terms.numbers(own) { truths[Int($0)] == .yes },
        no: view.terms.numbers(own) { truths[Int($0)] == .no }
      )
    }
    cache.sets[key] = sets
    return sets
  }

  private func holds(
    _ kind: Kind, _ set: TermSet, _ left: UInt32, _ right: UInt32, _ era: Int
  ) -> Truth {
    switch kind {
    case .within: set.within(left, right, era: era)
    case .equals: set.equals(left, right, era: era)
    }
  }

  /// One formula of those of all eras; where they are the same, the era does not matter.
  private func byEra(
    _ eras: [(yes: Formula, no: Formula)], of set: TermSet
  ) -> (yes: Formula, no: Formula) {
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
