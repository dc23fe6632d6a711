import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// The engine against the plain evaluator, on random libraries and facts.
struct AgreementTests {
  /// Libraries a seed; `SCRUPLE_FUZZ` asks for a longer run.
  private static let libraries = FuzzLength.libraries(usual: 40)
  private static let factsEach = 20

  @Test(arguments: 0..<8)
  func `engine and plain evaluator agree, with the index and without`(seed: UInt64) throws {
    var dice = Dice(seed)
    for _ in 0..<Self.libraries {
      let policies = RandomPolicies(&dice)
      let small = try SmallLibrary(policies.yaml)
      let indexed = try small.gate()
      let plain = try small.gate(usesIndex: false)
      var judgement = Judgement()
      for _ in 0..<Self.factsEach {
        let facts = RandomFacts(&dice)
        let prepared = try small.prepared(facts.tree.json, for: indexed)
        let wanted = PlainGate(policies, facts).answer()
        var reasons: [[Int: [Reason]]] = []
        for gate in [indexed, plain] {
          gate.judge(prepared, into: &judgement)
          let obstacles = answer(judgement, small.library)
          #expect(obstacles == wanted.withoutKept, "\(facts.tree.json)\n\(policies.yaml)")
          gate.judge(prepared, into: &judgement, collectsAll: true)
          let got = answer(judgement, small.library)
          #expect(got == wanted, "\(facts.tree.json)\n\(policies.yaml)")
          if got != wanted { return }
          reasons.append(self.reasons(judgement))
        }
        #expect(reasons[0] == reasons[1], "\(facts.tree.json)\n\(policies.yaml)")
        let decision = indexed.decide(prepared)
        #expect(decision.verdict.rawValue == wanted.verdict)
      }
    }
  }

  /// By rule, the atoms that decided it.
  private func reasons(_ judgement: Judgement) -> [Int: [Reason]] {
    let each = judgement.entries.enumerated().map { place, entry in
      (entry.rule, Array(judgement.reasons(ofEntry: place)))
    }
    return Dictionary(uniqueKeysWithValues: each)
  }

  private func answer(_ judgement: Judgement, _ library: CompiledLibrary) -> PlainGate.Answer {
    var answer = PlainGate.Answer()
    answer.verdict = judgement.verdict.rawValue
    answer.isUngoverned = judgement.ungoverned != nil
    for entry in judgement.entries {
      answer.outcomes[library.rules[entry.rule].name.description] = entry.outcome.rawValue
    }
    return answer
  }
}

extension PlainGate.Answer {
  /// What a judgement lists that collects no more than the rules that are in the way.
  fileprivate var withoutKept: PlainGate.Answer {
    var answer = self
    answer.outcomes = outcomes.filter { $0.value == "broken" || $0.value == "undecided" }
    return answer
  }
}
