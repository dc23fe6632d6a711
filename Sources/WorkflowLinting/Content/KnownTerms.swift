import CEL
import PolicyModel

/// The terms and slots of the vocabulary that reading a workflow speaks of by name.
///
/// A vocabulary may lack any of them; what hangs on a missing one is then not stated.
struct KnownTerms: Sendable {
  let vocabulary: Vocabulary
  /// Nothing is known of a step.
  let blank: Facts
  /// The groups of facts that a step states, with the slots of their members.
  let groups: [(slot: Int, members: [Int])]
  private let kinds: TermSet?
  private let categories: TermSet?
  private let purposes: TermSet?

  init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    blank = Facts(nothingOf: vocabulary)
    groups = ["action", "action.content", "action.accountable", "step", "workflow"].compactMap {
      group in
      vocabulary.slot(of: group).map { slot in
        (slot, vocabulary.facts.indices.filter { vocabulary.facts[$0].path.hasPrefix(group + ".") })
      }
    }
    kinds = vocabulary.termSet(named: "action-kind")
    categories = vocabulary.termSet(named: "data-category")
    purposes = vocabulary.termSet(named: "purpose")
  }

  func kind(_ id: String) -> Symbol? { kinds?.symbol(for: id) }
  func category(_ id: String) -> Symbol? { categories?.symbol(for: id) }
  func purpose(_ id: String) -> Symbol? { purposes?.symbol(for: id) }
  func slot(_ path: String) -> Int? { vocabulary.slot(of: path) }

  /// Whether a term is another or part of it, whatever the day.
  func isWithin(_ symbol: Symbol?, _ id: String) -> Bool {
    guard let symbol, vocabulary.termSets.indices.contains(Int(symbol.set)) else { return false }
    let set = vocabulary.termSets[Int(symbol.set)]
    guard let whole = set.symbol(for: id) else { return false }
    return set.within(symbol.id, whole.id, era: 0) == .yes
  }

  /// Whether a term is a category of data.
  func isCategory(_ symbol: Symbol) -> Bool { symbol.set == categories?.number }

  /// A message to somebody outside one's own team.
  func reachesPerson(_ kind: Symbol?) -> Bool {
    isWithin(kind, "message") && !isWithin(kind, "message.internal")
  }
}
