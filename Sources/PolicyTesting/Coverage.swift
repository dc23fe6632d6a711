import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// What the cases of one policy reached: the outcomes of its rules, the truths of its atoms.
struct Coverage {
  private let library: CompiledLibrary
  private let policy: Int
  private var outcomes: [Int: Set<Outcome>] = [:]
  private var truths: [Int: Set<Truth>] = [:]

  init(library: CompiledLibrary, policy: Int) {
    self.library = library
    self.policy = policy
  }

  mutating func note(_ facts: PreparedFacts, _ gate: Gate) {
    for number in library.policies[policy].rules {
      let account = gate.account(of: library.rules[number].name, facts)
      outcomes[number, default: []].insert(account.outcome)
    }
    for (atom, truth) in gate.truths(of: atomNumbers, facts) {
      truths[atom, default: []].insert(truth)
    }
  }

  /// By rule, in the order of the file.
  var rules: [TestReport.RuleCoverage] {
    library.policies[policy].rules.map { number in
      let rule = library.rules[number]
      return TestReport.RuleCoverage(
        rule: rule.name, file: rule.range.file.path, line: rule.range.start.line,
        outcomes: outcomes[number] ?? [])
    }
  }

  /// Each atom once, at the first rule that uses it.
  var atoms: [TestReport.AtomCoverage] {
    var seen: Set<Int> = []
    var result: [TestReport.AtomCoverage] = []
    for number in library.policies[policy].rules {
      let rule = library.rules[number]
      for atom in Self.atoms(of: rule) where seen.insert(atom).inserted {
        result.append(
          TestReport.AtomCoverage(
            expression: library.atoms[atom].expression, rule: rule.name,
            file: rule.range.file.path, line: rule.range.start.line, truths: truths[atom] ?? []))
      }
    }
    return result
  }

  private var atomNumbers: [Int] {
    var numbers: Set<Int> = []
    for number in library.policies[policy].rules {
      numbers.formUnion(Self.atoms(of: library.rules[number]))
    }
    return numbers.sorted()
  }

  /// Conditions on nothing (`true`, `false`) decide nothing that a test could vary.
  private static func atoms(of rule: Rule) -> [Int] {
    rule.when.atoms + rule.exceptions.flatMap(\.when.atoms) + rule.body.atoms
  }
}
