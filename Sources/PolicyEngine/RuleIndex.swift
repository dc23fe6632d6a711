import CEL
import PolicyModel

/// Which rules can apply at all, by the values of a few facts: found without looking at any rule.
///
/// Rules are counted as they stand in `Gate.rules`, one bit each. A rule is left out only where a
/// conjunct of its `when` is certainly false, or where it is not in force on the day.
///
///     bits = in force on the day & row of fact 1 & row of fact 2 & ...    `words` words each
///
/// Benchmark: `decision` in Tests/Benchmarks.
struct RuleIndex: Sendable {
  /// Words a row.
  let words: Int
  private let facts: [FactIndex]
  /// The first day of each era but the first, ascending; in an era the same rules are in force.
  private let eraStarts: [Int32]
  /// By era, `words` each.
  private let inForce: [UInt64]

  /// Each fact costs a pass over the words; what few rules ask for excludes little.
  private static let mostFacts = 8

  init(library: CompiledLibrary, rules: [Int]) {
    let words = (rules.count + 63) / 64
    var drafts: [Int: FactIndex.Draft] = [:]
    for (bit, rule) in rules.enumerated() {
      var seen: Set<Int> = []
      for atom in library.rules[rule].when.conjuncts {
        let shape = library.atoms[atom].shape
        guard let slot = shape.slot, seen.insert(slot).inserted else { continue }
        drafts[slot, default: FactIndex.Draft(slot: slot)].questions.append((bit, shape))
      }
    }
    let useful = drafts.values.sorted {
      ($1.questions.count, $0.slot) < ($0.questions.count, $1.slot)
    }
    facts = useful.prefix(Self.mostFacts).map {
      FactIndex($0, vocabulary: library.vocabulary, ruleCount: rules.count, words: words)
    }
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
    self.eraStarts = eraStarts
    self.inForce = inForce
  }

  /// Writes the bits of the rules that can apply.
  ///
  /// `bits` must hold `words` words.
  func candidates(_ slots: [Value], _ day: Day, into bits: inout [UInt64]) {
    let era = era(on: day) * words
    for word in 0..<words { bits[word] = inForce[era + word] }
    for fact in facts { fact.narrow(&bits, by: slots[fact.slot]) }
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
