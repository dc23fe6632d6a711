import CEL
import PolicyModel

extension TestReport {
  /// The report for a terminal: a line a policy, then what failed and what no case reached.
  package var text: String {
    let width = (suites.map(\.policy.unicodeScalars.count).max() ?? 0) + 2
    var lines: [String] = []
    for suite in suites {
      let covered = suite.rules.count { $0.unseen.isEmpty }
      let atoms = suite.atoms.count { $0.unseen.isEmpty }
      let unknown = suite.atoms.count(where: \.wasUnknown)
      let failed = suite.cases.count { !$0.failures.isEmpty }
      var line = suite.policy.padded(width) + suite.cases.count.counted("case").padded(12)
      line += "rules \(covered)/\(suite.rules.count) broken, kept, undecided".padded(42)
      line += "atoms \(atoms)/\(suite.atoms.count) both ways, \(unknown) unknown"
      if failed > 0 { line += "   FAILED \(failed)" }
      lines.append(line)
      for result in suite.cases where !result.failures.isEmpty {
        lines.append("  ✗ \(result.name)    \(result.file):\(result.line)")
        lines += result.failures.map { "      \($0)" }
      }
      for rule in suite.rules where !rule.unseen.isEmpty {
        let unseen = rule.unseen.map(\.rawValue).joined(separator: ", ")
        lines.append("  - \(rule.rule): never \(unseen)    \(rule.file):\(rule.line)")
      }
      for atom in suite.atoms where !atom.unseen.isEmpty {
        let unseen = atom.unseen.map { $0 == .yes ? "true" : "false" }.joined(separator: " or ")
        lines.append(
          "  - \(atom.rule): `\(atom.expression)` never \(unseen)    \(atom.file):\(atom.line)")
      }
    }
    lines.append("\(caseCount.counted("case")), \(failedCount) failed")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - unicodeScalars.count))
  }
}

extension Int {
  fileprivate func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
