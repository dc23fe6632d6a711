import CEL
import Diagnostics
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
      if suite.rules.isEmpty {
        if failed > 0 { line += "FAILED \(failed)" }
        lines.append(line)
        lines += suite.failures
        continue
      }
      line += "rules \(covered)/\(suite.rules.count) broken, kept, undecided".padded(42)
      line += "atoms \(atoms)/\(suite.atoms.count) both ways, \(unknown) unknown"
      if failed > 0 { line += "   FAILED \(failed)" }
      lines.append(line)
      lines += suite.failures
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
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }
}

extension TestReport {
  /// The cases that failed alone: what must be mended before anything else is asked of them.
  package var failures: String {
    let lines = suites.flatMap(\.failures) + ["\(failedCount) failed without any change"]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension TestReport.Suite {
  fileprivate var failures: [String] {
    cases.filter { !$0.failures.isEmpty }.flatMap { result in
      ["  ✗ \(result.name)    \(result.file):\(result.line)"]
        + result.failures.map { "      \($0)" }
    }.map(\.printable)
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
