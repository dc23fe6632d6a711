import CEL
import PolicyModel

/// For one fact: which rules are left by each of its values.
///
/// Every value that some rule asks for has a row of bits; values of which the same rules are left
/// share one. Row 0 holds the rules that ask nothing of the fact. A fact that is unknown, null or in
/// error excludes nothing; a coarse term leaves also the rules that ask for its parts.
final class FactIndex: Sendable {
  let slot: Int
  private let rows: Rows
  /// Row after row, `words` each.
  private let bits: [UInt64]
  private let words: Int

  private enum Rows: Sendable {
    /// By the term's number.
    case terms([UInt32])
    case strings([StringValue.Key: UInt32])
    case bools(no: UInt32, yes: UInt32)
    case none
  }

  /// What the rules ask of the fact, at most once a rule.
  struct Draft {
    let slot: Int
    var questions: [(rule: Int, shape: AtomShape)] = []
  }

  init(_ draft: Draft, vocabulary: Vocabulary, ruleCount: Int, words: Int) {
    slot = draft.slot
    self.words = words
    var base = [UInt64](repeating: .max, count: words)
    if ruleCount % 64 != 0 { base[words - 1] = (1 << UInt64(ruleCount % 64)) - 1 }
    for question in draft.questions { base.remove(question.rule) }
    var builder = RowBuilder(base: base)
    switch draft.questions.first?.shape {
    case .isTerm, .isWithin:
      guard case .term(let number) = vocabulary.facts[draft.slot].type else {
        rows = .none
        break
      }
      let set = vocabulary.termSets[number]
      rows = .terms(Self.termRows(draft, set, &builder))
    case .isString:
      rows = .strings(Self.stringRows(draft, &builder))
    case .isBool:
      var asked: [Bool: [Int]] = [:]
      for case (let rule, .isBool(_, let value)) in draft.questions {
        asked[value, default: []].append(rule)
      }
      rows = .bools(
        no: builder.row(for: asked[false] ?? []), yes: builder.row(for: asked[true] ?? []))
    case .other, nil:
      rows = .none
    }
    bits = builder.bits
  }

  /// Takes out the rules of which the fact's value leaves nothing.
  func narrow(_ candidates: inout [UInt64], by value: Value) {
    guard let row = row(for: value) else { return }
    let start = Int(row) * words
    for word in 0..<words { candidates[word] &= bits[start + word] }
  }

  /// The value's row; nil where the value excludes nothing.
  private func row(for value: Value) -> UInt32? {
    switch rows {
    case .terms(let rows):
      guard case .symbol(let symbol) = value else { return nil }
      return rows[Int(symbol.id)]
    case .strings(let rows):
      guard case .string(let text) = value else { return nil }
      return rows[StringValue.Key(text)] ?? 0
    case .bools(let no, let yes):
      guard case .bool(let value) = value else { return nil }
      return value ? yes : no
    case .none:
      return nil
    }
  }

  /// A term's rules: what asks for it, for a whole of it, or, it being coarse, for a part of it; in
  /// any era, since rows do not depend on the day.
  private static func termRows(
    _ draft: Draft, _ set: TermSet, _ builder: inout RowBuilder
  ) -> [UInt32] {
    var rulesByTerm: [UInt32: Set<Int>] = [:]
    for question in draft.questions {
      var terms: Set<UInt32> = []
      switch question.shape {
      case .isTerm(_, let wanted):
        for term in wanted {
          for era in 0..<set.eraCount { terms.formUnion(set.wholes(of: term, era: era)) }
        }
      case .isWithin(_, let whole):
        for era in 0..<set.eraCount {
          for part in set.parts(of: whole, era: era) {
            terms.formUnion(set.wholes(of: part, era: era))
          }
        }
      case .isString, .isBool, .other:
        continue
      }
      for term in terms { rulesByTerm[term, default: []].insert(question.rule) }
    }
    return (0..<UInt32(set.terms.count)).map { term in
      rulesByTerm[term].map { builder.row(for: $0.sorted()) } ?? 0
    }
  }

  private static func stringRows(
    _ draft: Draft, _ builder: inout RowBuilder
  ) -> [StringValue.Key: UInt32] {
    var rulesByText: [StringValue.Key: [Int]] = [:]
    for case (let rule, .isString(_, let texts)) in draft.questions {
      for text in texts {
        rulesByText[StringValue.Key(StringValue(text)), default: []].append(rule)
      }
    }
    return rulesByText.mapValues { builder.row(for: $0.sorted()) }
  }
}

/// Collects rows of bits, each once; row 0 is the base.
private struct RowBuilder {
  let base: [UInt64]
  var bits: [UInt64]
  private var known: [[Int]: UInt32] = [[]: 0]

  init(base: [UInt64]) {
    self.base = base
    bits = base
  }

  /// The row of the base's rules and these, which must be sorted.
  mutating func row(for rules: [Int]) -> UInt32 {
    if let row = known[rules] { return row }
    let row = UInt32(known.count)
    known[rules] = row
    var words = base
    for rule in rules { words.insert(rule) }
    bits += words
    return row
  }
}

extension [UInt64] {
  fileprivate mutating func insert(_ bit: Int) { self[bit / 64] |= 1 << UInt64(bit % 64) }
  fileprivate mutating func remove(_ bit: Int) { self[bit / 64] &= ~(1 << UInt64(bit % 64)) }
}
