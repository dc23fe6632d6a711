package import CEL
package import PolicyModel

/// One atom that decided a rule, with the truth that it had: 8 bytes, all texts are found later.
package struct Reason: Sendable, Equatable {
  /// The atom's number in the library.
  package let atom: Int32
  package let role: AtomFinding.Role
  package let truth: Truth

  init(_ role: AtomFinding.Role, _ atom: Int, _ truth: Truth) {
    self.atom = Int32(atom)
    self.role = role
    self.truth = truth
  }
}

extension RuleJudge {
  /// Adds the atoms that decided a rule: whatever the others were, its outcome would be the same.
  mutating func addReasons(of rule: Rule, _ judgement: inout Judgement) {
    let start = judgement.reasons.count
    add(rule.when, .when, from: start, &judgement)
    // Nothing else matters where the rule does not apply.
    if truth(of: rule.when, &judgement) != .no {
      let exceptions = exceptions(of: rule, &judgement)
      for exception in rule.exceptions where exception.period.contains(day) {
        if exceptions != .yes || truth(of: exception.when, &judgement) == .yes {
          add(exception.when, .exception, from: start, &judgement)
        }
      }
      if exceptions != .yes { add(rule.body, .body, from: start, &judgement) }
    }
    judgement.reasonEnds.append(Int32(judgement.reasons.count))
  }

  private mutating func add(
    _ condition: Condition, _ role: AtomFinding.Role, from start: Int,
    _ judgement: inout Judgement
  ) {
    let atoms = Deciders.atoms(of: condition) { truth(of: $0, &judgement) }
    for atom in atoms {
      let reason = Reason(role, atom, truth(of: atom, &judgement))
      if !judgement.reasons[start...].contains(reason) { judgement.reasons.append(reason) }
    }
  }
}
