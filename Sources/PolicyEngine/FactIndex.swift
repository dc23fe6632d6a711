import CEL
import PolicyModel
import SharedStorage

/// For some facts: which rules are left by each of their values.
///
/// Every value that some rule asks for has a row of bits; values of which the same rules are left
/// share one. A fact's first row holds the rules that ask nothing of it. A fact that is unknown, null
/// or in error excludes nothing; a coarse term leaves also the rules that ask for its parts.
///
///     columns   one a fact     slot, kind, where its values start in `rows`, its first row
///     rows      one a value    by the term's number, or for no and yes: the number of its row
///     tables    one a fact     of texts: the place of a text, whose row stands so far behind the start
///     bits      row after row, `words` each
///
/// All of it is frozen, so that two threads that look here count no references: as an object a
/// fact, the counting took a fifth of a decision, and more where two threads shared them.
struct FactIndex: ~Copyable, Sendable {
  private let words: Int
  private let columns: FrozenArray<Column>
  private let rows: FrozenArray<UInt32>
  /// Keeps what `tables` refers to.
  private let keptTables: [TextTable]
  private let tables: FrozenArray<Unowned<TextTable>>
  private let bits: FrozenArray<UInt64>

  struct Column: BitwiseCopyable {
    let slot: Int
    let kind: Kind
    let start: Int
    let first: UInt32
    /// Of texts.
    let table: Int
  }

  enum Kind: BitwiseCopyable {
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
    var parts = Parts()
    for draft in drafts {
      var base = [UInt64](repeating: .max, count: words)
      if ruleCount % 64 != 0 { base[words - 1] = (1 << UInt64(ruleCount % 64)) - 1 }
      for question in draft.questions { base.remove(question.rule) }
      var builder = RowBuilder(base: base, first: UInt32(words == 0 ? 0 : parts.bits.count / words))
      parts.add(draft, vocabulary, &builder)
      parts.bits += builder.bits
    }
    columns = FrozenArray(parts.columns)
    rows = FrozenArray(parts.rows)
    keptTables = parts.tables
    tables = FrozenArray(parts.tables.map { Unowned($0) })
    bits = FrozenArray(parts.bits)
  }

  /// Takes out the rules of which the facts' values leave nothing.
  func narrow(_ candidates: inout [UInt64], by slots: [Value]) {
    for place in columns.indices {
      guard let row = row(of: columns[place], slots) else { continue }
      bits.intersect(&candidates, from: Int(row) * words)
    }
  }

  /// The row of a fact's value; nil where the value excludes nothing.
  @inline(__always)
  private func row(of column: Column, _ slots: [Value]) -> UInt32? {
    switch column.kind {
    case .terms:
      guard case .symbol(let symbol) = slots[column.slot] else { return nil }
      return rows[column.start + Int(symbol.id)]
    case .bools:
      guard case .bool(let value) = slots[column.slot] else { return nil }
      return rows[column.start + (value ? 1 : 0)]
    case .texts:
      guard case .string(let text) = slots[column.slot] else { return nil }
      guard let place = tables[column.table].use({ $0.place(of: text) }) else {
        return column.first
      }
      return rows[column.start + place]
    }
  }
}

extension FrozenArray<UInt64> {
  /// Writes into some words as many words from a place on.
  func copy(to words: inout [UInt64], from start: Int) {
    precondition(start >= 0 && start + words.count <= count, "a row lies outside of the index")
    guard !words.isEmpty else { return }
    let row = unsafe pointer(to: start)
    unsafe words.withUnsafeMutableBufferPointer { words in
      for word in 0..<words.count { unsafe words[word] = row[word] }
    }
  }

  /// Keeps of some words the bits that are set in as many words from a place on.
  fileprivate func intersect(_ words: inout [UInt64], from start: Int) {
    precondition(start >= 0 && start + words.count <= count, "a row lies outside of the index")
    guard !words.isEmpty else { return }
    let row = unsafe pointer(to: start)
    unsafe words.withUnsafeMutableBufferPointer { words in
      guard let all = words.baseAddress else { return }
      var word = 0
      while word < words.count {
        unsafe all[word] &= row[word]
        word &+= 1
      }
    }
  }
}

/// The tables of an index in the making.
private struct Parts {
  var columns: [FactIndex.Column] = []
  var rows: [UInt32] = []
  var tables: [TextTable] = []
  var bits: [UInt64] = []

  mutating func add(
    _ draft: FactIndex.Draft, _ vocabulary: Vocabulary, _ builder: inout RowBuilder
  ) {
    func column(_ kind: FactIndex.Kind, _ start: Int) -> FactIndex.Column {
      FactIndex.Column(
        slot: draft.slot, kind: kind, start: start, first: builder.first, table: tables.count)
    }
    switch draft.questions.first?.shape {
    case .isTerm, .isWithin:
      guard case .term(let number) = vocabulary.facts[draft.slot].type else { return }
      columns.append(column(.terms, rows.count))
      rows += Self.termRows(draft, vocabulary.termSets[number], &builder)
    case .isString:
      columns.append(column(.texts, rows.count))
      let (texts, own) = Self.textRows(draft, &builder)
      tables.append(TextTable(texts))
      rows += own
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

  /// A term's rules: what asks for it, for a whole of it, or, it being coarse, for a part of it; in
  /// any era, since rows do not depend on the day.
  private static func termRows(
    _ draft: FactIndex.Draft, _ set: TermSet, _ builder: inout RowBuilder
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

  /// The texts that are asked for, each with its row.
  private static func textRows(
    _ draft: FactIndex.Draft, _ builder: inout RowBuilder
  ) -> (texts: [String], rows: [UInt32]) {
    var places: [StringValue.Key: Int] = [:]
    var texts: [String] = []
    var rules: [[Int]] = []
    for case (let rule, .isString(_, let asked)) in draft.questions {
      for text in asked {
        let key = StringValue.Key(StringValue(text))
        if let place = places[key] {
          rules[place].append(rule)
        } else {
          places[key] = texts.count
          texts.append(text)
          rules.append([rule])
        }
      }
    }
    return (texts, rules.map { builder.row(for: $0.sorted()) })
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
