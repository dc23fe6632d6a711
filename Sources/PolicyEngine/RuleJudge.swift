import CEL
import PolicyModel
import SharedStorage

/// Judges single rules on one set of facts: the table of language.md, section 5.
///
/// Atoms are shared by rules, so each is decided once a decision and kept in `Judgement.atoms`.
///
/// INVARIANT: whoever makes a judge keeps the library meanwhile. Threads share it: to count a
/// reference to it each decision cost two threads a third of their rate.
struct RuleJudge: ~Copyable {
  private let unowned: Unowned<CompiledLibrary>
  var evaluation: Evaluation
  let day: Day

  /// The library; to ask for it counts a reference.
  var library: CompiledLibrary { unowned.use { $0 } }

  init(library: CompiledLibrary, facts: borrowing PreparedFacts) {
    unowned = Unowned(library)
    evaluation = Evaluation(facts.inputs)
    day = Day(of: facts.now)
  }

  mutating func truth(of atom: Int, _ scratch: inout Judgement) -> Truth {
    guard atom < scratch.atoms.count else { return truth(ofOwn: atom, &scratch) }
    let known = scratch.atoms[atom]
    if known >> 2 == scratch.stamp, let truth = Truth(rawValue: UInt8(known & 3)) { return truth }
    let truth = unowned.use { $0.programs[atom].truth(&evaluation) }
    scratch.atoms[atom] = scratch.stamp << 2 | UInt32(truth.rawValue)
    return truth
  }

  private mutating func truth(ofOwn atom: Int, _ scratch: inout Judgement) -> Truth {
    if let known = scratch.ownAtoms[atom] { return known }
    let truth = library.atoms[atom].program.truth(&evaluation)
    scratch.ownAtoms[atom] = truth
    return truth
  }

  mutating func truth(of condition: Condition, _ scratch: inout Judgement) -> Truth {
    switch condition {
    case .atom(let atom):
      return truth(of: atom, &scratch)
    case .all(let parts):
      var result = Truth.yes
      for part in parts {
        result = result && truth(of: part, &scratch)
        if result == .no { return .no }
      }
      return result
    case .any(let parts):
      return any(parts, &scratch)
    case .none(let parts):
      return !any(parts, &scratch)
    }
  }

  private mutating func any(_ parts: [Condition], _ scratch: inout Judgement) -> Truth {
    var result = Truth.no
    for part in parts {
      result = result || truth(of: part, &scratch)
      if result == .yes { return .yes }
    }
    return result
  }

  /// What a rule is, given the truths of its three parts.
  ///
  /// `exceptions` is the truth of "some exception holds", `body` that of `require` or of
  /// "not `forbid`"; `hasDuties` says whether a duty hangs on the rule's being kept.
  static func outcome(
    when: Truth, exceptions: Truth, body: Truth, hasDuties: Bool, dutiesUndecided: Bool
  ) -> Outcome {
    if when == .no { return .notApplicable }
    if exceptions == .yes { return when == .yes ? .excepted : .notApplicable }
    if body == .yes {
      let isCertain = when == .yes && (exceptions == .no || !hasDuties) && !dutiesUndecided
      if isCertain { return .kept }
      return hasDuties ? .undecided : (when == .yes ? .kept : .notApplicable)
    }
    if when == .yes && exceptions == .no && body == .no { return .broken }
    return .undecided
  }

  /// A rule's outcome, and whether it certainly applies.
  mutating func outcome(
    of rule: borrowing Rule, _ scratch: inout Judgement
  ) -> (outcome: Outcome, applies: Bool) {
    for root in rule.neededRoots {
      guard case .bool(true) = evaluation.slots[root] else { return (.notApplicable, false) }
    }
    let when = truth(of: rule.when, &scratch)
    if when == .no { return (.notApplicable, false) }
    let exceptions = exceptions(of: rule, &scratch)
    if exceptions == .yes { return (when == .yes ? .excepted : .notApplicable, when == .yes) }
    let holds = truth(of: rule.body, &scratch)
    let body = rule.isForbid ? !holds : holds
    var dutiesUndecided = false
    if body == .yes, !rule.duties.isEmpty { dutiesUndecided = isUndecided(rule.duties) }
    let outcome = Self.outcome(
      when: when, exceptions: exceptions, body: body, hasDuties: !rule.duties.isEmpty,
      dutiesUndecided: dutiesUndecided)
    return (outcome, when == .yes)
  }

  /// Whether some exception in force holds.
  mutating func exceptions(of rule: borrowing Rule, _ scratch: inout Judgement) -> Truth {
    var result = Truth.no
    for exception in rule.exceptions where exception.period.contains(day) {
      result = result || truth(of: exception.when, &scratch)
      if result == .yes { return .yes }
    }
    return result
  }

  mutating func isUndecided(_ duties: [Duty]) -> Bool {
    for duty in duties {
      guard let value = duty.value else { continue }
      switch value.program.evaluate(&evaluation) {
      case .unknown, .error: return true
      default: continue
      }
    }
    return false
  }

  /// What an undecided rule gives.
  ///
  /// `allow` holds for missing facts alone: where anything in the rule fails, also where that is
  /// absorbed, somebody must look.
  mutating func verdictOfUndecided(_ rule: borrowing Rule) -> Verdict {
    guard rule.unknown == .allow else { return rule.unknown }
    return hasErrors(rule) ? .requireReview : .allow
  }

  private mutating func hasErrors(_ rule: borrowing Rule) -> Bool {
    evaluation.isExhaustive = true
    defer { evaluation.isExhaustive = false }
    let before = evaluation.errorCount
    var conditions = [rule.when, rule.body]
    for exception in rule.exceptions where exception.period.contains(day) {
      conditions.append(exception.when)
    }
    for condition in conditions {
      for atom in condition.atoms {
        if library.atoms[atom].program.truth(&evaluation) == .error { return true }
        if evaluation.errorCount != before { return true }
      }
    }
    for duty in rule.duties {
      if let value = duty.value, case .error = value.program.evaluate(&evaluation) { return true }
      if evaluation.errorCount != before { return true }
    }
    return false
  }
}
