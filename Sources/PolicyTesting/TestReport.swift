package import CEL
package import Diagnostics
package import PolicyModel

/// What a test run found: by policy the cases, the outcomes its rules reached, the truths its atoms had.
package struct TestReport: Sendable {
  package let suites: [Suite]
  /// Of facts that could not be read or judged.
  package let diagnostics: [Diagnostic]

  package struct Suite: Sendable {
    package let policy: String
    package let cases: [CaseResult]
    package let rules: [RuleCoverage]
    package let atoms: [AtomCoverage]
  }

  package struct CaseResult: Sendable {
    package let name: String
    package let file: String
    package let line: Int
    /// What was demanded in vain; none where it passed.
    package let failures: [String]
  }

  package struct RuleCoverage: Sendable {
    package let rule: RuleName
    package let file: String
    package let line: Int
    package let outcomes: Set<Outcome>

    /// Of broken, kept and undecided, those that no case reached.
    package var unseen: [Outcome] {
      [.broken, .kept, .undecided].filter { !outcomes.contains($0) }
    }
  }

  package struct AtomCoverage: Sendable {
    package let expression: String
    /// The first rule that uses it.
    package let rule: RuleName
    package let file: String
    package let line: Int
    package let truths: Set<Truth>

    /// Of true and false, what no case reached.
    package var unseen: [Truth] { [.yes, .no].filter { !truths.contains($0) } }
    package var wasUnknown: Bool { truths.contains(.unknown) }
  }

  /// The same report with more suites behind the others.
  package func joined(by more: [Suite]) -> TestReport {
    TestReport(suites: suites + more, diagnostics: diagnostics)
  }

  package var caseCount: Int { suites.reduce(0) { $0 + $1.cases.count } }

  package var failedCount: Int {
    suites.reduce(0) { $0 + $1.cases.count { !$0.failures.isEmpty } }
  }

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
