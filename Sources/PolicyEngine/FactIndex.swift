import CEL
import PolicyModel

/// For some facts: which rules are left by each of their values.
///
/// Every value that some rule asks for has a row of bits; values of which the same rules are left
/// share one. A fact's first row holds the rules that ask nothing of it. A fact that is unknown, null
/// or in error excludes nothing; a coarse term leaves also the rules that ask for its parts.
///
///     columns   one a fact     slot, kind, where its values start in `rows`, its first row
///     rows      one a value    by the term's number, or for no and yes: the number of its row
///     texts     one a text     by text: the number of its row
///     bits      row after row, `words` each
///
/// All of it lies in four arrays, so that two threads that look here count no references: as an
/// object a fact, the counting took a fifth of a decision, and more where two threads shared them.
struct FactIndex: Sendable {
  private let words: Int
  private var columns: [Column] = []
  private var rows: [UInt32] = []
  private var texts: [[StringValue.Key: UInt32]] = []
  private var bits: [UInt64] = []

  private struct Column: BitwiseCopyable {
    let slot: Int
    let kind: Kind
    let start: Int
    let first: UInt32
  }

  private enum Kind: BitwiseCopyable {
    case terms
    case bools
    case texts
  }

  /// What the rules ask of one fact, at most once a rule.
  struct Draft {
    let slot: Int
    var questions: [(rule: Int, shape: AtomShape)] = []
  }

  init(_ drafts: [Draft], vocabulary: Vocabulary, ruleCount: Int, words: Int) {
    self.words = words
    for draft in drafts {
      var base = [UInt64](repeating: .max, count: words)
      if ruleCount % 64 != 0 { base[words - 1] = (1 << UInt64(ruleCount % 64)) - 1 }
      for question in draft.questions { base.remove(question.rule) }
      var builder = RowBuilder(base: base, first: UInt32(words == 0 ? 0 : bits.count / words))
      add(draft, vocabulary, &builder)
      bits += builder.bits
    }
  }

  private mutating func add(
    _ draft: Draft, _ vocabulary: Vocabulary, _ builder: inout RowBuilder
  ) {
    func column(_ kind: Kind, _ start: Int) -> Column {
      Column(slot: draft.slot, kind: kind, start: start, first: builder.first)
    }
    switch draft.questions.first?.shape {
    case .isTerm, .isWithin:
      guard case .term(let number) = vocabulary.facts[draft.slot].type else { return }
      columns.append(column(.terms, rows.count))
      rows += Self.termRows(draft, vocabulary.termSets[number], &builder)
    case .isString:
      columns.append(column(.texts, texts.count))
      texts.append(Self.stringRows(draft, &builder))
    case .isBool:
      var asked: [Bool: [Int]] = [:]
      for case (let rule, .isBool(_, let value)) in draft.questions {
        asked[value, default: []].append(rule)
      }
      columns.append(column(.bools, rows.count))
      for value in [false, true] { rows.append(builder.row(for: asked[value] ?? [])) }
    case .other, nil: return
    }
  }

  /// Takes out the rules of which the facts' values leave nothing.
  func narrow(_ candidates: inout [UInt64], by slots: [Value]) {
    for column in columns {
      guard let row = row(of: column, slots) else { continue }
      let start = Int(row) * words
      for word in 0..<words { candidates[word] &= bits[start + word] }
    }
  }

  /// The row of a fact's value; nil where the value excludes nothing.
  private func row(of column: Column, _ slots: [Value]) -> UInt32? {
    switch (column.kind, slots[column.slot]) {
    case (.terms, .symbol(let symbol)): rows[column.start + Int(symbol.id)]
    case (.bools, .bool(let value)): rows[column.start + (value ? 1 : 0)]
    case (.texts, .string(let text)):
      texts[column.start][StringValue.Key(text)] ?? column.first
    case (.terms, _), (.bools, _), (.texts, _): nil
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
      rulesByTerm[term].map { builder.row(for: $0.sorted()) } ?? builder.first
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

/// Collects rows of bits, each once; the first is the base.
private struct RowBuilder {
  let base: [UInt64]
  /// The number of the first row.
  let first: UInt32
  var bits: [UInt64]
  private var known: [[Int]: UInt32]

  init(base: [UInt64], first: UInt32) {
    self.base = base
    self.first = first
    bits = base
    known = [[]: first]
  }

  /// The row of the base's rules and these, which must be sorted.
  mutating func row(for rules: [Int]) -> UInt32 {
    if let row = known[rules] { return row }
    let row = first + UInt32(known.count)
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
