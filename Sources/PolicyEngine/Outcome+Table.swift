package import CEL
package import PolicyModel

extension Outcome {
  /// What a rule is, given the truths of its parts: the table that decisions are made by.
  ///
  /// `exceptions` is the truth of "some exception holds", `body` that of `require` or of "not
  /// `forbid`".
  package init(
    when: Truth, exceptions: Truth, body: Truth, hasDuties: Bool, dutiesUndecided: Bool
  ) {
    self = RuleJudge.outcome(
      when: when, exceptions: exceptions, body: body, hasDuties: hasDuties,
      dutiesUndecided: dutiesUndecided)
  }
}
