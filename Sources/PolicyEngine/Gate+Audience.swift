package import CEL
import PolicyModel

/// What an audience asks of its gate beside judging.
extension Gate {
  /// The slot of `recipient.location`; nil where the vocabulary has none.
  package var locationSlot: Int? { anchors.location }

  /// The value of a fact as decisions show it: withheld where it is sensitive.
  package func text(ofSlot slot: Int, _ value: Value) -> String {
    Redactor(vocabulary: library.vocabulary).text(ofSlot: slot, value)
  }

  /// What is not known and left something open: the `missing` of the decision on the same facts.
  ///
  /// `judgement` must be that of these facts.
  package func missing(_ facts: PreparedFacts, _ judgement: Judgement) -> [String] {
    var missing: Set<String> = []
    if judgement.entries.contains(where: { $0.outcome == .undecided }) {
      var explainer = Explainer(gate: self, facts: facts, judgement: judgement)
      for entry in judgement.entries { missing.formUnion(explainer.missing(of: entry)) }
    }
    if judgement.ungoverned == .noLawForPlace, let slot = anchors.location,
      case .unknown = facts.slots[slot]
    {
      missing.insert(library.vocabulary.facts[slot].path)
    }
    return missing.sorted()
  }
}
