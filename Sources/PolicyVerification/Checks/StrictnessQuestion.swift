import PolicyModel

/// One rule on two sides: where the second is milder, or where they differ.
struct StrictnessQuestion {
  let before: RuleEncoding
  let after: RuleEncoding
  let formulas: Formulas

  init(before: RuleEncoding, after: RuleEncoding, formulas: Formulas) {
    self.before = before
    self.after = after
    self.formulas = formulas
  }

  /// One rule, as two encoders see it.
  init(_ rule: Rule, _ before: Encoder, _ after: Encoder) {
    self.init(
      before: RuleEncoding(rule, before), after: RuleEncoding(rule, after),
      formulas: before.formulas)
  }

  /// Facts for which the first gives something stricter.
  var isMilder: Formula {
    formulas.or(
      formulas.and(before.deny, formulas.not(after.deny)),
      formulas.and(before.review, formulas.not(after.review)))
  }

  var isStricter: Formula {
    formulas.or(
      formulas.and(after.deny, formulas.not(before.deny)),
      formulas.and(after.review, formulas.not(before.review)))
  }

  var isCut: Bool { before.isCut || after.isCut }

  /// Whether both sides say the same in an obvious way.
  var isSame: Bool {
    before.deny == after.deny && before.review == after.review && before.kept == after.kept
      && before.applies == after.applies && before.excepted == after.excepted
      && before.undecided == after.undecided
  }
}
