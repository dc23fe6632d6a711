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
      for word in 0..<index.words { judgement.obstacles[word] = judgement.candidates[word] }
      if !collectsAll { index.narrow(&judgement.obstacles, facts.slots) }
      for word in 0..<index.words {
        var bits = judgement.obstacles[word]
        while bits != 0 {
          let rule = rules[word * 64 + bits.trailingZeroBitCount]
          bits &= bits - 1
          judge.enter(rule, of: self, &judgement, collectsAll)
        }
      }
    } else {
      for rule in rules where library.rules[rule].period.contains(judge.day) {
        judge.enter(rule, of: self, &judgement, collectsAll)
      }
    }
    judgement.ungoverned = ungoverned(facts, &judge, &judgement)
    if judgement.ungoverned != nil { judgement.verdict = max(judgement.verdict, .requireReview) }
  }

  /// Language.md, section 5: no rule certainly applies (a client's own below the top only tighten), or the action reaches a recipient whose
  /// place is not certainly covered by an adopted law that has a rule which applies.
  private func ungoverned(
    _ facts: PreparedFacts, _ judge: inout RuleJudge, _ judgement: inout Judgement
  ) -> Ungoverned? {
    if !judgement.policiesThatApply.contains(true),
      !applies(&judge, &judgement, where: { !tightening.contains($0) })
    {
      return .noRuleApplies
    }
    guard reachesRecipient(facts, judge.day) else { return nil }
    guard let slot = anchors.location, case .symbol(let place) = facts.slots[slot] else {
      return .noLawForPlace
    }
    let set = library.vocabulary.termSets[Int(place.set)]
    let era = set.era(on: judge.day)
    func covers(_ number: Int) -> Bool {
      let policy = library.policies[number]
      guard policy.authority == .law else { return false }
      return policy.covers.contains { set.within(place.id, $0.id, era: era) == .yes }
    }
    for (policy, applies) in judgement.policiesThatApply.enumerated() where applies {
      if covers(policy) { return nil }
    }
    return applies(&judge, &judgement, where: covers) ? nil : .noLawForPlace
  }

  /// Whether a rule of some policy certainly applies among those that the index left out since they
  /// cannot be in the way.
  private func applies(
    _ judge: inout RuleJudge, _ judgement: inout Judgement, where holds: (Int) -> Bool
  ) -> Bool {
    guard let index else { return false }
    // One policy's rules stand together: it is asked about once.
    var known: (policy: Int, holds: Bool)?
    for word in 0..<index.words {
      var bits = judgement.candidates[word] & ~judgement.obstacles[word]
      while bits != 0 {
        let number = rules[word * 64 + bits.trailingZeroBitCount]
        bits &= bits - 1
        let policy = library.rules[number].policy
        if known?.policy != policy { known = (policy, holds(policy)) }
        if known?.holds == true, judge.applies(library.rules[number], &judgement) { return true }
      }
    }
    return false
  }

  private func reachesRecipient(_ facts: PreparedFacts, _ day: Day) -> Bool {
    if let slot = anchors.recipient, case .bool(true) = facts.slots[slot] { return true }
    guard let slot = anchors.kind, let message = anchors.message else { return false }
    guard case .symbol(let kind) = facts.slots[slot] else { return true }
    let set = library.vocabulary.termSets[Int(kind.set)]
    let era = set.era(on: day)
    if let internalMessage = anchors.internalMessage, usesNoData(facts),
      set.within(kind.id, internalMessage.id, era: era) == .yes
    {
      return false
    }
    return set.within(kind.id, message.id, era: era) != .no
  }

  /// Whether the action is stated to use no personal data.
  private func usesNoData(_ facts: PreparedFacts) -> Bool {
    guard let slot = anchors.data, case .list(let data) = facts.slots[slot] else { return false }
    return data.elements.isEmpty
  }
}

extension RuleJudge {
  /// Judges one rule and enters what it gives.
  fileprivate mutating func enter(
    _ number: Int, of gate: borrowing Gate, _ judgement: inout Judgement, _ all: Bool
  ) {
    let (plain, applies) = outcome(of: library.rules[number], &judgement)
    let policy = library.rules[number].policy
    if applies, gate.tightening.isEmpty || !gate.tightening.contains(policy) {
      judgement.policiesThatApply[policy] = true
    }
    let outcome = gate.waiving(plain, of: number, on: day)
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

  /// Whether a rule certainly applies.
  fileprivate mutating func applies(_ rule: borrowing Rule, _ judgement: inout Judgement) -> Bool {
    for root in rule.neededRoots {
      guard case .bool(true) = evaluation.slots[root] else { return false }
    }
    return truth(of: rule.when, &judgement) == .yes
  }
}
