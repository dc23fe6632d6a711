import CEL
import Diagnostics
import PolicyModel

/// A rule that is not made of the same on both sides, encoded on both.
struct ChangedRule {
  /// Which rule it is: its number on each side that has it.
  struct Name {
    let name: RuleName
    let before: Int?
    let after: Int?
    /// Whether it reads a fact that the other vocabulary declares otherwise: nothing is proved then.
    var isOfOtherTypes = false
  }

  let name: Name
  let question: StrictnessQuestion
  var isOfOtherTypes: Bool { name.isOfOtherTypes }
  /// Whether the rule is the same, and only how its policy governs actions is not.
  var isSameRule = false

  /// The rule as two encoders see it.
  func encoded(
    _ old: DiffSide, _ new: DiffSide, _ encoder: (Encoders) -> Encoder
  ) -> StrictnessQuestion {
    if isSameRule { return question }
    return name.encoded(old, new, encoder)
  }
}

extension ChangedRule.Name {
  /// The rule on both sides; nothing where one lacks it.
  func encoded(
    _ old: DiffSide, _ new: DiffSide, _ encoder: (Encoders) -> Encoder
  ) -> StrictnessQuestion {
    let formulas = new.encoders.exact.formulas
    let nothing = RuleEncoding(nothing: formulas.no)
    let encoders = (before: encoder(old.encoders), after: encoder(new.encoders))
    return StrictnessQuestion(
      before: before.map { old.encoding($0, encoders.before) } ?? nothing,
      after: after.map { new.encoding($0, encoders.after) } ?? nothing, formulas: formulas)
  }
}

/// Compares single rules of two libraries.
struct RuleDiff {
  let old: DiffSide
  let new: DiffSide
  let examiner: Examiner
  private var formulas: Formulas { examiner.solver.formulas }

  init(old: DiffSide, new: DiffSide, examiner: Examiner) {
    self.old = old
    self.new = new
    self.examiner = examiner
  }

  /// What of a rule reads otherwise, though it decides the same; nil where nothing does.
  func wording(_ before: Int, _ after: Int) -> [String]? {
    let parts = RuleWording.differences(
      old.library.rules[before], old.library, new.library.rules[after], new.library)
    return parts.isEmpty ? nil : parts
  }

  /// A rule that is the same, where something else about its policy is not.
  func sameRule(_ name: ChangedRule.Name) -> ChangedRule {
    let encoding =
      name.after.map { new.encoding($0, new.encoders.coarse) } ?? RuleEncoding(nothing: formulas.no)
    return ChangedRule(
      name: name,
      question: StrictnessQuestion(before: encoding, after: encoding, formulas: formulas),
      isSameRule: true)
  }

  /// What became of a rule, nil where nothing did; and what it adds to a changed verdict, nil where
  /// that is nothing.
  func compare(_ name: ChangedRule.Name) throws(Solver.Failure) -> (RuleChange?, ChangedRule?) {
    let quick = name.encoded(old, new, \.coarse)
    guard let before = name.before, let after = name.after else {
      let kind: RuleChange.Kind = name.before == nil ? .added : .removed
      return (RuleChange(rule: name.name, kind: kind), ChangedRule(name: name, question: quick))
    }
    let rewording = wording(before, after).map {
      RuleChange(rule: name.name, kind: .reworded($0))
    }
    if quick.isSame, !name.isOfOtherTypes { return (rewording, nil) }
    let milder = try proof(name, quick, isMilder: true)
    let stricter = try proof(name, quick, isMilder: false)
    let changed = ChangedRule(name: name, question: quick)
    if milder.isProved, stricter.isProved, try appliesToTheSame(name, quick) {
      return (rewording, changed)
    }
    let kind = RuleChange.Kind.changed(milder: milder, stricter: stricter)
    return (RuleChange(rule: name.name, kind: kind), changed)
  }

  private func appliesToTheSame(
    _ name: ChangedRule.Name, _ quick: StrictnessQuestion
  ) throws(Solver.Failure) -> Bool {
    func differs(_ question: StrictnessQuestion) -> Formula {
      formulas.not(formulas.equal(question.before.applies, question.after.applies))
    }
    if name.isOfOtherTypes { return false }
    if !quick.isCut, try examiner.isImpossible(differs(quick)) { return true }
    let full = name.encoded(old, new, \.exact)
    if full.isCut { return false }
    return try examiner.isImpossible(differs(full))
  }

  /// Quickly first, with few keys of maps next; in full where that leaves it open.
  private func proof(
    _ name: ChangedRule.Name, _ quick: StrictnessQuestion, isMilder: Bool
  ) throws(Solver.Failure) -> Proof {
    func direction(_ question: StrictnessQuestion) -> Formula {
      isMilder ? question.isMilder : question.isStricter
    }
    func asked(_ question: StrictnessQuestion, _ encoder: Encoder) -> Examiner.Question {
      Examiner.Question(
        formula: direction(question), usual: encoder.judgesAsStated, likely: encoder.isRecent)
    }
    let sides = (before: name.before.map(old.side(of:)), after: name.after.map(new.side(of:)))
    func confirm(_ model: Model) -> Counterexample? {
      difference(new.request(model), name, sides, isMilder)
    }
    let first = try examiner.examine(
      asked(quick, new.encoders.coarse), isCut: quick.isCut || name.isOfOtherTypes,
      small: {
        let keys = MapKeys.named(by: name.after.map { [$0] } ?? [], in: new.view.terms)
        let few = name.encoded(old, new) { $0.small(keys) }
        return few.isSame ? nil : asked(few, new.encoders.small(keys))
      },
      confirm: confirm,
      trial: { trial in
        difference(
          new.requestByChance(name.after.map { [$0] } ?? [], seed: UInt64(trial)), name, sides,
          isMilder)
      })
    return try examiner.settle(
      first,
      {
        let full = name.encoded(old, new, \.exact)
        return (direction(full), full.isCut || name.isOfOtherTypes)
      }, confirm: confirm)
  }

  private typealias Sides = (before: Side?, after: Side?)

  /// A request for which the rule's verdicts differ in a direction, in words.
  private func difference(
    _ request: JSONValue, _ name: ChangedRule.Name, _ sides: Sides, _ isMilder: Bool
  ) -> Counterexample? {
    guard let found = outcomes(request, name, sides, isMilder) else { return nil }
    let reduced = FactsReduction.reduced(request) { other in
      guard let outcomes = outcomes(other, name, sides, isMilder) else { return false }
      return outcomes == found
    }
    let (before, after) = found
    // Both may be undecided and yet give something else.
    let words =
      before.outcome == after.outcome
      ? "\(before.outcome.rawValue) before and after, \(before.verdict.rawValue) → "
        + after.verdict.rawValue
      : "\(before.outcome.rawValue) before, \(after.outcome.rawValue) after"
    return Counterexample(request: reduced, words: words)
  }

  private struct Given: Equatable {
    let outcome: Outcome
    let verdict: Verdict

    init(_ found: (outcome: Outcome, verdict: Verdict)?) {
      outcome = found?.outcome ?? .notApplicable
      verdict = found?.verdict ?? .allow
    }
  }

  /// What the rule comes to under both, where its verdicts differ in a direction.
  private func outcomes(
    _ request: JSONValue, _ name: ChangedRule.Name, _ sides: Sides, _ isMilder: Bool
  ) -> (before: Given, after: Given)? {
    guard let before = sides.before, let after = sides.after,
      let one = old.judge(request, before), let other = new.judge(request, after)
    else { return nil }
    let first = Given(name.before.flatMap { one.rules[$0] })
    let second = Given(name.after.flatMap { other.rules[$0] })
    guard isMilder ? first.verdict > second.verdict : first.verdict < second.verdict else {
      return nil
    }
    return (first, second)
  }
}
