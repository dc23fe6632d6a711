import CEL
import Diagnostics
import PolicyEngine
package import PolicyModel

/// What a change of a library changes for those who are bound by it.
package struct SemanticDiff {
  private let old: DiffSide
  private let new: DiffSide
  private let examiner: Examiner
  private var formulas: Formulas { examiner.solver.formulas }

  /// Two libraries, for one client of both, or for somebody who adopts everything.
  package init(
    old: CompiledLibrary, new: CompiledLibrary, client: String?
  ) throws(Solver.Failure) {
    let world = World([old, new])
    let formulas = Formulas()
    examiner = Examiner(solver: try Solver(formulas))
    let isSame = Self.sameTerms(old.vocabulary, new.vocabulary)
    self.old = DiffSide(old, client, world, formulas, dialect: isSame ? "" : "old")
    self.new = DiffSide(new, client, world, formulas, dialect: isSame ? "" : "new")
  }

  /// Whether terms mean the same on both sides, on every day.
  private static func sameTerms(_ old: Vocabulary, _ new: Vocabulary) -> Bool {
    old.termSets.count == new.termSets.count
      && zip(old.termSets, new.termSets).allSatisfy { first, second in
        first.name == second.name && first.terms.map(\.id) == second.terms.map(\.id)
          && first.eraStarts == second.eraStarts
          && (0..<first.eraCount).allSatisfy { era in
            (0..<UInt32(first.terms.count)).allSatisfy {
              first.parts(of: $0, era: era) == second.parts(of: $0, era: era)
            }
          }
      }
  }

  package func report(progress: (Int, Int) -> Void) throws(Solver.Failure) -> DiffReport {
    var report = DiffReport(solver: examiner.solver.version)
    var changed: [StrictnessQuestion] = []
    let names = Set(old.rules.keys).union(new.rules.keys).sorted()
    for name in names {
      let (change, question) = try compare(name)
      if let change { report.rules.append(change) } else { report.sameCount += 1 }
      if let question { changed.append(question) }
    }
    try addKinds(changed, &report, progress)
    report.questions = examiner.solver.questionCount
    return report
  }

  // MARK: Rules

  private func compare(
    _ name: RuleName
  ) throws(Solver.Failure) -> (RuleChange?, StrictnessQuestion?) {
    guard let before = old.rules[name] else {
      guard let after = new.rules[name] else { return (nil, nil) }
      let question = StrictnessQuestion(
        before: RuleEncoding(nothing: formulas.no), after: new.encoding(after),
        formulas: formulas)
      return (RuleChange(rule: name, kind: .added), question)
    }
    guard let after = new.rules[name] else {
      let question = StrictnessQuestion(
        before: old.encoding(before), after: RuleEncoding(nothing: formulas.no),
        formulas: formulas)
      return (RuleChange(rule: name, kind: .removed), question)
    }
    let first = old.library.rules[before]
    let second = new.library.rules[after]
    let wording = RuleWording.differences(first, old.library, second, new.library)
    let question = StrictnessQuestion(
      before: old.encoding(before), after: new.encoding(after), formulas: formulas)
    if question.isSame {
      return (wording.isEmpty ? nil : RuleChange(rule: name, kind: .reworded(wording)), nil)
    }
    let pair = (before: before, after: after)
    let milder = try proof(question.isMilder, question.before.broken, question, pair) { $0 > $1 }
    let stricter = try proof(question.isStricter, question.after.broken, question, pair) { $0 < $1 }
    if milder.isProved, stricter.isProved {
      return (wording.isEmpty ? nil : RuleChange(rule: name, kind: .reworded(wording)), nil)
    }
    return (RuleChange(rule: name, kind: .changed(milder: milder, stricter: stricter)), question)
  }

  private func proof(
    _ formula: Formula, _ likely: Formula, _ question: StrictnessQuestion,
    _ rule: (before: Int, after: Int),
    _ differs: (Verdict, Verdict) -> Bool
  ) throws(Solver.Failure) -> Proof {
    func difference(_ request: JSONValue) -> Counterexample? {
      guard let before = old.judge(request), let after = new.judge(request) else { return nil }
      let first = before.rules[rule.before]
      let second = after.rules[rule.after]
      guard differs(first?.verdict ?? .allow, second?.verdict ?? .allow) else { return nil }
      let words =
        "\((first?.outcome ?? .notApplicable).rawValue) before, "
        + "\((second?.outcome ?? .notApplicable).rawValue) after"
      return Counterexample(request: request, words: words)
    }
    return try examiner.examine(
      formula, usual: new.encoder.judgesAsStated, likely: new.encoder.isRecent,
      isCut: question.isCut,
      confirm: { model in
        difference(
          Witness(formulas: formulas, model: model, view: new.encoder.view)
            .request(client: new.client))
      },
      trial: { trial in
        difference(new.requestByChance([rule.after], seed: UInt64(trial)))
      })
  }

  // MARK: Kinds of action

  /// For each kind of action without parts: whether the verdict can get stricter, or milder.
  private func addKinds(
    _ changed: [StrictnessQuestion], _ report: inout DiffReport, _ progress: (Int, Int) -> Void
  ) throws(Solver.Failure) {
    guard let kinds = new.kinds else { return }
    let before = old.verdict()
    let after = new.verdict()
    let ungovernedDiffers = formulas.not(formulas.equal(before.ungoverned, after.ungoverned))
    let somethingDiffers = formulas.any(
      changed.flatMap { [$0.isMilder, $0.isStricter] } + [ungovernedDiffers])
    if somethingDiffers == formulas.no { return }
    let isCut = before.isCut || after.isCut
    for (place, kind) in kinds.enumerated() {
      progress(place, kinds.count)
      let isKind = formulas.and(kind.formula, somethingDiffers)
      if try examiner.isImpossible(isKind) {
        if !isCut { continue }
      }
      let question = VerdictQuestion(before: before, after: after, formulas: formulas)
      for (isMilder, formula) in [(true, question.isMilder), (false, question.isStricter)] {
        let proof = try examiner.examine(
          formulas.and(isKind, formula), usual: new.encoder.judgesAsStated,
          likely: new.encoder.isRecent, isCut: isCut,
          confirm: { model in
            difference(
              Witness(formulas: formulas, model: model, view: new.encoder.view)
                .request(client: new.client), isMilder)
          }, trial: { _ in nil })
        if !proof.isProved {
          report.kinds.append(KindChange(kind: kind.id, isMilder: isMilder, proof: proof))
        }
      }
    }
  }

  private func difference(_ request: JSONValue, _ isMilder: Bool) -> Counterexample? {
    guard let before = old.judge(request), let after = new.judge(request),
      isMilder ? before.verdict > after.verdict : before.verdict < after.verdict
    else { return nil }
    return Counterexample(
      request: request, words: "\(before.verdict.rawValue) → \(after.verdict.rawValue)")
  }
}

/// The whole verdict on two sides.
private struct VerdictQuestion {
  let before: VerdictEncoding
  let after: VerdictEncoding
  let formulas: Formulas

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
}
