import CEL
import PolicyModel
import SharedStorage

/// Which rules can matter at all, by the values of a few facts: found without looking at any rule.
///
/// Rules are counted as they stand in `rules`, one bit each. A rule *can apply* unless a conjunct
/// of its `when` is certainly false, or it is not in force on the day. It *can be in the way* only
/// where moreover no conjunct of its `forbid` is certainly false: else it is kept, if it applies.
///
///     can apply      = in force on the day & row of fact 1 & row of fact 2 & ...    `words` words
///     can be in the way = can apply & row of fact 1 & row of fact 2 & ...
///
/// Benchmark: `make bench`. Without the second line a decision on 1,000 rules took seven times as long
/// as on 100, since a tenth of the rules apply to any action of the scenario.
final class RuleIndex: Sendable {
  /// Words a row.
  let words: Int
  /// By bit: the number of the rule.
  let rules: FrozenArray<Int>
  /// By policy's number: the bits of its rules, which stand together; ends with the last policy in it.
  private let bits: [Range<Int>]
  let plain: PlainRules
  private let applying: FactIndex
  private let forbidding: FactIndex
  /// The first day of each era but the first, ascending; in an era the same rules are in force.
  private let eraStarts: FrozenArray<Int32>
  /// By era, `words` each.
  private let inForce: FrozenArray<UInt64>

  /// Each fact costs a pass over the words; what few rules ask for excludes little.
  private static let mostFacts = 8

  init(library: CompiledLibrary, rules: [Int]) {
    let words = (rules.count + 63) / 64
    applying = Self.index(library, rules, words) { library.rules[$0].when.conjuncts }
    forbidding = Self.index(library, rules, words) { number in
      let rule = library.rules[number]
      // A kept rule with duties can still be undecided.
      return rule.isForbid && rule.duties.isEmpty ? rule.body.conjuncts : []
    }
    var bits: [Range<Int>] = []
    for (bit, rule) in rules.enumerated() {
      let policy = library.rules[rule].policy
      while bits.count <= policy { bits.append(bit..<bit) }
      bits[policy] = bits[policy].lowerBound..<bit + 1
    }
    self.bits = bits
    var starts: Set<Int32> = []
    for rule in rules {
      let period = library.rules[rule].period
      if let from = period.from { starts.insert(from.number) }
      if let until = period.until { starts.insert(until.next.number) }
    }
    let eraStarts = starts.sorted()
    var inForce = [UInt64](repeating: 0, count: words * (eraStarts.count + 1))
    for era in 0...eraStarts.count {
      let day = era == 0 ? Day.distantPast : Day(number: eraStarts[era - 1])
      for (bit, rule) in rules.enumerated() where library.rules[rule].period.contains(day) {
        inForce[era * words + bit / 64] |= 1 << UInt64(bit % 64)
      }
    }
    self.words = words
    self.rules = FrozenArray(rules)
    plain = PlainRules(library: library, rules: rules, words: words)
    self.eraStarts = FrozenArray(eraStarts)
    self.inForce = FrozenArray(inForce)
  }

  /// Whether a policy's rules are in the index.
  func covers(policy: Int) -> Bool { policy < bits.count && !bits[policy].isEmpty }

  /// The bits of the rules of some policies; those that are not in the index are passed over.
  func mask(of policies: [Int]) -> [UInt64] {
    var mask = [UInt64](repeating: 0, count: words)
    for policy in policies where policy < bits.count {
      for bit in bits[policy] { mask[bit / 64] |= 1 << UInt64(bit % 64) }
    }
    return mask
  }

  /// Writes the bits of the rules that can apply; `bits` must hold `words` words.
  func candidates(_ slots: [Value], _ day: Day, into bits: inout [UInt64]) {
    let era = era(on: day) * words
    inForce.copy(to: &bits, from: era)
    applying.narrow(&bits, by: slots)
  }

  /// Takes out of the rules that can apply those that cannot be in the way.
  func narrow(_ bits: inout [UInt64], _ slots: [Value]) {
    forbidding.narrow(&bits, by: slots)
  }

  private func era(on day: Day) -> Int {
    var low = 0
    var high = eraStarts.count
    while low < high {
      let middle = (low + high) / 2
      if eraStarts[middle] <= day.number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// An index over atoms that must all hold for a part of the rule to hold; of the facts that most
  /// rules ask for.
  private static func index(
    _ library: CompiledLibrary, _ rules: [Int], _ words: Int, _ atoms: (Int) -> [Int]
  ) -> FactIndex {
    var drafts: [Int: FactIndex.Draft] = [:]
    for (bit, rule) in rules.enumerated() {
      var seen: Set<Int> = []
      for shape in atoms(rule).flatMap({ library.atoms[$0].conjuncts }) {
        guard let slot = shape.slot, seen.insert(slot).inserted else { continue }
        drafts[slot, default: FactIndex.Draft(slot: slot)].questions.append((bit, shape))
      }
    }
    let useful = drafts.values.sorted {
      ($1.questions.count, $0.slot) < ($0.questions.count, $1.slot)
    }
    return FactIndex(
      Array(useful.prefix(mostFacts)), vocabulary: library.vocabulary, ruleCount: rules.count,
      words: words)
  }
}

extension Condition {
  /// Atoms that must all hold for the condition to hold; where one is false, so is the condition.
  fileprivate var conjuncts: [Int] {
    switch self {
    case .atom(let atom): [atom]
    case .all(let parts): parts.flatMap(\.conjuncts)
    case .any(let parts): parts.count == 1 ? parts[0].conjuncts : []
    case .none: []
    }
  }
}

extension AtomShape {
  /// The one fact that it asks about.
  fileprivate var slot: Int? {
    switch self {
    case .isTerm(let slot, _), .isWithin(let slot, _), .isString(let slot, _),
      .isBool(let slot, _):
      slot
    case .other: nil
    }
  }
}
