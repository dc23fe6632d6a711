package import CEL
package import PolicyModel

/// What an audience asks of its gate beside judging.
extension Gate {
  /// The slot of `recipient.location`; nil where the vocabulary has none.
  package var locationSlot: Int? { anchors.location }

  /// The value of a fact as decisions show it: withheld where it is sensitive.
  package func text(ofSlot slot: Int, _ value: Value) -> String {
    Redactor(vocabulary: library.vocabulary).text(ofSlot: slot, value)
  }

  /// The gate's rules that are in force on a day; ascending.
  package func rules(inForceOn day: Day) -> [Int] {
    rules.filter { library.rules[$0].period.contains(day) }
  }

  /// Whether a rule's breach, or its being undecided, is waived on a day.
  package func isWaived(_ rule: Int, on day: Day) -> Bool {
    waiving(.broken, of: rule, on: day) == .waived
  }

  /// The id of the client's waiver of a rule that is in force on a day.
  package func waiverID(ofRule rule: Int, on day: Day) -> String? { waiver(of: rule, on: day)?.id }

  /// Whether a rule that applies governs an action.
  package func governs(_ rule: Int) -> Bool {
    !tightening.contains(library.rules[rule].policy)
  }

  /// Whether a law certainly covers a place on a day.
  package func covers(_ law: Int, _ place: Symbol, on day: Day) -> Bool {
    anchors.coverage.covers(law, place, on: day)
  }

  /// Whether a rule cannot apply, whatever the facts are that are not known.
  package func isRuledOut(_ rule: Int, _ facts: PreparedFacts) -> Bool {
    var judgement = Judgement()
    judgement.begin(self)
    var judge = RuleJudge(library: library, facts: facts)
    let rule = library.rules[rule]
    let lacksRoot = rule.neededRoots.contains { root in
      if case .bool(true) = facts.slots[root] { false } else { true }
    }
    return lacksRoot || judge.truth(of: rule.when, &judgement) == .no
  }

  /// The slots that the client states once for all its actions.
  package var standingSlots: [Int] { standing.map(\.slot) }

  /// What is missing of facts on which these rules came out so.
  package func missing(
    _ facts: PreparedFacts, _ entries: [Judgement.Entry], _ ungoverned: Ungoverned?
  ) -> [String] {
    var judgement = Judgement()
    judgement.begin(self)
    judgement.entries = entries
    judgement.ungoverned = ungoverned
    return missing(facts, judgement)
  }

  /// What is not known and left something open: the `missing` of the decision on the same facts.
  ///
  /// `judgement` must be that of these facts.
  package func missing(_ facts: PreparedFacts, _ judgement: Judgement) -> [String] {
    var missing: Set<String> = []
    if judgement.entries.contains(where: { $0.outcome == .undecided }) {
      var explainer = Explainer(gate: self, facts: facts, judgement: judgement)
      for entry in judgement.entries { missing.formUnion(explainer.missing(of: entry)) }
    }
    if judgement.ungoverned == .noLawForPlace, let slot = anchors.location,
      case .unknown = facts.slots[slot]
    {
      missing.insert(library.vocabulary.facts[slot].path)
    }
    return missing.sorted()
  }
}
