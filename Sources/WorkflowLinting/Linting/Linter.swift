package import CEL
import Diagnostics
package import PolicyEngine
package import PolicyModel

/// Judges the steps of workflows as a gate judges actions.
package struct Linter: Sendable {
  package let gate: Gate
  private let at: Timestamp
  /// By rule's number: what it reads.
  private let scopes: [RuleScope]
  private let ruleNames: Set<String>
  /// By policy's number: it is written for workflows.
  private let isForWorkflows: [Bool]
  private let numbers: [RuleName: Int]

  /// Judges for a client: by what it adopts, and by the policies that are written for workflows.
  ///
  /// Those ask nothing that a single action could answer, so no client adopts them for `gate`; a
  /// workflow is asked by them whosever it is.
  package init(library: CompiledLibrary, client: Client, at: Timestamp) {
    let forWorkflows = library.policies.indices.filter {
      let policy = library.policies[$0]
      return policy.authority != .client && Self.isForWorkflows(policy, library)
    }
    let asked = Client(
      id: client.id, title: client.title, parent: client.parent,
      policies: Set(client.policies).union(forWorkflows).sorted(), settings: client.settings,
      facts: client.facts, reviewers: client.reviewers, waivers: client.waivers,
      range: client.range)
    self.init(gate: Gate(library: library, client: asked), at: at)
  }

  private static func isForWorkflows(_ policy: Policy, _ library: CompiledLibrary) -> Bool {
    !policy.rules.isEmpty
      && policy.rules.allSatisfy { RuleScope(library.rules[$0], library).readsFlow }
  }

  /// Judges as of an instant, which says what rules are in force.
  package init(gate: Gate, at: Timestamp) {
    self.gate = gate
    self.at = at
    scopes = gate.library.rules.map { RuleScope($0, gate.library) }
    isForWorkflows = gate.library.policies.map { Self.isForWorkflows($0, gate.library) }
    ruleNames = Set(gate.library.rules.map(\.name.description))
    numbers = Dictionary(
      gate.library.rules.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first }
    )
  }

  /// What is to be said of the workflows of a file, with what stands in a file beside it.
  ///
  /// Where one calls another, each is judged with what the other does.
  package func lint(
    _ workflows: [(workflow: Workflow, reader: any WorkflowReader.Type)], sidecar: Sidecar? = nil
  ) -> [WorkflowReport] {
    let terms = KnownTerms(gate.library.vocabulary)
    var problems: [[Diagnostic]] = []
    var readings: [WorkflowReading] = []
    for (workflow, reader) in workflows {
      let mapper = Mapper(library: gate.library, reader: reader)
      var annotating = AnnotationReader(terms, rules: ruleNames)
      annotating.read(workflow)
      if let sidecar { annotating.read(sidecar, of: workflow) }
      problems.append(workflow.problems + annotating.diagnostics)
      readings.append(
        WorkflowReading(workflow, mapper, annotating.annotations, library: gate.library))
    }
    readings = WorkflowCalls.among(readings) { place, calls in
      let reading = readings[place]
      return WorkflowReading(
        reading.content.workflow, reading.content.mapper, reading.annotations,
        library: gate.library, calls: calls)
    }
    return zip(readings, problems).map { reading, problems in
      var run = LintRun(linter: self, reading: reading)
      run.judge()
      return run.report(problems: problems)
    }
  }

  func scope(of rule: Int) -> RuleScope { scopes[rule] }

  /// Policies for workflows come before others, and each one's rules in its own order.
  func weight(of rule: Int) -> Int {
    isForWorkflows[gate.library.rules[rule].policy] ? rule : rule + gate.library.rules.count
  }

  package func rank(_ finding: Finding) -> FindingRank {
    FindingRank(
      weight: (finding.outcome == .broken ? 0 : 4) + (finding.verdict == .deny ? 0 : 1)
        + (finding.step == nil ? 2 : 0),
      rule: numbers[finding.rule.rule].map(weight) ?? .max, file: finding.range.file.path,
      place: finding.range.bytes.lowerBound)
  }

  /// What a step's facts break, and what cannot be told of them.
  func judge(
    _ facts: Facts, into judgement: inout Judgement
  ) -> PreparedFacts? {
    var facts = facts
    facts.client = nil
    guard let prepared = try? gate.prepare(facts, at: at, clock: at) else { return nil }
    gate.judge(prepared, into: &judgement)
    return prepared
  }
}

/// Of which facts a rule speaks.
struct RuleScope: Sendable {
  /// It is written for workflows.
  let readsFlow: Bool
  /// It speaks of a step or its action, not of the workflow alone.
  let readsStep: Bool

  init(_ rule: Rule, _ library: CompiledLibrary) {
    var roots: Set<String> = []
    let conditions = [rule.when, rule.body] + rule.exceptions.map(\.when)
    for atom in conditions.flatMap(\.atoms) {
      for slot in library.atoms[atom].facts where library.vocabulary.facts.indices.contains(slot) {
        roots.insert(library.vocabulary.facts[slot].rootName)
      }
    }
    readsFlow = roots.contains("step") || roots.contains("workflow")
    readsStep = !roots.isSubset(of: ["workflow", "client", "now"])
  }
}
