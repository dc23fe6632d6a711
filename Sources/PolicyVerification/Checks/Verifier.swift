import CEL
package import PolicyModel

/// Verifies a library: what is asked of it, in one session with the solver.
package struct Verifier {
  private let library: CompiledLibrary
  private let world: World
  private let examiner: Examiner
  private let encoders: Encoders

  /// Starts the solver.
  package init(_ library: CompiledLibrary) throws(Solver.Failure) {
    self.library = library
    world = World([library])
    let formulas = Formulas()
    examiner = Examiner(solver: try Solver(formulas))
    encoders = Encoders(formulas, .ofAnyClient(library, in: world))
  }

  package var questionCount: Int { examiner.solver.questionCount }

  /// The settings of some policies, all where none is named.
  package func settings(
    of policies: [String], progress: (Int, Int) -> Void = { _, _ in }
  ) throws(Solver.Failure) -> [SettingFinding] {
    let wanted = library.settings.indices.filter { number in
      policies.isEmpty || policies.contains(library.settings[number].policy)
    }
    return try SettingCheck(library, world, examiner, encoders).findings(
      Array(wanted), progress: progress)
  }

  /// Each client beside every client above it; one client alone where it is named.
  package func layers(
    of client: String?, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(Solver.Failure) -> [LayerFinding] {
    var findings: [LayerFinding] = []
    let check = LayerCheck(library, world, examiner)
    let clients = library.clients.filter { client == nil || $0.id == client }
    for (place, one) in clients.enumerated() {
      progress(place + 1, clients.count)
      for parent in library.layers(of: one).dropFirst() {
        findings.append(try check.finding(one, under: parent))
      }
    }
    return findings
  }

  /// The rules of some policies, all where none is named.
  package static func rules(
    of policies: [String], in library: CompiledLibrary,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws(Solver.Failure) -> RuleFindings {
    let wanted = library.rules.indices.filter { number in
      policies.isEmpty || policies.contains(library.rules[number].name.policy)
    }
    return try await RuleCheck(library, Array(wanted)).findings(progress: progress)
  }
}

extension Setting {
  /// The policy whose setting it is.
  var policy: String { String(name.prefix { $0 != "." }) }
}

/// How many elements stand for a list of texts or records.
///
/// A condition on a list is decided by one element of it: one that makes an `exists` true, or one that
/// leaves it open. A list with more elements than conditions can lose some without any condition
/// changing; so as many elements are enough as a question has conditions on one list. Where a rule has
/// more than half of these, and two sides so may have more, nothing is proved (`RuleEncoding.isCut`).
enum ListBound {
  static let usual = 6
}
