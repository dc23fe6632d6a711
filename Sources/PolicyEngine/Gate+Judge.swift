import CEL
import PolicyModel
import SharedStorage

extension Gate {
  /// Judges one action: the verdict, and the rules that are broken or undecided.
  ///
  /// With `collectsAll` kept and excepted rules are listed too, each entry with its reasons.
  package func judge(
    _ facts: PreparedFacts, into judgement: inout Judgement, collectsAll: Bool = false
  ) {
    judgement.begin(self)
    var judge = RuleJudge(library: library, facts: facts)
    index.candidates(judge.evaluation.slots, judge.day, into: &judgement.candidates)
    for word in mask.indices { judgement.candidates[word] &= mask[word] }
    for word in 0..<index.words { judgement.obstacles[word] = judgement.candidates[word] }
    index.narrow(&judgement.obstacles, judge.evaluation.slots)
    if collectsAll {
      account(&judge, &judgement)
    } else {
      weigh(&judge, &judgement)
    }
    for place in unindexed.rules.indices {
      let own = unindexed.rules[place]
      guard own.isInForce(on: judge.day),
        collectsAll || !judge.isOutOfTheWay(place, among: unindexed, &judgement)
      else { continue }
      judge.enter(Int(own.rule), of: self, &judgement, collectsAll)
    }
    judgement.ungoverned = ungoverned(&judge, &judgement)
    if judgement.ungoverned != nil { judgement.verdict = max(judgement.verdict, .requireReview) }
  }

  /// Judges the rules that can be in the way.
  private func weigh(_ judge: inout RuleJudge, _ judgement: inout Judgement) {
    for word in 0..<index.words {
      var bits = judgement.obstacles[word]
      while bits != 0 {
        let place = bits.trailingZeroBitCount
        bits &= bits - 1
        let bit = word * 64 + place
        if index.plain.bits[word] >> UInt64(place) & 1 != 0 {
          judge.enterPlain(bit, of: self, &judgement)
        } else {
          judge.enter(index.rules[bit], of: self, &judgement, false)
        }
      }
    }
  }

  /// Judges all rules that can apply, each with its reasons.
  ///
  /// Of a plain rule that cannot be in the way only `when` is asked.
  private func account(_ judge: inout RuleJudge, _ judgement: inout Judgement) {
    for word in 0..<index.words {
      var bits = judgement.candidates[word]
      let plain = index.plain.bits[word] & ~judgement.obstacles[word]
      while bits != 0 {
        let place = bits.trailingZeroBitCount
        bits &= bits - 1
        let bit = word * 64 + place
        if plain >> UInt64(place) & 1 != 0 {
          judge.keep(bit, of: self, &judgement)
        } else {
          judge.enter(index.rules[bit], of: self, &judgement, true)
        }
      }
      // All of them have been looked at.
      judgement.obstacles[word] = judgement.candidates[word]
    }
  }

  /// Language.md, section 5: no rule certainly applies, or the action reaches a recipient whose
  /// place is not certainly covered by an adopted law that has a rule which applies.
  ///
  /// A client's own rules below the top do not count: they only tighten.
  private func ungoverned(
    _ judge: inout RuleJudge, _ judgement: inout Judgement
  ) -> Ungoverned? {
    if !judgement.policiesThatApply.contains(true), !judgement.ownRuleApplies,
      !applies(&judge, &judgement, where: { !tightening.contains($0) }),
      !ownRuleApplies(&judge, &judgement)
    {
      return .noRuleApplies
    }
    let day = judge.day
    guard reachesRecipient(judge.evaluation.slots, day) else { return nil }
    guard let slot = anchors.location, case .symbol(let place) = judge.evaluation.slots[slot]
    else { return .noLawForPlace }
    for policy in judgement.policiesThatApply.indices
    where judgement.policiesThatApply[policy] && anchors.coverage.covers(policy, place, on: day) {
      return nil
    }
    let isCovered = applies(&judge, &judgement) { anchors.coverage.covers($0, place, on: day) }
    return isCovered ? nil : .noLawForPlace
  }

  /// Whether a rule of some policy certainly applies among those that the index left out since they
  /// cannot be in the way.
  private func applies(
    _ judge: inout RuleJudge, _ judgement: inout Judgement, where holds: (Int) -> Bool
  ) -> Bool {
    // One policy's rules stand together: it is asked about once.
    var known: (policy: Int, holds: Bool)?
    for word in 0..<index.words {
      var bits = judgement.candidates[word] & ~judgement.obstacles[word]
      while bits != 0 {
        let bit = word * 64 + bits.trailingZeroBitCount
        bits &= bits - 1
        let policy = Int(index.plain.policies[bit])
        if known?.policy != policy { known = (policy, holds(policy)) }
        if known?.holds == true, judge.applies(library.rules[index.rules[bit]], &judgement) {
          return true
        }
      }
    }
    return false
  }

  /// Whether a rule certainly applies that governs, among the client's own that were passed over.
  private func ownRuleApplies(_ judge: inout RuleJudge, _ judgement: inout Judgement) -> Bool {
    guard unindexed.rulesOut else { return false }
    for place in unindexed.rules.indices {
      let own = unindexed.rules[place]
      if own.isInForce(on: judge.day), !tightening.contains(Int(own.policy)),
        judge.applies(library.rules[Int(own.rule)], &judgement)
      {
        return true
      }
    }
    return false
  }

  private func reachesRecipient(_ slots: [Value], _ day: Day) -> Bool {
    if let slot = anchors.recipient, case .bool(true) = slots[slot] { return true }
    guard let slot = anchors.kind, let message = anchors.message else { return false }
    guard case .symbol(let kind) = slots[slot] else { return true }
    let set = library.vocabulary.termSets[Int(kind.set)]
    let era = set.era(on: day)
    if let internalMessage = anchors.internalMessage, usesNoData(slots),
      set.within(kind.id, internalMessage.id, era: era) == .yes
    {
      return false
    }
    return set.within(kind.id, message.id, era: era) != .no
  }

  /// Whether the action is stated to use no personal data.
  private func usesNoData(_ slots: [Value]) -> Bool {
    guard let slot = anchors.data, case .list(let data) = slots[slot] else { return false }
    return data.elements.isEmpty
  }
}

extension RuleJudge {
  /// Judges one rule and enters what it gives.
  fileprivate mutating func enter(
    _ number: Int, of gate: borrowing Gate, _ judgement: inout Judgement, _ all: Bool
  ) {
    let (plain, applies) = outcome(of: gate.library.rules[number], &judgement)
    let policy = gate.library.rules[number].policy
    if applies { note(policyThatApplies: policy, of: gate, &judgement) }
    if enter(number, plain, of: gate, &judgement, all), all {
      addReasons(of: gate.library.rules[number], &judgement)
    }
  }

  /// Enters a rule's outcome; false where it is none that is asked for.
  private mutating func enter(
    _ number: Int, _ plain: Outcome, of gate: borrowing Gate, _ judgement: inout Judgement,
    _ all: Bool
  ) -> Bool {
    let outcome = gate.waiving(plain, of: number, on: day)
    var verdict = Verdict.allow
    switch outcome {
    case .notApplicable:
      return false
    case .excepted, .kept, .waived:
      if outcome == .waived { judgement.waived.append(number) }
      if !all { return false }
    case .broken:
      verdict = gate.library.rules[number].verdict
    case .undecided:
      verdict = verdictOfUndecided(gate.library.rules[number])
    }
    judgement.verdict = max(judgement.verdict, verdict)
    judgement.entries.append(.init(rule: number, outcome: outcome, verdict: verdict))
    return true
  }

  /// A client's own rules below the top govern nothing.
  private func note(
    policyThatApplies policy: Int, of gate: borrowing Gate, _ judgement: inout Judgement
  ) {
    if policy < judgement.policiesThatApply.count {
      judgement.policiesThatApply[policy] = true
    } else if !gate.tightening.contains(policy) {
      judgement.ownRuleApplies = true
    }
  }

  /// Whether a rule can be neither broken nor undecided, told without a look at it.
  fileprivate mutating func isOutOfTheWay(
    _ place: Int, among rules: borrowing UnindexedRules, _ judgement: inout Judgement
  ) -> Bool {
    for test in rules.tests(of: place) where rules.numberTests[test].fails(evaluation.slots) {
      return true
    }
    for atom in rules.atoms(of: place)
    where truth(of: Int(rules.whenAtoms[atom]), &judgement) == .no {
      return true
    }
    return false
  }

  /// Judges a plain rule and enters it where it is broken or undecided: its conditions are not
  /// looked at, only its atoms.
  fileprivate mutating func enterPlain(
    _ bit: Int, of gate: borrowing Gate, _ judgement: inout Judgement
  ) {
    var when = Truth.yes
    for place in gate.index.plain.range(of: bit) {
      when = when && truth(of: Int(gate.index.plain.atoms[place]), &judgement)
      if when == .no { return }
    }
    let body = !truth(of: Int(gate.index.plain.bodies[bit]), &judgement)
    if when == .yes {
      note(policyThatApplies: Int(gate.index.plain.policies[bit]), of: gate, &judgement)
    }
    // It is kept, or does not certainly apply.
    if body == .yes { return }
    let outcome = Self.outcome(
      when: when, exceptions: .no, body: body, hasDuties: false, dutiesUndecided: false)
    _ = enter(gate.index.rules[bit], outcome, of: gate, &judgement, false)
  }

  /// Enters a plain rule, whose `forbid` is certainly false, with its reasons; nothing where it does
  /// not certainly apply.
  fileprivate mutating func keep(
    _ bit: Int, of gate: borrowing Gate, _ judgement: inout Judgement
  ) {
    let start = judgement.reasons.count
    for place in gate.index.plain.range(of: bit) {
      let atom = Int(gate.index.plain.atoms[place])
      guard truth(of: atom, &judgement) == .yes else {
        judgement.reasons.removeLast(judgement.reasons.count - start)
        return
      }
      judgement.reasons.append(Reason(.when, atom, .yes))
    }
    judgement.reasons.append(Reason(.body, Int(gate.index.plain.bodies[bit]), .no))
    judgement.reasonEnds.append(Int32(judgement.reasons.count))
    note(policyThatApplies: Int(gate.index.plain.policies[bit]), of: gate, &judgement)
    judgement.entries.append(
      .init(rule: gate.index.rules[bit], outcome: .kept, verdict: .allow))
  }

  /// Whether a rule certainly applies.
  fileprivate mutating func applies(_ rule: borrowing Rule, _ judgement: inout Judgement) -> Bool {
    for root in rule.neededRoots {
      guard case .bool(true) = evaluation.slots[root] else { return false }
    }
    return truth(of: rule.when, &judgement) == .yes
  }
}
