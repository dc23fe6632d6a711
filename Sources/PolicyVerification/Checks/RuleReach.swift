import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// For which values of single facts a rule can apply, as the engine finds with nothing else known: a
/// rule that does not apply to messages whatever else is so has nothing to do with one that applies to
/// messages alone.
///
/// For each fact that is a term, every term without parts is tried; of those that no rule tells apart,
/// one. As of two days, the usual one and one on which everything that is announced is in force.
struct RuleReach: Sendable {
  /// By rule's number: a bit for each fact's value.
  private let bits: [Int: [UInt64]]
  /// By fact, its bits.
  private let facts: [Range<Int>]

  private static let days = [Witness.usualNow, "2200-01-01T10:00:00Z"]

  init(_ library: CompiledLibrary) {
    let side = Side(Gate(everythingOf: library, clientID: LibraryView.anyClient))
    let named = Self.namedTerms(library)
    var bits: [Int: [UInt64]] = [:]
    var facts: [Range<Int>] = []
    var place = 0
    for fact in library.vocabulary.facts {
      guard case .term(let number)? = fact.type else { continue }
      let set = library.vocabulary.termSets[number]
      let start = place
      for term in Self.classes(of: set, named: named[number]) {
        let id = JSONValue.string(set.terms[Int(term)].id)
        if Self.mark(fact.path, id, place, side, &bits) { place += 1 }
      }
      if fact.isNullable, Self.mark(fact.path, .null, place, side, &bits) { place += 1 }
      if place > start { facts.append(start..<place) }
    }
    self.bits = bits
    self.facts = facts
  }

  /// Whether both rules can apply to one action, as far as single facts tell.
  func meet(_ one: Int, _ other: Int) -> Bool {
    guard let one = bits[one], let other = bits[other] else { return true }
    return facts.allSatisfy { range in range.contains { one.has($0) && other.has($0) } }
  }

  private static func mark(
    _ path: String, _ value: JSONValue, _ place: Int, _ side: Side,
    _ bits: inout [Int: [UInt64]]
  ) -> Bool {
    var isJudged = false
    for day in days {
      var request = value
      for name in path.split(separator: ".").reversed() {
        request = .object([(key: String(name), value: request)])
      }
      guard case .object(let entries) = request,
        let outcome = side.judge(.object([(key: "now", value: .string(day))] + entries))
      else { continue }
      isJudged = true
      for (rule, found) in outcome.rules where found.outcome != .notApplicable {
        bits[rule, default: []].set(place)
      }
    }
    return isJudged
  }

  /// By set: the terms that rules, tables or places of policies name.
  private static func namedTerms(_ library: CompiledLibrary) -> [Set<UInt32>] {
    var named = [Set<UInt32>](repeating: [], count: library.vocabulary.termSets.count)
    var constants = Constants()
    for atom in library.atoms { constants.collect(atom.checked) }
    for setting in library.settings { constants.note(setting.defaultValue) }
    for symbol in constants.symbols + library.policies.flatMap(\.covers) {
      named[Int(symbol.set)].insert(symbol.id)
    }
    for table in library.tables {
      for row in table.rows { named[table.key].insert(row.term) }
    }
    return named
  }

  /// The terms without parts, one of those that are parts of the same named terms in every era.
  private static func classes(of set: TermSet, named: Set<UInt32>) -> [UInt32] {
    var seen: Set<[[UInt32]]> = []
    return (0..<UInt32(set.terms.count)).filter { term in
      guard !set.hasParts(term) else { return false }
      let wholes = (0..<set.eraCount).map { set.wholes(of: term, era: $0).filter(named.contains) }
      return seen.insert(wholes).inserted
    }
  }
}
