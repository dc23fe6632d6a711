package import Diagnostics
import PolicyEngine
package import PolicyModel

/// What was found in all files of a run.
package struct LintReport: Sendable {
  package var workflows: [WorkflowReport]
  /// Files that were refused, and why.
  package let refused: [Diagnostic]
  package let library: LibraryIdentity
  package let client: String
  /// All findings that count, those most worth reading first.
  package private(set) var findings: [Finding] = []

  package init(
    workflows: [WorkflowReport], refused: [Diagnostic], linter: Linter, baseline: Baseline? = nil
  ) {
    self.workflows = workflows
    self.refused = refused
    library = linter.gate.library.identity
    client = linter.gate.client
    if let baseline { mark(known: baseline) }
    findings = Self.inOrder(self.workflows.flatMap(\.findings).filter { !$0.isKnown }, linter)
  }

  /// By rank; but each rule is heard once before any is heard again.
  private static func inOrder(_ findings: [Finding], _ linter: Linter) -> [Finding] {
    let ranked = findings.map { (rank: linter.rank($0), finding: $0) }.sorted { $0.rank < $1.rank }
    var heard: [String: Int] = [:]
    var seen: [String: Int] = [:]
    let keyed = ranked.map { entry in
      let group =
        entry.finding.name + "\u{0}" + entry.finding.range.file.path + "\u{0}"
        + entry.finding.workflow
      let round = seen[group] ?? heard[entry.finding.name] ?? 0
      if seen[group] == nil {
        seen[group] = round
        heard[entry.finding.name] = round + 1
      }
      return (round: round, entry: entry)
    }
    return keyed.sorted { left, right in
      (left.entry.rank.weight, left.round) != (right.entry.rank.weight, right.round)
        ? (left.entry.rank.weight, left.round) < (right.entry.rank.weight, right.round)
        : left.entry.rank < right.entry.rank
    }.map(\.entry.finding)
  }

  package var denied: [Finding] { findings.filter { $0.verdict == .deny } }

  package var coverage: MappingCoverage {
    workflows.reduce(into: MappingCoverage()) { $0.add($1.coverage) }
  }

  /// How many findings a baseline knows.
  package var knownCount: Int { workflows.flatMap(\.findings).count { $0.isKnown } }

  /// Leaves out what a baseline knows, each as often as it is there.
  private mutating func mark(known baseline: Baseline) {
    var rest = baseline.counts
    for workflow in workflows.indices {
      for finding in workflows[workflow].findings.indices {
        let print = workflows[workflow].findings[finding].fingerprint
        guard let count = rest[print], count > 0 else { continue }
        rest[print] = count - 1
        workflows[workflow].findings[finding].isKnown = true
      }
    }
  }
}
