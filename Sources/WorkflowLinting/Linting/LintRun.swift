import CEL
import Diagnostics
import DocumentTree
import PolicyEngine
import PolicyModel

/// The judging of one workflow, step by step, and the findings that come of it.
struct LintRun {
  let linter: Linter
  let reading: WorkflowReading
  private var broken: [Draft] = []
  private var undecided: [Draft] = []
  private var left: Set<Int> = []
  private var coverage = MappingCoverage()
  private let steps: [Step]
  private let names: [String]
  private var search: PathSearch
  /// A path that is longer keeps its ends.
  private static let longestPath = 30

  /// A rule that says something of a step.
  private struct Draft {
    let rule: Int
    let step: Int
    let citation: Citation
    let verdict: Verdict

    var bodyFacts: [String] {
      citation.atoms.filter { $0.role == .body }.flatMap(\.facts).map(\.fact).sorted()
    }
  }

  init(linter: Linter, reading: WorkflowReading) {
    self.linter = linter
    self.reading = reading
    steps = reading.content.workflow.steps
    names = steps.map(\.name)
    search = PathSearch(reading.facts.graph)
  }

  private var library: CompiledLibrary { linter.gate.library }

  mutating func judge() {
    var judgement = Judgement()
    for step in steps.indices {
      let mapped = reading.content.mapped[step]
      count(step, mapped)
      guard isJudged(step, mapped),
        let facts = linter.judge(reading.facts.facts(of: step), into: &judgement)
      else { continue }
      var chosen: [Judgement.Entry] = []
      for entry in judgement.entries where entry.verdict != .allow {
        switch entry.outcome {
        case .broken: chosen.append(entry)
        case .undecided:
          if linter.scope(of: entry.rule).readsFlow, mapped.state == .mapped {
            chosen.append(entry)
          } else if mapped.state == .mapped {
            left.insert(entry.rule)
          }
        case .notApplicable, .excepted, .kept, .waived: break
        }
      }
      let citations = linter.gate.citations(of: chosen, facts, judgement)
      for (entry, citation) in zip(chosen, citations) { take(entry, citation, step) }
    }
  }

  /// Safeguards and the mere control of the flow are not judged, nor what is switched off.
  private func isJudged(_ step: Int, _ mapped: MappedStep) -> Bool {
    if steps[step].isDisabled || steps[step].role == .note || steps[step].role == .part {
      return !reading.facts.written[step].secrets.isEmpty && steps[step].role != .note
    }
    let terms = reading.content.terms
    let isFlow =
      mapped.state == .effectFree || terms.isWithin(mapped.kind, "flow")
      || terms.isWithin(mapped.kind, "safeguard")
    if !isFlow { return true }
    let written = reading.facts.written[step]
    return !written.secrets.isEmpty || !written.literals.isEmpty
  }

  private mutating func count(_ step: Int, _ mapped: MappedStep) {
    guard steps[step].role != .note, mapped.state != .effectFree else { return }
    coverage.effectful += 1
    if mapped.state == .mapped {
      coverage.mapped += 1
    } else {
      coverage.unmapped[steps[step].type, default: 0] += 1
    }
  }

  private mutating func take(_ entry: Judgement.Entry, _ citation: Citation, _ step: Int) {
    let draft = Draft(rule: entry.rule, step: step, citation: citation, verdict: entry.verdict)
    if entry.outcome == .broken {
      broken.append(draft)
    } else if citation.missing.contains(where: Self.isLeftToGate) {
      left.insert(entry.rule)
    } else {
      undecided.append(draft)
    }
  }

  /// What no export can hold: facts about one person, one campaign, one client.
  private static func isLeftToGate(_ fact: String) -> Bool {
    ["recipient", "audience", "client", "now"].contains(
      String(fact.prefix { $0 != "." && $0 != "[" }))
  }

  // MARK: Findings

  mutating func report(problems: [Diagnostic]) -> WorkflowReport {
    var findings = brokenFindings() + undecidedFindings()
    findings.sort(by: comesFirst)
    let terms = reading.content.terms
    return WorkflowReport(
      workflow: reading.content.workflow, file: reading.content.workflow.range.file.path,
      findings: findings.filter { $0.suppression == nil },
      suppressed: findings.filter { $0.suppression != nil }, annotations: reading.annotations,
      leftToGate: left.map { library.rules[$0].name }.sorted(), coverage: coverage,
      problems: problems,
      steps: steps.indices.map { step in
        WorkflowReport.StepSummary(
          name: steps[step].name, type: steps[step].type,
          kind: reading.content.mapped[step].kind.map(terms.vocabulary.text),
          role: steps[step].role,
          isDisabled: steps[step].isDisabled)
      })
  }

  /// One finding for a rule and a step; for a rule that speaks of the workflow alone, one in all.
  ///
  /// What rules of several policies say of the same fact of a step is one finding.
  private mutating func brokenFindings() -> [Finding] {
    var groups: [[String]: [Draft]] = [:]
    var order: [[String]] = []
    for draft in broken.sorted(by: isWeightier) {
      let isOfStep = linter.scope(of: draft.rule).readsStep
      let facts = Set(draft.bodyFacts).subtracting(Self.flowFacts).sorted()
      let step = isOfStep ? String(draft.step) : ""
      let key = [step, facts.isEmpty ? String(draft.rule) : ""] + facts
      if groups[key] == nil { order.append(key) }
      if groups[key]?.contains(where: { $0.rule == draft.rule }) != true {
        groups[key, default: []].append(draft)
      }
    }
    var findings: [Finding] = []
    for drafts in order.compactMap({ groups[$0] }) {
      let isOfStep = linter.scope(of: drafts[0].rule).readsStep
      findings.append(finding(drafts, outcome: .broken, step: isOfStep ? drafts[0].step : nil))
    }
    return findings
  }

  private func isWeightier(_ left: Draft, _ right: Draft) -> Bool {
    let ranks = (linter.weight(of: left.rule), linter.weight(of: right.rule))
    return (ranks.0, left.step) < (ranks.1, right.step)
  }

  /// What a rule says of the way to a step is its own matter, and shown as a path.
  private static let flowFacts: Set<String> = [
    "step.always_after", "step.sometimes_after", "step.always_before", "step.sometimes_before",
  ]

  /// What hangs on the same unknown in one workflow is one finding: whoever settles it settles all.
  private mutating func undecidedFindings() -> [Finding] {
    var groups: [[String]: [Draft]] = [:]
    let settled = Set(broken.map(\.bodyFacts))
    for draft in undecided {
      // Where it is certain by another rule that a workflow has no owner, nobody asks on.
      if !linter.scope(of: draft.rule).readsStep, settled.contains(draft.bodyFacts) { continue }
      groups[Self.unknowns(draft.citation), default: []].append(draft)
    }
    var findings: [Finding] = []
    for key in groups.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let drafts = groups[key] ?? []
      var rules: [Draft] = []
      for draft in drafts where !rules.contains(where: { $0.rule == draft.rule }) {
        rules.append(draft)
      }
      var finding = finding(rules, outcome: .undecided, step: drafts[0].step)
      var seen: Set<Int> = [drafts[0].step]
      for draft in drafts where seen.insert(draft.step).inserted {
        finding.others.append(name(of: draft.step))
      }
      findings.append(finding)
    }
    return findings
  }

  /// What would settle an undecided rule: what a message is for decides before anything else.
  private static func unknowns(_ citation: Citation) -> [String] {
    citation.missing.contains("action.purpose")
      ? ["action.purpose"] : citation.missing + citation.errors
  }

  private mutating func finding(_ drafts: [Draft], outcome: Outcome, step: Int?) -> Finding {
    let way = step.map { path(drafts[0], $0) } ?? []
    let rule = drafts[0].citation.rule.description
    return Finding(
      rules: drafts.map(\.citation), outcome: outcome,
      verdict: drafts.map(\.verdict).max() ?? .allow,
      step: step.map(name), others: [], workflow: reading.content.workflow.name,
      range: step.map { place(drafts[0], $0) } ?? reading.content.workflow.range,
      path: way,
      missing: Self.unknowns(drafts[0].citation),
      suppression: reading.annotations.suppression(of: rule, step: step))
  }

  private func name(of step: Int) -> Finding.StepName {
    let start = steps[step].range.start
    return Finding.StepName(
      id: steps[step].id, name: steps[step].name, type: steps[step].type, line: start.line,
      column: start.column)
  }

  /// Where to point: at the text that is at fault where there is one, else at the step.
  private func place(_ draft: Draft, _ step: Int) -> SourceRange {
    let facts = draft.citation.atoms.flatMap(\.facts).map(\.fact)
    let written = reading.facts.written[step]
    if facts.contains("step.secrets"), let first = written.secrets.first {
      return first.place.range
    }
    if facts.contains("step.literals"), let first = written.literals.first {
      return first.place.range
    }
    return steps[step].range
  }

  /// The steps that lead to the breach: past the safeguards that the rule asks for, or over the wait.
  private mutating func path(_ draft: Draft, _ step: Int) -> [String] {
    let atoms = draft.citation.atoms.filter { $0.role == .body }
    let facts = Set(draft.bodyFacts)
    let shown: Set<String> = Self.flowFacts.union([
      "step.waits_after_check", "step.error_path", "step.in_loop",
    ])
    guard !facts.isEmpty, facts.isSubset(of: shown) else { return [] }
    if facts.contains("step.waits_after_check"), let path = search.pathOverWait(to: step) {
      return named(path)
    }
    var asked: TermBits = 0
    for symbol in reading.facts.kinds.terms {
      let text = library.vocabulary.text(of: symbol)
      if atoms.contains(where: { $0.value != .yes && $0.expression.contains("\"\(text)\"") }) {
        asked |= reading.facts.kinds.known(symbol)
      }
    }
    let path = search.path(to: step, avoiding: asked) ?? search.path(to: step) ?? []
    return named(path)
  }

  private func named(_ path: [Int]) -> [String] {
    guard path.count > Self.longestPath else { return path.map { names[$0] } }
    return path.prefix(10).map { names[$0] } + ["…"] + path.suffix(15).map { names[$0] }
  }

  private func comesFirst(_ left: Finding, _ right: Finding) -> Bool {
    linter.rank(left) < linter.rank(right)
  }
}

/// The order in which findings are worth reading.
///
/// What is denied comes before what needs a look, what is certain before what cannot be told, a step
/// before the workflow as a whole; then goes the place of the rule in its policy, which stands for
/// its weight, rules for workflows before others.
package struct FindingRank: Comparable, Sendable {
  let weight: Int
  let rule: Int
  let file: String
  let place: Int

  package static func < (left: FindingRank, right: FindingRank) -> Bool {
    (left.weight, left.rule, left.file, left.place) < (
      right.weight, right.rule, right.file, right.place
    )
  }
}
