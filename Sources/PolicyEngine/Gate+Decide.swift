import CEL
package import PolicyModel

extension Gate {
  /// Decides one action with the full explanation.
  ///
  /// With `withChanges` the smallest changes are searched for that would make it `allow`.
  package func decide(_ facts: PreparedFacts, withChanges: Bool = false) -> Decision {
    var judgement = Judgement()
    judge(facts, into: &judgement, collectsAll: true)
    var explainer = Explainer(gate: self, facts: facts, judgement: judgement)
    let places = citationOrder(judgement)
    var citations: [Citation] = []
    var duties: [DutyCitation] = []
    var reviews: [ReviewCitation] = []
    citations.reserveCapacity(places.count)
    for place in places {
      let entry = judgement.entries[place]
      let rule = library.rules[entry.rule]
      citations.append(explainer.citation(of: entry, for: judgement.reasons(ofEntry: place)))
      if entry.outcome == .kept { duties += explainer.duties(of: rule) }
      if entry.verdict == .requireReview { reviews.append(review(of: rule)) }
    }
    // What a waived rule does not know is not left to decide.
    var missing = Set(citations.filter { $0.outcome != .waived }.flatMap(\.missing))
    if let reason = judgement.ungoverned {
      reviews.append(ReviewCitation(rule: nil, demand: ReviewDemand(by: []), reviewers: []))
      if reason == .noLawForPlace, let slot = anchors.location, case .unknown = facts.slots[slot] {
        missing.insert(library.vocabulary.facts[slot].path)
      }
    }
    return Decision(
      verdict: judgement.verdict,
      ungoverned: judgement.ungoverned.map { text(of: $0, facts) }, client: client,
      now: facts.now, kind: headline(anchors.kind, facts),
      purpose: headline(anchors.purpose, facts), citations: citations, duties: duties,
      reviews: reviews,
      changes: withChanges ? ChangeSearch(gate: self, facts: facts).changes() : nil,
      missing: missing.sorted(), library: library.identity,
      warnings: warnings(judgement.entries.map(\.rule), Day(of: facts.now)))
  }

  /// The places of the entries as they are cited: by outcome, then by name.
  private func citationOrder(_ judgement: Judgement) -> [Int] {
    // Policies stand in the order of their ids.
    let keyed = judgement.entries.enumerated().map { place, entry in
      let rule = library.rules[entry.rule]
      return (key: (entry.outcome.place, rule.policy, rule.name.rule), place: place)
    }
    return keyed.sorted { $0.key < $1.key }.map(\.place)
  }

  private func review(of rule: Rule) -> ReviewCitation {
    let demand = rule.review ?? ReviewDemand(by: [])
    var people: [String] = []
    for role in demand.by {
      for person in reviewers[role] ?? [] where !people.contains(person) { people.append(person) }
    }
    return ReviewCitation(rule: rule.name, demand: demand, reviewers: people)
  }

  private func text(of reason: Ungoverned, _ facts: PreparedFacts) -> String {
    switch reason {
    case .noRuleApplies:
      return "no rule certainly applies to this action"
    case .noLawForPlace:
      guard let slot = anchors.location else { return "no adopted law covers the recipient" }
      let fact = library.vocabulary.facts[slot]
      if case .unknown = facts.slots[slot] {
        return "`\(fact.path)` is not known, so no adopted law is known to cover the recipient"
      }
      let place = Redactor(vocabulary: library.vocabulary).text(ofSlot: slot, facts.slots[slot])
      return "no adopted law that applies here certainly covers `\(fact.path)` \(place)"
    }
  }

  private func headline(_ slot: Int?, _ facts: PreparedFacts) -> String? {
    guard let slot, case .symbol = facts.slots[slot] else { return nil }
    return Redactor(vocabulary: library.vocabulary).text(ofSlot: slot, facts.slots[slot])
  }

  /// Policies and rules cited whose review against their source is overdue, or whose waiver has ended.
  package func warnings(_ cited: [Int], _ day: Day) -> [String] {
    var warnings: Set<String> = []
    for number in cited {
      let rule = library.rules[number]
      if waiver(of: number, on: day) == nil,
        let ended = waivers[number]?.filter({ $0.state(on: day) == .ended })
          .max(by: { $0.until < $1.until })
      {
        warnings.insert(
          "the waiver `\(ended.id)` of `\(rule.name)` ended on \(ended.until.text)")
      }
      let policy = library.policies[rule.policy]
      if let dates = rule.reviewDates {
        if let due = dates.due, dates.isOverdue(on: day) {
          warnings.insert("the review of `\(rule.name)` was due on \(due.text)")
        }
      } else if let dates = policy.reviewDates, let due = dates.due, dates.isOverdue(on: day) {
        warnings.insert("the review of `\(policy.id)` was due on \(due.text)")
      }
    }
    return warnings.sorted()
  }
}

extension Outcome {
  /// The place of its group in a decision.
  fileprivate var place: Int {
    switch self {
    case .broken: 0
    case .undecided: 1
    case .waived: 2
    case .excepted: 3
    case .kept: 4
    case .notApplicable: 5
    }
  }
}
