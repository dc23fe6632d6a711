import PolicyEngine
import PolicyModel
import TestSupport
import Testing

@testable import PolicyVerification

/// The solver's encoding against the engine, on random libraries and facts.
struct AgreementTests {
  private static let libraries = FuzzLength.libraries(usual: 6)
  private static let factsEach = 8

  /// With the facts as constants the encoding leaves the solver one answer: the engine's.
  @Test(.enabled(if: SolverAtHand.isInstalled, SolverAtHand.words), arguments: 0..<4)
  func `encoding and engine agree on every rule and on the verdict`(seed: UInt64) throws {
    var dice = Dice(seed)
    for _ in 0..<Self.libraries {
      let policies = RandomPolicies(&dice)
      let small = try SmallLibrary(policies.yaml)
      let gate = try small.gate(usesIndex: false)
      let world = World([small.library])
      let formulas = Formulas()
      let view = LibraryView(
        small.library, in: world, settings: LibraryView.defaults(of: small.library))
      let encoder = Encoder(formulas, view, listBound: 2)
      let rules = Dictionary(
        uniqueKeysWithValues: gate.rules.map {
          ($0, RuleEncoding(small.library.rules[$0], encoder))
        })
      let parts = gate.rules.compactMap { number in
        rules[number].map {
          VerdictEncoding.Part($0, of: small.library.rules[number], encoder, tightening: [])
        }
      }
      let verdict = VerdictEncoding(parts, encoder)
      let solver = try Solver(formulas)
      for _ in 0..<Self.factsEach {
        let facts = RandomFacts(&dice)
        let prepared = try small.prepared(facts.tree.json, for: gate)
        let stated = StatedFacts(formulas, view, prepared).formula
        let (same, sure) = agreement(gate, prepared, rules, verdict, formulas)
        let text = "\(facts.tree.json)\n\(policies.yaml)"
        guard case .possible = try solver.check(formulas.and(stated, sure, same)) else {
          Issue.record("the facts are impossible, or the engine's answer is\n\(text)")
          return
        }
        guard case .impossible = try solver.check(formulas.and(stated, sure, formulas.not(same)))
        else {
          Issue.record("the encoding leaves another answer\n\(text)")
          return
        }
      }
    }
  }

  /// What the engine says, as a formula; and what is not encoded, fixed as the engine has it.
  private func agreement(
    _ gate: Gate, _ facts: PreparedFacts, _ rules: [Int: RuleEncoding],
    _ verdict: VerdictEncoding, _ formulas: Formulas
  ) -> (same: Formula, sure: Formula) {
    var judgement = Judgement()
    gate.judge(facts, into: &judgement, collectsAll: true)
    var same: [Formula] = []
    var sure: [Formula] = []
    for number in gate.rules {
      guard let rule = rules[number] else { continue }
      let entry = judgement.entries.first { $0.rule == number }
      let outcome = entry?.outcome ?? .notApplicable
      for (formula, meant) in [
        (rule.broken, Outcome.broken), (rule.undecided, .undecided), (rule.kept, .kept),
        (rule.excepted, .excepted),
      ] {
        same.append(outcome == meant ? formula : formulas.not(formula))
      }
      if outcome == .undecided, gate.library.rules[number].unknown == .allow {
        // Whether something fails in a rule is not encoded.
        sure.append(entry?.verdict == .requireReview ? rule.review : formulas.not(rule.review))
      }
    }
    let isUngoverned = judgement.ungoverned != nil
    same.append(isUngoverned ? verdict.ungoverned : formulas.not(verdict.ungoverned))
    same.append(judgement.verdict == .deny ? verdict.deny : formulas.not(verdict.deny))
    same.append(judgement.verdict == .allow ? formulas.not(verdict.review) : verdict.review)
    return (formulas.all(same), formulas.all(sure))
  }
}
