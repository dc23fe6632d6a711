import CEL
import PolicyModel

// What a citation says in words: the author's text for a broken rule, a generated one for the others.
extension Explainer {
  mutating func because(
    _ outcome: Outcome, _ rule: Rule, _ parts: RuleParts,
    _ deciders: some Collection<Reason>, _ undecided: Undecided,
    _ exceptions: [ExceptionFinding]
  ) -> String {
    switch outcome {
    case .broken, .waived:
      return fill(rule.because, in: rule)
    case .kept:
      let told = deciders.filter { $0.role == .body }.map { reason in
        "`\(library.atoms[Int(reason.atom)].expression)` is \(reason.truth.word)"
      }
      return told.isEmpty ? "Nothing is asked." : told.joined(separator: ", ") + "."
    case .excepted:
      let told = exceptions.map { exception in
        exception.cite.isEmpty
          ? exception.exception
          : "\(exception.exception) (\(exception.cite.joined(separator: ", ")))"
      }
      return "Excepted by \(told.joined(separator: ", "))."
    case .undecided:
      return self.undecided(rule, parts, undecided)
    case .notApplicable:
      return "Does not apply."
    }
  }

  private mutating func undecided(_ rule: Rule, _ parts: RuleParts, _ open: Undecided) -> String {
    var sentences: [String] = []
    if !open.missing.isEmpty {
      sentences.append("Unknown: \(open.missing.joined(separator: ", ")).")
    }
    if !open.errors.isEmpty {
      sentences.append("Could not be computed: \(open.errors.joined(separator: "; ")).")
    }
    if open.missing.count == 1, open.errors.isEmpty {
      sentences += answers(rule, parts, to: open.missing[0], open.atoms)
    }
    return sentences.joined(separator: " ")
  }

  /// What each answer to the one open question would make of the rule.
  private mutating func answers(
    _ rule: Rule, _ parts: RuleParts, to path: String, _ atoms: [Int]
  ) -> [String] {
    if let slot = library.vocabulary.slot(of: path),
      library.vocabulary.facts[slot].type == .bool
    {
      let told = [true, false].map { value in
        said(outcome(of: rule, with: .bool(value), at: slot), rule)
      }
      return ["If true: \(told[0]). If false: \(told[1])."]
    }
    guard atoms.count == 1, let atom = atoms.first else { return [] }
    let expression = library.atoms[atom].expression
    let told = [Truth.yes, .no].map { truth in
      said(outcome(of: rule, parts, where: atom, is: truth), rule)
    }
    return ["If `\(expression)` is true: \(told[0]); if false: \(told[1])."]
  }

  /// The outcome that a rule would have with another value of one fact.
  private func outcome(of rule: Rule, with value: Value, at slot: Int) -> Outcome {
    var slots = facts.slots
    slots[slot] = value
    let changed = PreparedFacts(
      slots: slots, origins: facts.origins, now: facts.now, usedClock: facts.usedClock,
      timeZones: library.timeZones)
    var judge = RuleJudge(library: library, facts: changed)
    var judgement = Judgement()
    judgement.begin(library)
    return judge.outcome(of: rule, &judgement).outcome
  }

  /// The outcome that a rule would have with another truth of one atom.
  private mutating func outcome(
    of rule: Rule, _ parts: RuleParts, where atom: Int, is truth: Truth
  ) -> Outcome {
    var truths: [Int: Truth] = [:]
    var conditions = [rule.when, rule.body]
    let inForce = rule.exceptions.filter { $0.period.contains(judge.day) }
    conditions += inForce.map(\.when)
    for condition in conditions {
      for other in condition.atoms { truths[other] = judge.truth(of: other, &scratch) }
    }
    truths[atom] = truth
    func value(_ condition: Condition) -> Truth { condition.truth { truths[$0] ?? .error } }
    var changed = parts
    changed.when = value(rule.when)
    changed.exceptions = inForce.reduce(.no) { $0 || value($1.when) }
    changed.body = rule.isForbid ? !value(rule.body) : value(rule.body)
    return changed.outcome(of: rule)
  }

  private func said(_ outcome: Outcome, _ rule: Rule) -> String {
    switch outcome {
    case .notApplicable: "the rule does not apply"
    case .excepted: "excepted"
    case .kept: "kept"
    case .broken: rule.verdict.rawValue
    case .undecided: "still open"
    case .waived: "waived"
    }
  }

  // MARK: Templates

  mutating func fill(_ template: Template, in rule: Rule) -> String {
    var text = ""
    for part in template.parts {
      switch part {
      case .text(let literal): text += literal
      case .hole(let hole): text += self.text(of: hole)
      case .witness: text += witnesses(of: rule)
      }
    }
    return text
  }

  mutating func text(of hole: Hole) -> String {
    redactor.text(
      of: hole.program.evaluate(&judge.evaluation), isSensitive: hole.isSensitive)
  }

  /// The elements that decided the rule's body, each once, in their order.
  private mutating func witnesses(of rule: Rule) -> String {
    var found: [String] = []
    for number in rule.body.atoms {
      let atom = library.atoms[number]
      judge.evaluation.recordsWitnesses = true
      _ = atom.program.truth(&judge.evaluation)
      judge.evaluation.recordsWitnesses = false
      for witness in judge.evaluation.witnesses {
        let text = redactor.text(of: witness, isSensitive: atom.isSensitive)
        if !found.contains(text) { found.append(text) }
      }
    }
    return found.isEmpty ? Redactor.notKnown : found.joined(separator: ", ")
  }
}

extension Truth {
  /// The truth in a sentence.
  fileprivate var word: String {
    switch self {
    case .yes: "true"
    case .no: "false"
    case .unknown: "not known"
    case .error: "not computable"
    }
  }
}
