import CEL
import Diagnostics
import PolicyEngine
package import PolicyModel

/// What a change of a library changes for those who are bound by it.
///
/// Rules that are made of the same on both sides are told apart by their text (`RuleMeaning`); the
/// solver is asked only about the others, and about verdicts only as far as these reach.
package struct SemanticDiff {
  private let old: DiffSide
  private let new: DiffSide
  private let terms: TermAgreement
  private let types: TypeAgreement
  private let examiner: Examiner

  /// Two libraries, for one client of both, or for somebody who adopts everything.
  package init(
    old: CompiledLibrary, new: CompiledLibrary, client: String?
  ) throws(Solver.Failure) {
    let world = World([old, new])
    let formulas = Formulas()
    examiner = Examiner(solver: try Solver(formulas))
    terms = TermAgreement(old.vocabulary, new.vocabulary)
    types = TypeAgreement(old.vocabulary, new.vocabulary)
    let dialects = terms.isWhole ? (old: "", new: "") : (old: "old", new: "new")
    // Definitions hang on types too.
    let agreed =
      try types.isWhole
      ? DefinitionAgreement(
        old: .ofAnyClient(old, in: world), new: .ofAnyClient(new, in: world), dialects: dialects,
        examiner
      ).names : []
    let quantifiers = QuantifierAgreement(examiner.solver)
    self.old = DiffSide(old, client, world, formulas, dialects.old, agreed, quantifiers)
    self.new = DiffSide(new, client, world, formulas, dialects.new, agreed, quantifiers)
  }

  /// `progress`: how much is done, of how much.
  package func report(progress: (Int, Int) -> Void) throws(Solver.Failure) -> DiffReport {
    var report = DiffReport(solver: examiner.solver.version)
    let rules = RuleDiff(old: old, new: new, examiner: examiner)
    var changed: [ChangedRule] = []
    var examples: [JSONValue] = []
    let candidates = names.compactMap { name -> ChangedRule.Name? in
      var candidate = ChangedRule.Name(
        name: name, before: old.rules[name], after: new.rules[name])
      candidate.isOfOtherTypes =
        candidate.before.map { types.concern($0, old) } ?? false
        || candidate.after.map { types.concern($0, new) } ?? false
      guard let before = candidate.before, let after = candidate.after,
        old.meaning(of: before, terms) == new.meaning(of: after, terms)
      else { return candidate }
      if let change = rules.wording(before, after) {
        report.rules.append(RuleChange(rule: name, kind: .reworded(change)))
      } else {
        report.sameCount += 1
      }
      guard old.governance(of: before) != new.governance(of: after) else { return nil }
      changed.append(rules.sameRule(candidate))
      return nil
    }
    for (place, candidate) in candidates.enumerated() {
      progress(place, candidates.count * 2)
      let (change, rule) = try rules.compare(candidate)
      if let change {
        report.rules.append(change)
        examples += change.examples
      } else {
        report.sameCount += 1
      }
      if let rule { changed.append(rule) }
    }
    report.rules.sort { $0.rule < $1.rule }
    var verdicts = VerdictDiff(
      old: old, new: new, examiner: examiner, changed: changed, examples: examples)
    report.kinds = try verdicts.changes { done, all in progress(all + done, all * 2) }
    if new.client == nil {
      report.changedClients = ChangedClients.ids(old.library, new.library)
    }
    report.questions = examiner.solver.questionCount
    return report
  }

  private var names: [RuleName] { Set(old.rules.keys).union(new.rules.keys).sorted() }
}
