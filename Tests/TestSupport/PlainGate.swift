import CEL

/// Decides by the table of language.md, section 5, one rule after another.
package struct PlainGate {
  package let policies: RandomPolicies
  private let facts: PlainFacts
  private let evaluator: PlainEvaluator

  package struct Answer: Equatable {
    package var verdict = "allow"
    package var isUngoverned = false
    /// By `policy/rule`: outcomes other than not applicable.
    package var outcomes: [String: String] = [:]

    package init() {}
  }

  package init(_ policies: RandomPolicies, _ facts: RandomFacts) {
    self.policies = policies
    self.facts = PlainFacts(facts)
    evaluator = PlainEvaluator(self.facts)
  }

  package func answer() -> Answer {
    var answer = Answer()
    var verdicts: [String] = []
    var somethingApplies = false
    var isCovered = false
    for policy in policies.policies where policies.adopted.contains(policy.id) {
      for rule in policy.rules where isInForce(rule) {
        let when = self.when(rule, policy)
        if when == .yes {
          somethingApplies = true
          if policy.authority == "law", covers(policy) { isCovered = true }
        }
        let outcome = outcome(of: rule, when)
        guard outcome != "not-applicable" else { continue }
        answer.outcomes["\(policy.id)/\(rule.id)"] = outcome
        if outcome == "broken" { verdicts.append(rule.verdict) }
        if outcome == "undecided" { verdicts.append(undecided(rule, policy)) }
      }
    }
    answer.isUngoverned = !somethingApplies || (reachesRecipient && !isCovered)
    if answer.isUngoverned { verdicts.append("require-review") }
    if verdicts.contains("require-review") { answer.verdict = "require-review" }
    if verdicts.contains("deny") { answer.verdict = "deny" }
    return answer
  }

  private func isInForce(_ rule: RandomPolicies.Rule) -> Bool {
    if let from = rule.from, facts.day < from { return false }
    if let until = rule.until, facts.day > until { return false }
    return true
  }

  private func when(_ rule: RandomPolicies.Rule, _ policy: RandomPolicies.Policy) -> PlainTruth {
    let applies = policy.applies.map { [evaluator.truth(of: $0)] } ?? []
    return .all(applies + rule.when.map(truth))
  }

  private func truth(_ clause: RandomPolicies.Clause) -> PlainTruth {
    switch clause {
    case .atom(let text): evaluator.truth(of: text)
    case .all(let parts): .all(parts.map(truth))
    case .any(let parts): .any(parts.map(truth))
    case .none(let parts): PlainTruth.any(parts.map(truth)).negated
    }
  }

  private func outcome(of rule: RandomPolicies.Rule, _ when: PlainTruth) -> String {
    if when == .no { return "not-applicable" }
    let exceptions = rule.unless.map { truth($0.when) }
    let holds = rule.isForbid ? truth(rule.body).negated : truth(rule.body)
    let someException = exceptions.contains(.yes)
    let allFalse = exceptions.allSatisfy { $0 == .no }
    if when == .yes, someException { return "excepted" }
    let hasDuties = !rule.duties.isEmpty
    if when == .yes, holds == .yes {
      // A duty whose value, `when` or exceptions are undecided makes its rule undecided.
      if hasDuties, !allFalse || dutiesAreOpen(rule) { return "undecided" }
      return "kept"
    }
    if when == .yes, allFalse, holds == .no { return "broken" }
    if someException { return "not-applicable" }
    if holds == .yes { return hasDuties ? "undecided" : "not-applicable" }
    return "undecided"
  }

  private func dutiesAreOpen(_ rule: RandomPolicies.Rule) -> Bool {
    rule.duties.contains { duty in
      switch evaluator.value(of: duty) {
      case .unknown, .error: true
      default: false
      }
    }
  }

  private func undecided(_ rule: RandomPolicies.Rule, _ policy: RandomPolicies.Policy) -> String {
    guard rule.unknown == "allow" else { return rule.unknown }
    return hasFailures(rule, policy) ? "require-review" : "allow"
  }

  /// Whether anything in the rule fails, also where another part decides.
  private func hasFailures(
    _ rule: RandomPolicies.Rule, _ policy: RandomPolicies.Policy
  ) -> Bool {
    var texts = policy.applies.map { [$0] } ?? []
    func collect(_ clause: RandomPolicies.Clause) {
      switch clause {
      case .atom(let text): texts.append(text)
      case .all(let parts), .any(let parts), .none(let parts): parts.forEach(collect)
      }
    }
    rule.when.forEach(collect)
    rule.unless.map(\.when).forEach(collect)
    collect(rule.body)
    return (texts + rule.duties).contains { evaluator.fails($0) }
  }

  private var reachesRecipient: Bool {
    if facts.statesRecipient { return true }
    guard case .term(_, let kind) = facts.value(at: "action.kind") else { return true }
    return SmallWorld.parts(of: "message", in: "action-kind", day: facts.day).contains(kind)
  }

  private func covers(_ policy: RandomPolicies.Policy) -> Bool {
    guard case .term(_, let place) = facts.value(at: "recipient.location") else { return false }
    return policy.covers.contains { whole in
      SmallWorld.parts(of: whole, in: "place", day: facts.day).contains(place)
    }
  }
}
