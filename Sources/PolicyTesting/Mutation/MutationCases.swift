import CEL
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

/// The cases of one policy, or of a client and those under it, read once, to be judged by one changed library after the other.
struct MutationCases: Sendable {
  private let policy: Int
  private let suites: [Suite]

  private struct Suite: Sendable {
    /// The client as whom the cases are judged.
    let client: Client?
    let cases: [Case]
  }

  private struct Case: Sendable {
    let facts: Facts
    let prepared: PreparedFacts
    let at: Timestamp?
    let verdict: Verdict?
    /// Rules by number, in the library as it stands.
    let outcomes: [(rule: Int, outcome: Outcome)]
    let cites: [Int]
  }

  /// The cases whose facts can be judged; what else is wrong with them a test run tells.
  init(_ suites: [TestSuite], _ library: CompiledLibrary, policy: Int) {
    self.init(suites.filter { $0.policy == library.policies[policy].id }, library, gate: policy)
  }

  /// What binds a client binds those under it, so their cases count too.
  init(_ suites: [TestSuite], _ library: CompiledLibrary, client: Client) {
    let own = suites.filter { suite in
      guard let judged = suite.client.flatMap({ library.client(named: $0) }) else { return false }
      return suite.policy == judged.id
        && library.layers(of: judged).contains { $0.id == client.id }
    }
    self.init(own, library, gate: 0)
  }

  private init(_ suites: [TestSuite], _ library: CompiledLibrary, gate policy: Int) {
    self.policy = policy
    let reader = FactsReader(library)
    self.suites = suites.map { suite in
      let client = suite.client.flatMap { library.client(named: $0) }
      let gate = Self.gate(library, client, policy)
      let cases = suite.cases.compactMap { testCase -> Case? in
        let read = reader.readYAML(testCase.facts)
        guard let facts = read.facts else { return nil }
        let own = facts.client.map { gate.renamed($0) } ?? gate
        guard let prepared = try? own.prepare(facts, at: testCase.at, clock: nil) else {
          return nil
        }
        let expectations = testCase.expectations
        return Case(
          facts: facts, prepared: prepared, at: testCase.at, verdict: expectations.verdict,
          outcomes: expectations.outcomes.compactMap { expected in
            library.rule(named: expected.rule).map { ($0, expected.outcome) }
          },
          cites: expectations.cites.compactMap { library.rule(named: $0.rule) })
      }
      return Suite(client: client, cases: cases)
    }
  }

  private static func gate(_ library: CompiledLibrary, _ client: Client?, _ policy: Int) -> Gate {
    if let client { return Gate(library: library, client: client, usesIndex: false) }
    return Gate(library: library, policy: policy, clientID: "test", usesIndex: false)
  }

  /// Whether a case fails in a changed library.
  ///
  /// `dropped` is the rule that is not in it any more; `settingsChanged` where facts must be joined
  /// with the settings anew.
  func notice(_ library: CompiledLibrary, dropped: Int?, settingsChanged: Bool) -> Bool {
    var judgement = Judgement()
    for suite in suites {
      let client = suite.client.flatMap { library.client(named: $0.id) }
      let gate = Self.gate(library, client, policy)
      for testCase in suite.cases {
        var prepared = testCase.prepared
        if settingsChanged {
          let own = testCase.facts.client.map { gate.renamed($0) } ?? gate
          guard let again = try? own.prepare(testCase.facts, at: testCase.at, clock: nil) else {
            return true
          }
          prepared = again
        }
        gate.judge(prepared, into: &judgement, collectsAll: true)
        if fails(testCase, judgement, dropped) { return true }
      }
    }
    return false
  }

  private func fails(_ testCase: Case, _ judgement: Judgement, _ dropped: Int?) -> Bool {
    if let verdict = testCase.verdict, verdict != judgement.verdict { return true }
    func outcome(_ rule: Int) -> Outcome {
      if rule == dropped { return .notApplicable }
      let number = dropped.map { rule > $0 ? rule - 1 : rule } ?? rule
      return judgement.entries.first { $0.rule == number }?.outcome ?? .notApplicable
    }
    if testCase.outcomes.contains(where: { outcome($0.rule) != $0.outcome }) { return true }
    return testCase.cites.contains { rule in
      let outcome = outcome(rule)
      return outcome != .broken && outcome != .undecided
    }
  }
}
