import CEL
import PolicyEngine
import PolicyModel

/// Shows that a changed rule decides as before whatever the facts are, by going through all of it.
///
/// Every combination of truths that the rule's leaves can have is tried on both, on each day on which
/// different exceptions are in force. More combinations than `most` are not tried: then nothing is
/// shown.
struct EquivalenceProof {
  static let most = 200_000

  /// What was gone through, in words; nil where the rules differ, or may.
  ///
  /// `prefix` keeps leaves of the changed rule apart where the same words mean something else.
  static func text(
    _ original: Rule, _ before: CompiledLibrary, _ changed: Rule, _ after: CompiledLibrary,
    prefix: String
  ) -> String? {
    guard original.period == changed.period, original.neededRoots == changed.neededRoots,
      original.duties.isEmpty == changed.duties.isEmpty
    else { return nil }
    var table = LeafTable(
      before, asksTables: !original.tables.isEmpty || !changed.tables.isEmpty)
    let first = Shape(original, before.atoms, prefix: "", &table)
    let second = Shape(changed, after.atoms, prefix: prefix, &table)
    let days = days(of: [original, changed])
    guard var walk = CombinationWalk(table, most: most / days.count) else { return nil }
    repeat {
      for day in days {
        for duties in original.duties.isEmpty ? [false] : [false, true] {
          let old = first.result(walk.truths, day, dutiesUndecided: duties)
          guard old == second.result(walk.truths, day, dutiesUndecided: duties) else { return nil }
        }
      }
    } while walk.next()
    let (facts, others) = table.account
    var parts = facts.map { "every value of \($0)" }
    if others > 0 {
      parts.append("every truth of \(others) other condition\(others == 1 ? "" : "s")")
    }
    let count = walk.count * days.count
    return "the outcome is the same for all \(count) combinations: "
      + parts.joined(separator: ", ")
  }

  /// A day for each set of exceptions that are in force together while the rule is.
  private static func days(of rules: [Rule]) -> [Day] {
    var starts: Set<Day> = []
    for period in rules.flatMap({ $0.exceptions.map(\.period) + [$0.period] }) {
      starts.formUnion([period.from, period.until?.next].compactMap(\.self))
    }
    let days = ([.distantPast] + starts.sorted()).filter { rules[0].period.contains($0) }
    return days.isEmpty ? [.distantPast] : days
  }
}

/// What a rule comes to, as far as verdicts hang on it.
private struct Shape {
  let when: Condition
  let body: Condition
  let exceptions: [(period: Period, when: Condition, atoms: Set<Condition>)]
  let rule: Rule
  /// Where what is unknown is allowed, an error in any atom forbids that: so the atoms count.
  let atoms: Set<Condition>

  struct Result: Equatable {
    let outcome: Outcome
    let applies: Bool
    let verdict: Verdict
    let atoms: Set<Condition>
  }

  init(_ rule: Rule, _ atoms: [Atom], prefix: String, _ table: inout LeafTable) {
    func atomsOver(_ condition: Condition, _ table: inout LeafTable) -> Set<Condition> {
      Set(condition.atoms.map { table.condition(.atom($0), atoms, prefix: prefix) })
    }
    self.rule = rule
    when = table.condition(rule.when, atoms, prefix: prefix)
    body = table.condition(rule.body, atoms, prefix: prefix)
    var exceptions: [(period: Period, when: Condition, atoms: Set<Condition>)] = []
    for exception in rule.exceptions {
      let when = table.condition(exception.when, atoms, prefix: prefix)
      exceptions.append((exception.period, when, atomsOver(exception.when, &table)))
    }
    self.exceptions = exceptions
    self.atoms = atomsOver(rule.when, &table).union(atomsOver(rule.body, &table))
  }

  func result(_ truths: [Truth], _ day: Day, dutiesUndecided: Bool) -> Result {
    let when = when.truth { truths[$0] }
    var excepted = Truth.no
    for exception in exceptions where exception.period.contains(day) {
      excepted = excepted || exception.when.truth { truths[$0] }
    }
    let holds = body.truth { truths[$0] }
    let outcome = Outcome(
      when: when, exceptions: excepted, body: rule.isForbid ? !holds : holds,
      hasDuties: !rule.duties.isEmpty, dutiesUndecided: dutiesUndecided)
    let verdict: Verdict =
      switch outcome {
      case .broken: rule.verdict
      case .undecided: rule.unknown
      case .notApplicable, .excepted, .kept, .waived: .allow
      }
    var asked: Set<Condition> = []
    if outcome == .undecided, rule.unknown == .allow {
      asked = atoms
      for exception in exceptions where exception.period.contains(day) {
        asked.formUnion(exception.atoms)
      }
    }
    return Result(outcome: outcome, applies: when == .yes, verdict: verdict, atoms: asked)
  }
}
