package import Diagnostics
package import PolicyModel

/// What was found in all files of a run.
package struct LintReport: Sendable {
  package var workflows: [WorkflowReport]
  /// Files that were refused, and why.
  package let refused: [Diagnostic]
  package let library: LibraryIdentity
  package let client: String
  private let ranks: [RuleName: Int]

  package init(
    workflows: [WorkflowReport], refused: [Diagnostic], library: CompiledLibrary, client: String
  ) {
    self.workflows = workflows
    self.refused = refused
    self.library = library.identity
    self.client = client
    ranks = Dictionary(
      library.rules.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// All findings that count, those most worth reading first.
  package var findings: [Finding] {
    workflows.flatMap(\.findings).filter { !$0.isKnown }.sorted { rank($0) < rank($1) }
  }

  package var denied: [Finding] { findings.filter { $0.verdict == .deny } }

  package var coverage: MappingCoverage {
    workflows.reduce(into: MappingCoverage()) { $0.add($1.coverage) }
  }

  /// How many findings a baseline knows.
  package var knownCount: Int { workflows.flatMap(\.findings).count { $0.isKnown } }

  /// Leaves out what a baseline knows, each as often as it is there.
  package mutating func mark(known baseline: Baseline) {
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

  private func rank(_ finding: Finding) -> FindingRank { LintRun.rank(finding, ranks) }
}
