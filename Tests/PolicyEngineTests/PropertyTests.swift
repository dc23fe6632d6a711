import CEL
import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// What must hold of all decisions, on random libraries and facts.
struct PropertyTests {
  private static let libraries = FuzzLength.libraries(usual: 25)

  /// Everything that is not known, made known: coarse terms are narrowed too.
  private static func completed(
    _ tree: RandomFacts.Tree, by full: RandomFacts.Tree
  ) -> RandomFacts.Tree {
    switch (tree, full) {
    case (.object(let members), .object(let others)):
      var result = members.map { member in
        guard let other = full[member.name] else { return member }
        if case .null = member.value,
          !["limit", "name", "detail", "withdrawn_at"].contains(member.name)
        {
          return (member.name, other)
        }
        return (member.name, completed(member.value, by: other))
      }
      // What a stated map lacks is known to be missing; a stated record's nullable field is none.
      let isMap = members.contains { ["a", "a.x", "b", "c"].contains($0.name) }
      for other in others
      where !isMap && !members.contains(where: { $0.name == other.name })
        && !["withdrawn_at", "a", "a.x", "b", "c"].contains(other.name)
      {
        result.append(other)
      }
      return .object(result)
    default: return tree
    }
  }

  @Test(arguments: 0..<6)
  func `what is decided although facts are missing stays so whatever they are`(
    seed: UInt64
  ) throws {
    var dice = Dice(seed &+ 100)
    for _ in 0..<Self.libraries {
      let policies = RandomPolicies(&dice)
      let small = try SmallLibrary(policies.yaml)
      let gate = try small.gate()
      for _ in 0..<10 {
        let facts = RandomFacts(&dice, known: 50)
        let before = try entries(gate, small, facts)
        for _ in 0..<4 {
          var full = RandomFacts(&dice, known: 100)
          full = RandomFacts(Self.completed(facts.tree, by: full.tree))
          let after = try entries(gate, small, full)
          for rule in small.library.rules.indices where before[rule]?.outcome != .undecided {
            let one = before[rule]?.verdict ?? .allow
            let other = after[rule]?.verdict ?? .allow
            #expect(
              one == other,
              "\(small.library.rules[rule].name)\n\(facts.tree.json)\n\(full.tree.json)\n\(policies.yaml)"
            )
            if one != other { return }
          }
        }
      }
    }
  }

  private func entries(
    _ gate: Gate, _ small: SmallLibrary, _ facts: RandomFacts
  ) throws -> [Int: Judgement.Entry] {
    var judgement = Judgement()
    gate.judge(try small.prepared(facts.tree.json, for: gate), into: &judgement)
    return Dictionary(uniqueKeysWithValues: judgement.entries.map { ($0.rule, $0) })
  }

  @Test(arguments: 0..<6)
  func `the cited atoms suffice: no change of the others changes the outcome`(seed: UInt64) throws {
    var dice = Dice(seed &+ 200)
    for _ in 0..<Self.libraries {
      let policies = RandomPolicies(&dice)
      let small = try SmallLibrary(policies.yaml)
      let gate = try small.gate()
      for _ in 0..<10 {
        let facts = RandomFacts(&dice)
        let prepared = try small.prepared(facts.tree.json, for: gate)
        for citation in gate.decide(prepared).citations {
          guard let number = small.library.rule(named: citation.rule) else { continue }
          let rule = small.library.rules[number]
          // Duties hang on values that are no atoms.
          guard rule.duties.isEmpty else { continue }
          try checkSufficiency(citation, rule, small.library, prepared, &dice)
        }
      }
    }
  }

  private func checkSufficiency(
    _ citation: Citation, _ rule: Rule, _ library: CompiledLibrary, _ facts: PreparedFacts,
    _ dice: inout Dice
  ) throws {
    var cited: [Int: Truth] = [:]
    let day = Day(of: facts.now)
    let exceptions = rule.exceptions.filter { $0.period.contains(day) }.map(\.when)
    let conditions = [rule.when, rule.body] + exceptions
    for finding in citation.atoms {
      for atom in conditions.flatMap(\.atoms)
      where library.atoms[atom].expression == finding.expression { cited[atom] = finding.value }
    }
    for _ in 0..<8 {
      var truths: [Int: Truth] = [:]
      for atom in conditions.flatMap(\.atoms) {
        truths[atom] = cited[atom] ?? truths[atom] ?? dice.pick([.yes, .no, .unknown, .error])
      }
      let truth = { (condition: Condition) in condition.truth { truths[$0] ?? .error } }
      let body = rule.isForbid ? !truth(rule.body) : truth(rule.body)
      let outcome = Self.outcome(
        truth(rule.when), exceptions.map(truth), body)
      #expect(outcome == citation.outcome, "\(citation.rule) \(cited) \(truths)")
    }
  }

  /// The table once more.
  private static func outcome(_ when: Truth, _ exceptions: [Truth], _ holds: Truth) -> Outcome {
    if when == .no { return .notApplicable }
    if exceptions.contains(.yes) { return when == .yes ? .excepted : .notApplicable }
    if holds == .yes { return when == .yes ? .kept : .notApplicable }
    if when == .yes, holds == .no, exceptions.allSatisfy({ $0 == .no }) { return .broken }
    return .undecided
  }

  @Test(arguments: 0..<6)
  func `no missing fact turns a denial into an allowance`(seed: UInt64) throws {
    var dice = Dice(seed &+ 300)
    for _ in 0..<Self.libraries {
      var policies = RandomPolicies(&dice)
      for policy in policies.policies.indices {
        for rule in policies.policies[policy].rules.indices
        where policies.policies[policy].rules[rule].unknown == "allow" {
          policies.policies[policy].rules[rule].unknown = "require-review"
        }
      }
      let small = try SmallLibrary(policies.yaml)
      let gate = try small.gate()
      for _ in 0..<10 {
        let full = RandomFacts(&dice, known: 100)
        let decision = gate.decide(try small.prepared(full.tree.json, for: gate))
        guard decision.verdict == .deny else { continue }
        for _ in 0..<4 {
          let fewer = RandomFacts(thinned(full.tree, &dice, isTop: true))
          let verdict = gate.decide(try small.prepared(fewer.tree.json, for: gate)).verdict
          #expect(verdict != .allow, "\(full.tree.json)\n\(fewer.tree.json)\n\(policies.yaml)")
        }
      }
    }
  }

  /// Leaves out facts, never what says that something is none or missing.
  private func thinned(
    _ tree: RandomFacts.Tree, _ dice: inout Dice, isTop: Bool = false
  ) -> RandomFacts.Tree {
    guard case .object(let members) = tree else { return tree }
    var kept: [(name: String, value: RandomFacts.Tree)] = []
    for member in members {
      let isFixed =
        ["client", "now", "withdrawn_at"].contains(member.name)
        || ["a", "a.x", "b", "c"].contains(member.name)
      if !isFixed, dice.chance(25) { continue }
      kept.append((member.name, thinned(member.value, &dice)))
    }
    return .object(kept)
  }

  @Test func `the same input gives the same decision`() throws {
    var dice = Dice(400)
    let policies = RandomPolicies(&dice)
    let facts = RandomFacts(&dice)
    let texts = try (0..<3).map { _ in
      let small = try SmallLibrary(policies.yaml)
      let gate = try small.gate()
      let decision = gate.decide(
        try small.prepared(facts.tree.json, for: gate), withChanges: true)
      return "\(decision)"
    }
    #expect(Set(texts).count == 1)
  }
}
