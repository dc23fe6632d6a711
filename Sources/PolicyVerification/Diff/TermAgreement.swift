import CEL
import PolicyModel

/// Which sets of terms mean the same in two libraries, for all terms that both have, on every day.
///
/// Facts that both libraries take name no other terms, so a term that is new or gone counts only
/// through what becomes of the others.
struct TermAgreement {
  /// The names of the sets that mean the same.
  let names: Set<String>
  /// Whether every set is the same, with the same terms.
  let isWhole: Bool

  init(_ old: Vocabulary, _ new: Vocabulary) {
    var names: Set<String> = []
    var isWhole = old.termSets.count == new.termSets.count
    for set in old.termSets {
      guard let other = new.termSet(named: set.name), Self.agree(set, other) else {
        isWhole = false
        continue
      }
      names.insert(set.name)
      if set.terms.count != other.terms.count { isWhole = false }
    }
    self.names = names
    self.isWhole = isWhole
  }

  private static func agree(_ old: TermSet, _ new: TermSet) -> Bool {
    guard old.eraStarts == new.eraStarts else { return false }
    let other = old.terms.map { new.symbol(for: $0.id)?.id }
    var shared = [Bool](repeating: false, count: new.terms.count)
    for term in other.compactMap(\.self) { shared[Int(term)] = true }
    for era in 0..<old.eraCount {
      // Terms that have parts which one side alone knows: relations can hang on these.
      var open: [(old: UInt32, new: UInt32)] = []
      for (number, counterpart) in other.enumerated() {
        guard let counterpart else { continue }
        let first = old.parts(of: UInt32(number), era: era)
        let second = new.parts(of: counterpart, era: era)
        guard (first.count > 1) == (second.count > 1) else { return false }
        let mapped = first.compactMap { other[Int($0)] }
        let kept = second.filter { shared[Int($0)] }
        // Both libraries sort terms by their ids, so the shared ones come in one order.
        guard mapped == kept else { return false }
        if mapped.count < first.count || kept.count < second.count {
          open.append((UInt32(number), counterpart))
        }
      }
      for one in open {
        for two in open
        where old.within(one.old, two.old, era: era) != new.within(one.new, two.new, era: era) {
          return false
        }
      }
    }
    return true
  }
}
