import PolicyEngine
package import PolicyModel
import Synchronization

/// Rules that can never be broken, rules that another makes superfluous, pairs that contradict each
/// other; for all facts and all settings.
///
/// Two sessions with the solver share the rules, on every machine, so that the report is the same on
/// each.
struct RuleCheck: Sendable {
  private let library: CompiledLibrary
  private let rules: [Int]
  private static let sessions = 2

  init(_ library: CompiledLibrary, _ rules: [Int]) {
    self.library = library
    self.rules = rules
  }

  /// `progress`: how many of all steps are done.
  func findings(
    progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws(Solver.Failure) -> RuleFindings {
    let shares = (0..<Self.sessions).map { session in
      rules.indices.filter { $0 % Self.sessions == session }.map { rules[$0] }
    }
    var sessions: [RuleSession] = []
    for share in shares { sessions.append(try RuleSession(library, share)) }
    let steps = Steps(all: rules.count * 2, show: progress)
    let singles = try await Self.together(sessions) { await $0.examineRules(steps.step) }
    var findings = RuleFindings(
      breakable: singles.flatMap(\.proofs).sorted { $0.rule < $1.rule }.map {
        (library.rules[$0.rule].name, $0.proof)
      })
    let never = Set(singles.flatMap(\.proofs).filter(\.proof.isProved).map(\.rule))
    var sightings = Sightings()
    var examples = RuleExamples()
    for single in singles {
      sightings.add(single.sightings)
      examples.add(single.examples)
    }
    let partners = RulePartners(library, rules.filter { !never.contains($0) })
    let (seen, known) = (sightings, examples)
    let pairs = try await Self.together(sessions) {
      await $0.examinePairs(partners, seen, known, steps.step)
    }
    func named(_ pairs: [(one: Int, other: Int)]) -> [RulePair] {
      pairs.sorted { ($0.one, $0.other) < ($1.one, $1.other) }.map {
        RulePair(one: library.rules[$0.one].name, other: library.rules[$0.other].name)
      }
    }
    findings.superfluous = named(pairs.flatMap(\.superfluous))
    findings.contradictions = named(pairs.flatMap(\.contradictions))
    findings.openPairs = pairs.reduce(0) { $0 + $1.open }
    for session in sessions { findings.questions += await session.questionCount }
    return findings
  }

  /// What all sessions find, each on a thread of its own, in their order.
  private static func together<Found: Sendable>(
    _ sessions: [RuleSession],
    _ work: @escaping @Sendable (RuleSession) async -> Result<Found, Solver.Failure>
  ) async throws(Solver.Failure) -> [Found] {
    let results = await withTaskGroup(of: (Int, Result<Found, Solver.Failure>).self) { group in
      for (number, session) in sessions.enumerated() {
        group.addTask { (number, await work(session)) }
      }
      var results: [(Int, Result<Found, Solver.Failure>)] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
    var found: [Found] = []
    for result in results { found.append(try result.get()) }
    return found
  }
}

/// Counts steps that several threads make.
private final class Steps: Sendable {
  private let done = Mutex(0)
  private let all: Int
  private let show: @Sendable (Int, Int) -> Void

  init(all: Int, show: @escaping @Sendable (Int, Int) -> Void) {
    self.all = all
    self.show = show
  }

  @Sendable func step() {
    let count = done.withLock { done in
      done += 1
      return done
    }
    show(count, all)
  }
}

/// Two rules that have something to do with each other.
package struct RulePair: Sendable {
  package let one: RuleName
  package let other: RuleName
}

/// What was found of rules by themselves.
package struct RuleFindings: Sendable {
  /// By rule: proved where it can never be broken, a counterexample where it can.
  package let breakable: [(rule: RuleName, proof: Proof)]
  /// The first asks for nothing that the second does not ask for too, wherever both are adopted.
  package var superfluous: [RulePair] = []
  /// No facts keep both, though each can be kept and both can apply.
  package var contradictions: [RulePair] = []
  /// Questions about pairs for which the solver's steps ran out.
  package var openPairs = 0
  package var questions = 0

  init(breakable: [(RuleName, Proof)]) {
    self.breakable = breakable.map { (rule: $0.0, proof: $0.1) }
  }
}
