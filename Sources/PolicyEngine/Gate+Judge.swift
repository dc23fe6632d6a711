import CEL
import PolicyModel

extension Gate {
  /// Judges one action: the verdict, and the rules that are broken or undecided.
  ///
  /// With `collectsAll` kept and excepted rules are listed too.
  package func judge(
    _ facts: PreparedFacts, into judgement: inout Judgement, collectsAll: Bool = false
  ) {
    judgement.begin(self)
    var judge = RuleJudge(library: library, facts: facts)
    if let index {
      index.candidates(facts.slots, judge.day, into: &judgement.candidates)
      for word in 0..<index.words {
        var bits = judgement.candidates[word]
        while bits != 0 {
          let rule = rules[word * 64 + bits.trailingZeroBitCount]
          bits &= bits - 1
          judge.enter(rule, &judgement, collectsAll)
        }
      }
    } else {
      for rule in rules where library.rules[rule].period.contains(judge.day) {
        judge.enter(rule, &judgement, collectsAll)
      }
    }
    judgement.ungoverned = ungoverned(facts, judge.day, judgement.policiesThatApply)
    if judgement.ungoverned != nil { judgement.verdict = max(judgement.verdict, .requireReview) }
  }

  /// Language.md, section 5: no rule certainly applies, or the action reaches a recipient whose
  /// place is not certainly covered by an adopted law that has a rule which applies.
  private func ungoverned(
    _ facts: PreparedFacts, _ day: Day, _ policiesThatApply: [Bool]
  ) -> Ungoverned? {
    guard policiesThatApply.contains(true) else { return .noRuleApplies }
    guard reachesRecipient(facts, day) else { return nil }
    guard let slot = anchors.location, case .symbol(let place) = facts.slots[slot] else {
      return .noLawForPlace
    }
    let set = library.vocabulary.termSets[Int(place.set)]
    let era = set.era(on: day)
    for (number, applies) in policiesThatApply.enumerated() where applies {
      let policy = library.policies[number]
      guard policy.authority == .law else { continue }
      for whole in policy.covers where set.within(place.id, whole.id, era: era) == .yes {
        return nil
      }
    }
    return .noLawForPlace
  }

  private func reachesRecipient(_ facts: PreparedFacts, _ day: Day) -> Bool {
    if let slot = anchors.recipient, case .bool(true) = facts.slots[slot] { return true }
    guard let slot = anchors.kind, let message = anchors.message else { return false }
    guard case .symbol(let kind) = facts.slots[slot] else { return true }
    let set = library.vocabulary.termSets[Int(kind.set)]
    return set.within(kind.id, message.id, era: set.era(on: day)) != .no
  }
}

extension RuleJudge {
  /// Judges one rule and enters what it gives.
  fileprivate mutating func enter(_ number: Int, _ judgement: inout Judgement, _ all: Bool) {
    let (outcome, applies) = outcome(of: library.rules[number], &judgement)
    if applies { judgement.policiesThatApply[library.rules[number].policy] = true }
    var verdict = Verdict.allow
    switch outcome {
    case .notApplicable:
      return
    case .excepted, .kept, .waived:
      if !all { return }
    case .broken:
      verdict = library.rules[number].verdict
    case .undecided:
      verdict = verdictOfUndecided(library.rules[number])
    }
    judgement.verdict = max(judgement.verdict, verdict)
    judgement.entries.append(.init(rule: number, outcome: outcome, verdict: verdict))
  }
}
