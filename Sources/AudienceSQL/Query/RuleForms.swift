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
    /// What it gives where it is undecided, but for the rows of `failsWhen`.
    let unknown: Verdict
    /// Where only the engine can tell what it gives: conditions that are never NULL.
    let failsWhen: [SQLText]
    /// Why it is not wholly carried.
    let notes: [String]

    /// The most that it can come to.
    var worst: Verdict { max(verdict, failsWhen.isEmpty ? unknown : .requireReview) }
    /// Where its outcome is NULL and the engine may know better.
    var openWhen: [SQLText] { outcome.openWhen + failsWhen }
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
    let failsWhen = failures(rule, outcome, atoms)
    if !failsWhen.isEmpty {
      reasons.append("it lets missing facts pass, but no errors, which SQL does not tell apart")
    }
    return RuleForm(
      number: open.number, column: "rule \(rules.count + 1)", when: when, outcome: outcome,
      governs: open.governs, isWaived: open.isWaived, verdict: rule.verdict, unknown: rule.unknown,
      failsWhen: failsWhen, notes: reasons)
  }

  /// Where `unknown: allow`, which holds for missing facts alone, may not hold.
  private func failures(_ rule: Rule, _ outcome: SQLTruth, _ atoms: [Int]) -> [SQLText] {
    guard rule.unknown == .allow, outcome.known == nil || outcome.known == .unknown else {
      return []
    }
    if rule.duties.contains(where: { $0.value != nil }) { return [.yes] }
    return atoms.map { truths[$0]?.failures ?? true }.joined.conditions
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
