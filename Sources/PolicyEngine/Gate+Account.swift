package import CEL
package import PolicyModel

/// What became of one rule, and by which atoms, in words: for tests and for whoever asks "why not".
package struct RuleAccount: Sendable {
  package let outcome: Outcome
  /// The outcome, and after a colon the atoms that made it so.
  package let text: String
}

extension Gate {
  /// What became of a rule, also of one that does not apply or is not in force.
  package func account(of name: RuleName, _ facts: PreparedFacts) -> RuleAccount {
    let day = Day(of: facts.now)
    guard let number = library.rule(named: name),
      policies.contains(library.rules[number].policy)
    else {
      return RuleAccount(
        outcome: .notApplicable, text: "not-applicable: it does not bind the client")
    }
    let rule = library.rules[number]
    guard rule.period.contains(day) else {
      return RuleAccount(
        outcome: .notApplicable, text: "not-applicable: it is not in force on \(day.text)")
    }
    for root in rule.neededRoots {
      guard case .bool(true) = facts.slots[root] else {
        let path = library.vocabulary.facts[root].path
        return RuleAccount(
          outcome: .notApplicable, text: "not-applicable: `\(path)` is not stated")
      }
    }
    var judgement = Judgement()
    judgement.begin(self)
    var judge = RuleJudge(library: library, facts: facts)
    let outcome = waiving(judge.outcome(of: rule, &judgement).outcome, of: number, on: day)
    var explainer = Explainer(gate: self, facts: facts, judgement: judgement)
    let citation = explainer.citation(
      of: Judgement.Entry(rule: number, outcome: outcome, verdict: .allow),
      for: explainer.reasons(of: rule))
    let atoms = citation.atoms.map { "`\($0.expression)` is \($0.value.plain)" }
    var text = outcome.rawValue
    if let waiver = citation.waiver { text += " by \(waiver.waiver)" }
    if !atoms.isEmpty { text += ": " + atoms.joined(separator: ", ") }
    if !citation.missing.isEmpty {
      text += "; unknown: " + citation.missing.joined(separator: ", ")
    }
    if !citation.errors.isEmpty { text += "; " + citation.errors.joined(separator: "; ") }
    return RuleAccount(outcome: outcome, text: text)
  }

  /// The truths of some atoms of the library.
  package func truths(of atoms: [Int], _ facts: PreparedFacts) -> [(atom: Int, truth: Truth)] {
    var judgement = Judgement()
    judgement.begin(self)
    var judge = RuleJudge(library: library, facts: facts)
    return atoms.map { ($0, judge.truth(of: $0, &judgement)) }
  }

  /// The same gate for a client of another name: for a policy that is judged alone.
  package func renamed(_ id: String) -> Gate { Gate(self, renamedTo: id) }
}

extension Truth {
  /// The truth in a word, as explanations show it.
  var plain: String {
    switch self {
    case .yes: "true"
    case .no: "false"
    case .unknown: "unknown"
    case .error: "an error"
    }
  }
}
