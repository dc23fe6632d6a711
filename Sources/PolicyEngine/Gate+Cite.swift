package import PolicyModel

extension Gate {
  /// The view of somebody who is bound by every policy, and by no client's own rules.
  package init(policiesOf library: CompiledLibrary) {
    self.init(
      library: library, id: "",
      policies: library.policies.indices.filter {
        library.policies[$0].authority != .client
      }, settings: [:], facts: [:], reviewers: [:],
      anchors: Anchors(library), rules: .indexed)
  }

  /// Explains single rules of a judgement that was just made of the same facts.
  ///
  /// Cost: that of the rules alone, not of the whole decision.
  package func citations(
    of entries: [Judgement.Entry], _ facts: PreparedFacts, _ judgement: Judgement
  ) -> [Citation] {
    guard !entries.isEmpty else { return [] }
    var explainer = Explainer(gate: self, facts: facts, judgement: judgement)
    return entries.map { entry in
      explainer.citation(of: entry, for: explainer.reasons(of: library.rules[entry.rule]))
    }
  }
}
