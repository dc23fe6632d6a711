import AudienceEvaluation
import CEL
import PolicyEngine
import PolicyModel

/// The residue's rules in SQL: their conditions as columns, and what the conditions make of them.
struct RuleForms {
  /// An expression that reads the recipient, as a column.
  struct ConditionColumn {
    let name: String
    let atom: Int
    let truth: SQLTruth
  }

  /// A rule of the residue.
  struct RuleForm {
    let number: Int
    let column: String
    /// Whether it certainly applies.
    let when: SQLTruth
    /// TRUE where it is broken, NULL where it is undecided, FALSE where nothing stands in the way.
    let outcome: SQLTruth
    let governs: Bool
    let isWaived: Bool
    let verdict: Verdict
    /// What it gives where it is undecided; nil where only the engine can tell.
    let unknown: Verdict?
    /// Why it is not wholly carried.
    let notes: [String]

    /// The most that it can come to.
    var worst: Verdict { max(verdict, unknown ?? .requireReview) }
    /// Where its outcome is NULL and the engine may know better: conditions; none where it never does.
    var openWhen: [SQLText] { unknown == nil ? [.yes] : outcome.openWhen }
  }

  private(set) var conditions: [ConditionColumn] = []
  private(set) var rules: [RuleForm] = []
  private let residue: Residue
  private let translator: Translator
  private var truths: [Int: SQLTruth] = [:]
  private var notes: [Int: [String]] = [:]

  private var library: CompiledLibrary { residue.gate.library }

  init(_ residue: Residue, _ translator: Translator) {
    self.residue = residue
    self.translator = translator
    let day = Day(of: residue.facts.now)
    for open in residue.rules {
      rules.append(form(of: open, day))
    }
  }

  private mutating func form(of open: Residue.OpenRule, _ day: Day) -> RuleForm {
    let rule = library.rules[open.number]
    let when = truth(of: rule.when)
    let inForce = rule.exceptions.filter { $0.period.contains(day) }
    let exceptions = SQLTruth.any(inForce.map { truth(of: $0.when) })
    var body = truth(of: rule.body)
    if rule.isForbid { body = body.negated }
    let applies = SQLTruth.all([when, exceptions.negated])
    var outcome = SQLTruth.all([applies, body.negated])
    if open.hasDuties {
      // A kept rule whose duty is not certain is undecided.
      var uncertain = SQLTruth.all([applies, applies.negated])
      if open.needsRows {
        uncertain = .all([applies, .notCarried])
      } else if open.dutiesUndecided {
        uncertain = .all([applies, SQLTruth(.unknown)])
      }
      outcome = .any([outcome, .all([body, uncertain])])
      if !open.needsRows, !open.dutiesUndecided, applies.known == .yes {
        outcome = .all([applies, body.negated])
      }
    }
    var reasons: [String] = []
    let atoms = rule.when.atoms + rule.body.atoms + inForce.flatMap(\.when.atoms)
    for atom in atoms {
      for note in notes[atom] ?? [] where !reasons.contains(note) { reasons.append(note) }
    }
    if open.needsRows { reasons.append("a duty of it reads the recipient") }
    let unknown = verdictOfUndecided(rule, outcome, atoms, open)
    if unknown == nil {
      reasons.append("it lets missing facts pass, but no errors, which SQL does not tell apart")
    }
    return RuleForm(
      number: open.number, column: "rule \(rules.count + 1)", when: when, outcome: outcome,
      governs: open.governs, isWaived: open.isWaived, verdict: rule.verdict, unknown: unknown,
      notes: reasons)
  }

  /// `allow` holds for missing facts alone: only where nothing in the rule can fail SQL knows that.
  private func verdictOfUndecided(
    _ rule: Rule, _ outcome: SQLTruth, _ atoms: [Int], _ open: Residue.OpenRule
  ) -> Verdict? {
    guard rule.unknown == .allow else { return rule.unknown }
    if outcome.known == .yes || outcome.known == .no { return .allow }
    let mayFail =
      atoms.contains { truths[$0]?.mayFail ?? true }
      || rule.duties.contains { duty in
        duty.value != nil
      }
    return mayFail ? nil : .allow
  }

  // MARK: Conditions

  private mutating func truth(of condition: Condition) -> SQLTruth {
    switch condition {
    case .atom(let atom): return truth(ofAtom: atom)
    case .all(let terms): return .all(terms.map { truth(of: $0) })
    case .any(let terms): return .any(terms.map { truth(of: $0) })
    case .none(let terms): return SQLTruth.any(terms.map { truth(of: $0) }).negated
    }
  }

  private mutating func truth(ofAtom number: Int) -> SQLTruth {
    if let known = truths[number] { return known }
    var truth = translator.truth(of: library.atoms[number])
    let reasons = translator.takeNotes()
    if !reasons.isEmpty { notes[number] = reasons }
    truth.excludes = [:]
    if truth.known == nil, truth.text != .null {
      let name = "condition \(conditions.count + 1)"
      conditions.append(ConditionColumn(name: name, atom: number, truth: truth))
      truth.text = translator.dialect.column(name)
    }
    truths[number] = truth
    return truth
  }
}
