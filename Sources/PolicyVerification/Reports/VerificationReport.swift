package import PolicyModel

/// All that a verification found, for people and for machines.
package struct VerificationReport: Sendable {
  package var layers: [LayerFinding] = []
  package var settings: [SettingFinding] = []
  package var rules: RuleFindings?
  /// The one client that was asked about and has none above it.
  package var topmost: String?
  package let solver: String
  package var questions = 0

  package init(solver: String) { self.solver = solver }

  /// Whether something that must not happen can happen.
  package var hasCounterexamples: Bool {
    settings.contains { $0.hasCounterexample } || layers.contains { $0.hasCounterexample }
  }
}

extension SettingFinding {
  package enum Status: String, Sendable {
    case proved
    case counterexample
    case tried
    /// No direction is stricter.
    case free
    case unread = "not-read"
  }

  package var status: Status {
    if setting.tighter == .free { return .free }
    if !isRead { return .unread }
    if hasCounterexample { return .counterexample }
    return proofs.allSatisfy { $0.proof.isProved } ? .proved : .tried
  }

  var hasCounterexample: Bool { proofs.contains { $0.proof.counterexample != nil } }
}

extension Proof {
  package var isProved: Bool {
    if case .proved = self { true } else { false }
  }

  package var counterexample: Counterexample? {
    if case .counterexample(let found) = self { found } else { nil }
  }
}

/// What was found of one client beside its parent.
package struct LayerFinding: Sendable {
  package let client: String
  package let parent: String
  /// By rule of the parent's; a rule that is the same on both sides in every way is proved.
  package let proofs: [(rule: RuleName, proof: Proof)]
  /// Waivers by which the client gets less, in words.
  package let waivers: [String]
  /// Places that a law covers which the client alone adopts: nothing is ungoverned there any more.
  package let newlyCovered: [String]

  package init(
    client: String, parent: String, proofs: [(rule: RuleName, proof: Proof)], waivers: [String],
    newlyCovered: [String]
  ) {
    self.client = client
    self.parent = parent
    self.proofs = proofs
    self.waivers = waivers
    self.newlyCovered = newlyCovered
  }

  var hasCounterexample: Bool { proofs.contains { $0.proof.counterexample != nil } }
}
