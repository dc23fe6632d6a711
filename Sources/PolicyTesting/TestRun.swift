import CEL
import Diagnostics
import DocumentTree
import FactsReading
import PolicyEngine
package import PolicyModel

/// Runs test suites against their library and measures what they reach.
///
/// Rules are judged without the index, so that nothing hides.
package struct TestRun {
  private let library: CompiledLibrary
  private let reader: FactsReader
  private var diagnostics: [Diagnostic] = []

  private init(_ library: CompiledLibrary) {
    self.library = library
    reader = FactsReader(library)
  }

  /// The report; facts that cannot be read are in its diagnostics, and their cases are not run.
  package static func report(_ suites: [TestSuite], _ library: CompiledLibrary) -> TestReport {
    var run = TestRun(library)
    var reports: [TestReport.Suite] = []
    let byPolicy = Dictionary(grouping: suites, by: \.policy)
    for (number, policy) in library.policies.enumerated() {
      // A client may have tests and no rules.
      let own = byPolicy[policy.id] ?? []
      if policy.rules.isEmpty, own.isEmpty { continue }
      reports.append(run.report(own, policy: number))
    }
    return TestReport(suites: reports, diagnostics: run.diagnostics)
  }

  private mutating func report(_ suites: [TestSuite], policy: Int) -> TestReport.Suite {
    var coverage = Coverage(library: library, policy: policy)
    var results: [TestReport.CaseResult] = []
    for suite in suites {
      let gate: Gate
      if let id = suite.client, let client = library.client(named: id) {
        gate = Gate(library: library, client: client, usesIndex: false)
      } else {
        gate = Gate(library: library, policy: policy, clientID: "test", usesIndex: false)
      }
      for testCase in suite.cases {
        guard let failures = run(testCase, of: suite, gate, &coverage) else { continue }
        results.append(
          TestReport.CaseResult(
            name: testCase.name, file: testCase.range.file.path,
            line: testCase.range.start.line, failures: failures))
      }
    }
    return TestReport.Suite(
      policy: library.policies[policy].id, cases: results, rules: coverage.rules,
      atoms: coverage.atoms)
  }

  /// What a case demands in vain; nil where its facts cannot be judged.
  private mutating func run(
    _ testCase: TestCase, of suite: TestSuite, _ gate: Gate, _ coverage: inout Coverage
  ) -> [String]? {
    let read = reader.readYAML(testCase.facts)
    diagnostics += read.diagnostics
    guard let facts = read.facts else { return nil }
    var gate = gate
    if suite.client == nil {
      // A policy that is judged alone takes the client's id from the case's own facts.
      if let id = facts.client { gate = gate.renamed(id) }
    } else {
      var clients = ClientGates(library: library, client: suite.client)
      do throws(ClientProblem) {
        _ = try clients.gate(named: facts.client, at: read.clientRange)
      } catch {
        diagnostics.append(error.diagnostic)
        return nil
      }
    }
    let prepared: PreparedFacts
    do {
      prepared = try gate.prepare(facts, at: testCase.at, clock: nil)
    } catch {
      diagnostics.append(read.diagnostic(of: error))
      return nil
    }
    coverage.note(prepared, gate)
    let decision = gate.decide(prepared)
    return testCase.expectations.failures(decision, gate, prepared)
  }
}

extension TestCase.Expectations {
  /// What is demanded and not so, in words.
  fileprivate func failures(
    _ decision: Decision, _ gate: Gate, _ facts: PreparedFacts
  ) -> [String] {
    var failures: [String] = []
    if let verdict, verdict != decision.verdict {
      var text = "expected \(verdict.rawValue), got \(decision.verdict.rawValue)"
      if let reason = decision.ungoverned { text += " (ungoverned: \(reason))" }
      let rules = decision.citations.filter { $0.verdict != nil && $0.verdict != .allow }
      if !rules.isEmpty {
        text += " by " + rules.map { "\($0.rule) (\($0.outcome.rawValue))" }.joined(separator: ", ")
      }
      failures.append(text)
    }
    for (rule, outcome, _) in outcomes {
      let account = gate.account(of: rule, facts)
      if account.outcome != outcome {
        failures.append("\(rule): expected \(outcome.rawValue), got \(account.text)")
      }
    }
    for (rule, _) in cites {
      let account = gate.account(of: rule, facts)
      if account.outcome != .broken, account.outcome != .undecided {
        failures.append("\(rule) is not cited: it is \(account.text)")
      }
    }
    return failures
  }
}
