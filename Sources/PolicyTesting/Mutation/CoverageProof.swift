import CEL
import PolicyModel

/// Shows that other places under `covers` change nothing: where the law is said to be loaded or not,
/// no rule of the policy applies, and a policy without a rule that applies governs nothing.
enum CoverageProof {
  /// What was gone through, in words; nil where a rule may apply in such a place.
  static func text(
    _ policy: Int, _ before: CompiledLibrary, _ after: CompiledLibrary
  ) -> String? {
    guard let slot = before.vocabulary.slot(of: "recipient.location"),
      case .term(let number) = before.vocabulary.facts[slot].type
    else { return nil }
    let set = before.vocabulary.termSets[number]
    let points = differences(
      before.policies[policy].covers, after.policies[policy].covers, in: set)
    if points.isEmpty { return "it covers the same places on every day" }
    let restriction = LeafTable.Restriction(fact: slot, points: points)
    for rule in before.policies[policy].rules.map({ before.rules[$0] }) {
      var table = LeafTable(before, asksTables: !rule.tables.isEmpty, only: restriction)
      let when = table.condition(rule.when, before.atoms)
      guard var walk = CombinationWalk(table, most: EquivalenceProof.most) else { return nil }
      repeat {
        if when.truth({ walk.truths[$0] }) == .yes { return nil }
      } while walk.next()
    }
    return "no rule of the policy applies in any of the \(points.count) places that are covered "
      + "otherwise, whatever else is known"
  }

  /// The places, by era, that are certainly covered on one side alone.
  private static func differences(
    _ old: [Symbol], _ new: [Symbol], in set: TermSet
  ) -> [(day: Day, value: Value)] {
    var points: [(day: Day, value: Value)] = []
    for era in 0..<set.eraCount {
      let day = era == 0 ? Day.distantPast : set.eraStarts[era - 1]
      for place in 0..<UInt32(set.terms.count) {
        func isCovered(by covers: [Symbol]) -> Bool {
          covers.contains { set.within(place, $0.id, era: era) == .yes }
        }
        if isCovered(by: old) != isCovered(by: new) {
          points.append((day, .symbol(Symbol(set: set.number, id: place))))
        }
      }
    }
    return points
  }
}
