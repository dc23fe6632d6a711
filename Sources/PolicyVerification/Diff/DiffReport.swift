import Diagnostics
package import PolicyModel

/// What a change of a library changes.
package struct DiffReport: Sendable {
  /// Rules that are not the same in every way, sorted by name.
  package var rules: [RuleChange] = []
  package var sameCount = 0
  /// Kinds of action whose verdict can change.
  package var kinds: [KindChange] = []
  /// Clients whose own documents differ, sorted: nothing is said of them; empty where one was asked
  /// about.
  package var changedClients: [String] = []
  package let solver: String
  package var questions = 0

  package init(solver: String) { self.solver = solver }

  /// Whether any action can get another verdict, or may for all that was proved.
  ///
  /// What clients change in their own documents counts, since nobody looked at it.
  package var hasChanges: Bool {
    !kinds.isEmpty || !changedClients.isEmpty || rules.contains { !$0.kind.isWordingAlone }
  }
}

/// What became of one rule.
package struct RuleChange: Sendable {
  package let rule: RuleName
  package let kind: Kind

  package enum Kind: Sendable {
    case added
    case removed
    /// Facts for which it gives less, and for which it gives more: each found, tried or ruled out.
    case changed(milder: Proof, stricter: Proof)
    /// It gives the same for all facts; these parts read otherwise.
    case reworded([String])

    package var isWordingAlone: Bool {
      if case .reworded = self { true } else { false }
    }
  }

  package init(rule: RuleName, kind: Kind) {
    self.rule = rule
    self.kind = kind
  }

  /// The requests for which it was seen to differ.
  var examples: [JSONValue] {
    switch kind {
    case .added, .removed, .reworded: []
    case .changed(let milder, let stricter):
      [milder, stricter].compactMap(\.counterexample?.request)
    }
  }
}

/// One kind of action whose verdict can change in one direction.
package struct KindChange: Sendable {
  /// Such as `message.email`.
  package let kind: String
  package let isMilder: Bool
  /// A counterexample, or how much was tried where none was found and none ruled out.
  package let proof: Proof

  package init(kind: String, isMilder: Bool, proof: Proof) {
    self.kind = kind
    self.isMilder = isMilder
    self.proof = proof
  }
}
