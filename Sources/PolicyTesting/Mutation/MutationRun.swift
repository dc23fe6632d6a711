import CEL
package import PolicyCompiler
import PolicyModel

/// Changes policies one step at a time and asks their tests whether they notice.
package struct MutationRun: Sendable {
  private let relinker: PolicyRelinker
  private let policy: Int
  private let cases: MutationCases

  /// What became of one step.
  private enum Fate: Sendable {
    case killed
    case refused
    case equivalent(String)
    case alive
  }

  /// Changes the policies of some ids, so many steps at once; the report is the same however many.
  ///
  /// `progress` is told how many of all steps are done.
  package static func report(
    _ suites: [TestSuite], _ relinker: PolicyRelinker, policies: [String], width: Int,
    progress: (_ done: Int, _ all: Int) -> Void
  ) async -> MutationReport {
    var jobs: [(run: MutationRun, mutation: Mutation)] = []
    let known = policies.sorted().filter { relinker.documents[$0] != nil }
    for id in known {
      guard let number = relinker.library.policy(named: id),
        let plan = MutationPlan(id, relinker)
      else { continue }
      let run = MutationRun(
        relinker: relinker, policy: number,
        cases: MutationCases(suites, relinker.library, policy: number))
      jobs += plan.mutations.map { (run, $0) }
    }
    let fates = await fates(of: jobs, width: width, progress: progress)
    let results = zip(jobs, fates).map { ($0.mutation, $1) }
    return MutationReport(
      policies: known.map { id in summary(of: id, results.filter { $0.0.policy == id }) })
  }

  private static func fates(
    of jobs: [(run: MutationRun, mutation: Mutation)], width: Int,
    progress: (_ done: Int, _ all: Int) -> Void
  ) async -> [Fate] {
    var fates = [Fate](repeating: .alive, count: jobs.count)
    await withTaskGroup(of: (Int, Fate).self) { group in
      var next = 0
      var done = 0
      func start() {
        guard next < jobs.count else { return }
        let (number, job) = (next, jobs[next])
        group.addTask { (number, job.run.fate(of: job.mutation)) }
        next += 1
      }
      for _ in 0..<max(1, width) { start() }
      while let (number, fate) = await group.next() {
        fates[number] = fate
        done += 1
        progress(done, jobs.count)
        start()
      }
    }
    return fates
  }

  private static func summary(
    of id: String, _ results: [(mutation: Mutation, fate: Fate)]
  ) -> MutationReport.Policy {
    var killed = 0
    var refused = 0
    var alive: [Mutation] = []
    var equivalent: [MutationReport.Equivalent] = []
    for (mutation, fate) in results {
      switch fate {
      case .killed: killed += 1
      case .refused: refused += 1
      case .alive: alive.append(mutation)
      case .equivalent(let proof):
        equivalent.append(MutationReport.Equivalent(mutation: mutation, proof: proof))
      }
    }
    return MutationReport.Policy(
      id: id, killed: killed, refused: refused, alive: alive, equivalent: equivalent)
  }

  private func fate(of mutation: Mutation) -> Fate {
    let rules = relinker.library.policies[policy].rules
    switch mutation.target {
    case .rule(let index, let node):
      let number = rules.lowerBound + index
      guard let changed = relinker.relinking(rule: number, as: node) else { return .refused }
      if cases.notice(changed, dropped: nil, settingsChanged: false) { return .killed }
      return proof([number], changed, prefix: "").map(Fate.equivalent) ?? .alive
    case .withoutRule(let index, let node):
      guard let changed = relinker.relinking(policy: policy, as: node) else { return .refused }
      let dropped = rules.lowerBound + index
      return cases.notice(changed, dropped: dropped, settingsChanged: false) ? .killed : .alive
    case .policy(let node, let reach):
      guard let changed = relinker.relinking(policy: policy, as: node) else { return .refused }
      let joinsAnew = reach == .values
      if cases.notice(changed, dropped: nil, settingsChanged: joinsAnew) { return .killed }
      let proof: String? =
        switch reach {
        case .conditions: proof(Array(rules), changed, prefix: "")
        case .definitions: proof(Array(rules), changed, prefix: "changed: ")
        case .places: CoverageProof.text(policy, relinker.library, changed)
        case .values: nil
        }
      return proof.map(Fate.equivalent) ?? .alive
    }
  }

  /// That all these rules decide as before, in words; nil where that cannot be shown.
  private func proof(_ rules: [Int], _ changed: CompiledLibrary, prefix: String) -> String? {
    var texts: [String] = []
    for number in rules {
      guard
        let text = EquivalenceProof.text(
          relinker.library.rules[number], relinker.library, changed.rules[number], changed,
          prefix: prefix)
      else { return nil }
      texts.append(text)
    }
    guard let last = texts.last else { return nil }
    return texts.count == 1 ? last : "of all \(texts.count) rules " + last
  }
}
