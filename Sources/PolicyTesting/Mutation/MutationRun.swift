import CEL
import DocumentTree
package import PolicyCompiler
import PolicyModel

/// Changes policies one step at a time and asks their tests whether they notice.
package struct MutationRun: Sendable {
  private let relinker: PolicyRelinker
  private let clients: ClientRelinker?
  /// The policies whose tests are asked; the one that is changed, or all where what they share is, or
  /// none where a client is.
  private let policies: [Int]
  /// By place in `policies`; those of a client.
  private let cases: [MutationCases]

  /// What became of one step.
  private enum Fate: Sendable {
    case killed
    case refused
    case equivalent(String)
    case alive
  }

  /// Changes the policies and clients of some ids, and the definitions of some vocabulary documents, so
  /// many steps at once; the report is the same however many.
  ///
  /// `progress` is told how many of all steps are done.
  package static func report(
    _ suites: [TestSuite], _ relinker: PolicyRelinker, policies: [String],
    clients: [String] = [], _ clientRelinker: ClientRelinker? = nil, vocabularies: [Int] = [],
    width: Int, progress: (_ done: Int, _ all: Int) -> Void
  ) async -> MutationReport {
    let library = relinker.library
    func run(_ policies: [Int]) -> MutationRun {
      MutationRun(
        relinker: relinker, clients: nil, policies: policies,
        cases: policies.map { MutationCases(suites, library, policy: $0) })
    }
    var jobs: [(run: MutationRun, mutation: Mutation)] = []
    for id in policies.sorted() {
      guard let number = library.policy(named: id), let plan = MutationPlan(id, relinker) else {
        continue
      }
      let own = run([number])
      jobs += plan.mutations.map { (own, $0) }
    }
    for id in clients.sorted() {
      guard let client = library.client(named: id), let plan = MutationPlan(client: id, relinker)
      else { continue }
      let own = MutationRun(
        relinker: relinker, clients: clientRelinker, policies: [],
        cases: [MutationCases(suites, library, client: client)])
      jobs += plan.mutations.map { (own, $0) }
    }
    if !vocabularies.isEmpty {
      let all = run(Array(library.policies.indices))
      jobs += vocabularies.flatMap { MutationPlan(vocabulary: $0, relinker).mutations }.map {
        (all, $0)
      }
    }
    let fates = await fates(of: jobs, width: width, progress: progress)
    let results = zip(jobs, fates).map { ($0.mutation, $1) }
    var ids = policies.sorted().filter { relinker.documents[$0] != nil }
    ids += clients.sorted().filter { relinker.clients[$0] != nil }
    for id in results.map(\.0.policy) where !ids.contains(id) { ids.append(id) }
    return MutationReport(
      policies: ids.map { id in summary(of: id, results.filter { $0.0.policy == id }) })
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
    if case .client(let node, let rule) = mutation.target {
      return fate(ofClient: mutation.policy, as: node, rule)
    }
    let policy = policies[0]
    let rules = relinker.library.policies[policy].rules
    switch mutation.target {
    case .client: return .refused
    case .rule(let index, let node):
      let number = rules.lowerBound + index
      return fate(relinker.relinking(rule: number, as: node)) { proof([number], $0, prefix: "") }
    case .withoutRule(let index, let node):
      let changed = relinker.relinking(policy: policy, as: node)
      return fate(changed, dropped: rules.lowerBound + index) { _ in nil }
    case .policy(let node, let reach):
      let changed = relinker.relinking(policy: policy, as: node)
      return fate(changed, settingsChanged: reach == .values) { changed in
        switch reach {
        case .conditions: proof(Array(rules), changed, prefix: "")
        case .definitions: proof(Array(rules), changed, prefix: "changed: ")
        case .places: CoverageProof.text(policy, relinker.library, changed)
        case .values: nil
        }
      }
    case .definition(let name, let number, let node):
      return fate(relinker.relinking(definitionsOf: number, as: node)) {
        DefinitionProof.text(name, relinker.library, $0)
      }
    }
  }

  private func fate(ofClient id: String, as node: Node, _ rule: Mutation.OwnRule) -> Fate {
    let changed = clients?.relinking(client: node)
    let first = relinker.library.policy(named: id).map {
      relinker.library.policies[$0].rules.lowerBound
    }
    switch (rule, first) {
    case (.changed(let index), let first?):
      return fate(changed, settingsChanged: true) { proof([first + index], $0, prefix: "") }
    case (.dropped(let index), let first?):
      return fate(changed, dropped: first + index, settingsChanged: true) { _ in nil }
    case (_, _):
      return fate(changed, settingsChanged: true) { _ in nil }
    }
  }

  /// What becomes of a step that makes this library; a proof is asked for where no test notices.
  private func fate(
    _ changed: CompiledLibrary?, dropped: Int? = nil, settingsChanged: Bool = false,
    proof: (CompiledLibrary) -> String?
  ) -> Fate {
    guard let changed else { return .refused }
    let isNoticed = cases.contains {
      $0.notice(changed, dropped: dropped, settingsChanged: settingsChanged)
    }
    if isNoticed { return .killed }
    return proof(changed).map(Fate.equivalent) ?? .alive
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
