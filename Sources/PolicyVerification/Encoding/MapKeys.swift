import CEL
import PolicyEngine
import PolicyModel

/// Which keys of maps are worth having in an example: those that rules name.
enum MapKeys {
  /// By set, so many at most: two nested quantifiers go through all pairs.
  private static let mostEach = 6
  /// Of a set of which no rule names a term.
  private static let leastEach = 2

  /// By the world's set; the terms that most of the rules name come first.
  static func named(by rules: [Int], in terms: LibraryTerms) -> [Int: Set<UInt32>] {
    let library = terms.library
    var counts: [Symbol: Int] = [:]
    var order: [Symbol] = []
    for rule in rules.map({ library.rules[$0] }) {
      var constants = Constants()
      let conditions = [rule.when, rule.body] + rule.exceptions.map(\.when)
      for atom in conditions.flatMap(\.atoms) { constants.collect(library.atoms[atom].checked) }
      for symbol in constants.symbols {
        if counts[symbol] == nil { order.append(symbol) }
        counts[symbol, default: 0] += 1
      }
    }
    let ranked = order.enumerated().sorted { one, other in
      let (first, second) = (counts[one.element] ?? 0, counts[other.element] ?? 0)
      return first == second ? one.offset < other.offset : first > second
    }
    var keys: [Int: Set<UInt32>] = [:]
    for own in library.vocabulary.termSets.indices {
      let named = ranked.map(\.element).filter { Int($0.set) == own }.prefix(mostEach)
      let others = library.vocabulary.termSets[own].terms.indices.prefix(leastEach).map {
        Symbol(set: UInt32(own), id: UInt32($0))
      }
      keys[terms.set(own)] = Set((named.isEmpty ? others : Array(named)).map(terms.number(of:)))
    }
    return keys
  }
}
