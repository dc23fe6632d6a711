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
  /// By slot: what it shows, once it was asked for.
  private var shown: [FactFinding?]

  init(gate: Gate, facts: PreparedFacts, judgement: Judgement) {
    library = gate.library
    self.gate = gate
    self.facts = facts
    redactor = Redactor(vocabulary: gate.library.vocabulary)
    judge = RuleJudge(library: gate.library, facts: facts)
    scratch = judgement
    shown = Array(repeating: nil, count: gate.library.slotCount)
  }

  mutating func citation(
    of entry: Judgement.Entry, for deciders: some Collection<Reason>
  ) -> Citation {
    let rule = library.rules[entry.rule]
    let parts = entry.outcome == .kept ? RuleParts.kept : parts(of: rule)
    let findings = deciders.map { finding($0) }
    // A waived rule is told as what it would be.
    let isWaived = entry.outcome == .waived
    let plain = isWaived ? parts.outcome(of: rule) : entry.outcome
    let undecided = undecided(rule, parts, deciders, plain)
    let exceptions = entry.outcome == .excepted ? holdingExceptions(of: rule) : []
    let isBad = entry.outcome == .broken || entry.outcome == .undecided
    return Citation(
      rule: rule.name, outcome: entry.outcome, verdict: isBad ? entry.verdict : nil,
      cite: rule.tables.isEmpty ? rule.cite : rule.cite + tableCitations(of: rule),
      confidence: rule.confidence,
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
    return undecided(rule, parts(of: rule), reasons(of: rule), entry.outcome).missing
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

  /// The atoms that decided a rule that no judgement has accounted for.
  mutating func reasons(of rule: Rule) -> [Reason] {
    let start = scratch.reasons.count
    judge.addReasons(of: rule, &scratch)
    return Array(scratch.reasons[start...])
  }

  private mutating func finding(_ reason: Reason) -> AtomFinding {
    let atom = library.atoms[Int(reason.atom)]
    var shown: [FactFinding] = []
    shown.reserveCapacity(atom.facts.count + atom.settings.count)
    for slot in atom.facts { shown.append(finding(ofSlot: slot)) }
    for slot in atom.settings where slot < library.daySlot { shown.append(finding(ofSlot: slot)) }
    return AtomFinding(
      role: reason.role, expression: atom.expression, value: reason.truth, facts: shown)
  }

  /// A fact or a setting as it was; each is written out once.
  private mutating func finding(ofSlot slot: Int) -> FactFinding {
    if let known = shown[slot] { return known }
    let finding: FactFinding
    let number = slot - library.vocabulary.facts.count
    if number < 0 {
      finding = FactFinding(
        fact: library.vocabulary.facts[slot].path,
        value: redactor.text(ofSlot: slot, facts.slots[slot]), origin: facts.origins[slot])
    } else {
      finding = FactFinding(
        fact: "settings." + library.settings[number].name,
        value: redactor.text(of: facts.slots[slot], isSensitive: false),
        origin: gate.ownSettings.contains(number) ? .standing : .defaulted)
    }
    shown[slot] = finding
    return finding
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

  /// What they are where a rule is kept, as far as that is told.
  static let kept = RuleParts(when: .yes, exceptions: .no, body: .yes, dutiesUndecided: false)

  func outcome(of rule: Rule) -> Outcome {
    RuleJudge.outcome(
      when: when, exceptions: exceptions, body: body, hasDuties: !rule.duties.isEmpty,
      dutiesUndecided: dutiesUndecided)
  }
}
