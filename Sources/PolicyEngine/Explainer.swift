import CEL
import Diagnostics
import PolicyModel

/// Says of one rule why its outcome is what it is: the atoms that decided, what is missing, what
/// failed, and in words what that means.
struct Explainer: ~Copyable {
  let library: CompiledLibrary
  let facts: PreparedFacts
  let gate: Gate
  let redactor: Redactor
  var judge: RuleJudge
  var scratch: Judgement

  init(gate: Gate, facts: PreparedFacts, judgement: Judgement) {
    library = gate.library
    self.gate = gate
    self.facts = facts
    redactor = Redactor(vocabulary: gate.library.vocabulary)
    judge = RuleJudge(library: gate.library, facts: facts)
    scratch = judgement
  }

  mutating func citation(of entry: Judgement.Entry) -> Citation {
    let rule = library.rules[entry.rule]
    let parts = parts(of: rule)
    let deciders = deciders(of: rule, parts)
    let findings = deciders.map { finding($0.role, $0.atom) }
    // A waived rule is told as what it would be.
    let isWaived = entry.outcome == .waived
    let plain = isWaived ? parts.outcome(of: rule) : entry.outcome
    let undecided = undecided(rule, parts, deciders, plain)
    let exceptions = entry.outcome == .excepted ? holdingExceptions(of: rule) : []
    let isBad = entry.outcome == .broken || entry.outcome == .undecided
    return Citation(
      rule: rule.name, outcome: entry.outcome, verdict: isBad ? entry.verdict : nil,
      cite: rule.cite + tableCitations(of: rule), confidence: rule.confidence,
      policyTitle: library.policies[rule.policy].title, title: rule.title,
      because: because(plain, rule, parts, deciders, undecided, exceptions),
      remedy: entry.outcome == .broken ? rule.remedy.map { fill($0, in: rule) } : nil,
      file: rule.range.file.path, line: rule.range.start.line, atoms: findings,
      missing: undecided.missing, errors: undecided.errors, exceptions: exceptions,
      waiver: isWaived ? waiver(of: entry.rule) : nil)
  }

  private func waiver(of rule: Int) -> WaiverFinding? {
    gate.waiver(of: rule, on: judge.day).map { waiver in
      WaiverFinding(
        waiver: waiver.id, client: gate.client, by: waiver.by, reason: waiver.reason,
        from: waiver.from, until: waiver.until)
    }
  }

  /// The facts that are missing for a rule; none where it is not undecided.
  mutating func missing(of entry: Judgement.Entry) -> [String] {
    guard entry.outcome == .undecided else { return [] }
    let rule = library.rules[entry.rule]
    let parts = parts(of: rule)
    return undecided(rule, parts, deciders(of: rule, parts), entry.outcome).missing
  }

  mutating func duties(of rule: Rule) -> [DutyCitation] {
    var duties: [DutyCitation] = []
    for duty in rule.duties {
      let value = duty.value.map { text(of: $0) }
      duties.append(
        DutyCitation(
          rule: rule.name, duty: duty.id, text: fill(duty.text, in: rule), value: value))
    }
    return duties
  }

  /// The truths of a rule's three parts.
  private mutating func parts(of rule: Rule) -> RuleParts {
    let when = judge.truth(of: rule.when, &scratch)
    let exceptions = judge.exceptions(of: rule, &scratch)
    let holds = judge.truth(of: rule.body, &scratch)
    return RuleParts(
      when: when, exceptions: exceptions, body: rule.isForbid ? !holds : holds,
      dutiesUndecided: judge.isUndecided(rule.duties))
  }

  private mutating func deciders(
    of rule: Rule, _ parts: RuleParts
  ) -> [(role: AtomFinding.Role, atom: Int)] {
    var truths: [Int: Truth] = [:]
    var conditions: [(AtomFinding.Role, Condition)] = [(.when, rule.when)]
    let inForce = rule.exceptions.filter { $0.period.contains(judge.day) }
    if parts.when == .no {
      // Nothing else matters where the rule does not apply.
    } else if parts.exceptions == .yes {
      for exception in inForce where judge.truth(of: exception.when, &scratch) == .yes {
        conditions.append((.exception, exception.when))
      }
    } else {
      conditions += inForce.map { (.exception, $0.when) }
      conditions.append((.body, rule.body))
    }
    for (_, condition) in conditions {
      for atom in condition.atoms { truths[atom] = judge.truth(of: atom, &scratch) }
    }
    var result: [(role: AtomFinding.Role, atom: Int)] = []
    for (role, condition) in conditions {
      for atom in Deciders.atoms(of: condition, { truths[$0] ?? .error })
      where !result.contains(where: { $0.role == role && $0.atom == atom }) {
        result.append((role, atom))
      }
    }
    return result
  }

  private mutating func finding(_ role: AtomFinding.Role, _ number: Int) -> AtomFinding {
    let atom = library.atoms[number]
    var shown = atom.facts.map { slot in
      FactFinding(
        fact: library.vocabulary.facts[slot].path,
        value: redactor.text(ofSlot: slot, facts.slots[slot]), origin: facts.origins[slot])
    }
    for slot in atom.settings where slot < library.daySlot {
      let number = slot - library.vocabulary.facts.count
      shown.append(
        FactFinding(
          fact: "settings." + library.settings[number].name,
          value: redactor.text(of: facts.slots[slot], isSensitive: false),
          origin: gate.ownSettings.contains(number) ? .standing : .defaulted))
    }
    return AtomFinding(
      role: role, expression: atom.expression, value: judge.truth(of: number, &scratch),
      facts: shown)
  }

  private mutating func holdingExceptions(of rule: Rule) -> [ExceptionFinding] {
    var findings: [ExceptionFinding] = []
    for exception in rule.exceptions where exception.period.contains(judge.day) {
      if judge.truth(of: exception.when, &scratch) == .yes {
        findings.append(ExceptionFinding(exception: exception.id, cite: exception.cite))
      }
    }
    return findings
  }

  /// The citations of the table rows that the rule read.
  private mutating func tableCitations(of rule: Rule) -> [String] {
    var citations: [String] = []
    for use in rule.tables {
      let table = library.tables[use.table]
      guard
        case .symbol(let term) = use.argument.program.evaluate(&judge.evaluation),
        case .row(let row) = table.answer(
          for: term.id, in: library.vocabulary.termSets[table.key], on: judge.day)
      else { continue }
      for citation in table.rows[row].cite where !citations.contains(citation) {
        citations.append(citation)
      }
    }
    return citations
  }
}

/// The truths of a rule's three parts.
struct RuleParts {
  var when: Truth
  var exceptions: Truth
  /// Of `require`, or of "not `forbid`".
  var body: Truth
  var dutiesUndecided: Bool

  func outcome(of rule: Rule) -> Outcome {
    RuleJudge.outcome(
      when: when, exceptions: exceptions, body: body, hasDuties: !rule.duties.isEmpty,
      dutiesUndecided: dutiesUndecided)
  }
}
