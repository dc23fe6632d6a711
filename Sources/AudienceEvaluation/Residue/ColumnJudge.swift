import CEL
import FactsReading
import PolicyEngine
import PolicyModel

/// Judges a block of rows by a residue: each row's rules are found by words of bits, and looked at where
/// the bits do not say all.
///
/// What a rule gives follows `RuleJudge`'s table, written once more for bits; the two are held to agree by
/// a property test. What is learnt of values is kept from block to block, so each task has its own.
struct ColumnJudge {
  let residue: Residue
  private(set) var columns: RecipientColumns
  let masks: RuleMasks
  private var truths: PartTruths
  /// By column and code: the number of its vector, and 1.
  private var classes: [[Int32]]
  private var numbers: [[UInt64]: Int32] = [:]
  private var vectors: [UInt64] = []
  private var laws: LawCover
  private var patterns: PatternTable
  /// The columns that bits are read of.
  private let readColumns: [Int]

  init?(_ residue: Residue, _ reader: RecipientReader, exact: [Int]) {
    let exact = exact + (residue.place.map { [$0] } ?? [])
    guard let columns = RecipientColumns(reader, residue.needs(exact: exact)),
      let truths = PartTruths(residue, columns)
    else { return nil }
    self.residue = residue
    self.columns = columns
    self.truths = truths
    masks = RuleMasks(residue, columnCount: columns.columns.count) { logic in
      let read = Set(logic.parts.flatMap { truths.columnsOfPart[$0] })
      return read.count == 1 ? read.first : nil
    }
    classes = columns.columns.map { _ in [] }
    laws = LawCover(residue, columns, masks)
    patterns = PatternTable(width: masks.words * 2 + 1)
    readColumns = masks.terms.indices.filter { [masks] in !masks.terms[$0].isEmpty }
  }

  /// What is missing of a row that some rules leave undecided.
  typealias Missing = (RecordCutter.Record, [Judgement.Entry], Ungoverned?) -> [String]

  /// Reads the records of a block into columns.
  mutating func read(
    _ cutter: inout RecordCutter, of bytes: [UInt8]
  ) -> [RecipientColumns.Place] {
    if columns.begin() { forget() }
    return columns.read(&cutter, of: bytes)
  }

  /// Judges the rows that have been read, as far as columns go: the numbers of their outcomes, or -1 where
  /// a row is left to the row evaluator.
  mutating func outcomes(
    _ places: [RecipientColumns.Place], _ table: inout OutcomeTable, _ missing: Missing
  ) -> [Int32] {
    if table.isFull {
      table.removeAll()
      patterns.removeAll()
    }
    classify()
    let count = columns.rowCount
    var words = [UInt64](repeating: 0, count: count * masks.words * 3)
    combine(&words)
    var outcomes: [Int32] = []
    outcomes.reserveCapacity(count)
    var key = [UInt64](repeating: 0, count: masks.words * 2 + 1)
    for place in places {
      guard let row = place.row else { continue }
      let number = outcome(ofRow: row, words, &key)
      outcomes.append(
        number == Self.unseen ? learn(row, place.record, key, &table, missing) : number)
    }
    return outcomes
  }

  private mutating func forget() {
    classes = columns.columns.map { _ in [] }
    truths.forget()
    laws.forget()
    patterns.removeAll()
  }

  /// Finds the vector of each code that has none yet.
  private mutating func classify() {
    for column in readColumns {
      for code in classes[column].count..<columns.columns[column].entries.count {
        let vector = vector(of: Int32(code), column)
        let number = numbers[vector] ?? Int32(numbers.count)
        if numbers[vector] == nil {
          numbers[vector] = number
          vectors += vector
        }
        classes[column].append(number)
      }
    }
  }

  private mutating func vector(of code: Int32, _ column: Int) -> [UInt64] {
    let ands = 3 * masks.words
    var vector = [UInt64](repeating: .max, count: ands)
    vector += [UInt64](repeating: 0, count: masks.width - ands)
    for term in masks.terms[column] {
      var holds = false
      for claim in term.claims where !holds {
        holds = claim.holds(truths.truth(claim.logic, columns) { _ in code })
      }
      if term.isOr, holds { vector[term.word] |= term.bit }
      if !term.isOr, !holds { vector[term.word] &= ~term.bit }
    }
    return vector
  }

  /// Puts the vectors of each row's codes together: three words of a row, word by word.
  private func combine(_ found: inout [UInt64]) {
    let words = masks.words
    let width = masks.width
    let stride = columns.columns.count
    let start = masks.start
    let (possible, broken) = masks.clauses
    var flat: [Int32] = []
    var starts: [(column: Int, first: Int)] = []
    for column in readColumns {
      starts.append((column, flat.count))
      flat += classes[column]
    }
    unsafe columns.codes.withUnsafeBufferPointer { codes in
      unsafe flat.withUnsafeBufferPointer { flat in
        unsafe vectors.withUnsafeBufferPointer { vectors in
          unsafe start.withUnsafeBufferPointer { start in
            unsafe starts.withUnsafeBufferPointer { starts in
              unsafe found.withUnsafeMutableBufferPointer { found in
                unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: starts.count) {
                  places in
                  for row in 0..<columns.rowCount {
                    for place in 0..<starts.count {
                      let (column, first) = unsafe starts[place]
                      let code = unsafe Int(codes[row * stride + column])
                      unsafe places[place] = unsafe Int(flat[first + code]) * width
                    }
                    for word in 0..<words {
                      var first = unsafe start[word]
                      var second = unsafe start[words + word]
                      var third = unsafe start[2 * words + word]
                      for place in 0..<starts.count {
                        let vector = unsafe places[place] + word
                        unsafe first &= vectors[vector]
                        unsafe second &= vectors[vector + words]
                        unsafe third &= vectors[vector + 2 * words]
                      }
                      for clause in 0..<possible + broken {
                        let layer = (3 + clause) * words + word
                        var any = unsafe start[layer]
                        for place in 0..<starts.count {
                          unsafe any |= vectors[places[place] + layer]
                        }
                        if clause < possible { first &= any } else { second &= any }
                      }
                      let to = row * words * 3 + word
                      unsafe found[to] = first
                      unsafe found[to + words] = second
                      unsafe found[to + 2 * words] = third
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  private static let unseen: Int32 = -2

  /// The outcome of a row by its words; -1 where the row evaluator must tell, `unseen` where nothing like it
  /// has been seen.
  private mutating func outcome(
    ofRow row: Int, _ found: [UInt64], _ key: inout [UInt64]
  ) -> Int32 {
    let words = masks.words
    let first = row * words * 3
    for word in 0..<words {
      let possible = found[first + word]
      if possible & masks.rows[word] != 0 { return -1 }
      let open = possible & masks.open[word]
      var broken = possible & found[first + words + word] & ~open
      var undecided = possible & ~broken & ~open
      var bits = open
      while bits != 0 {
        let place = bits.trailingZeroBitCount
        bits &= bits - 1
        switch outcome(ofRule: word * 64 + place, row) {
        case .broken: broken |= 1 << UInt64(place)
        case .undecided: undecided |= 1 << UInt64(place)
        case .kept, .excepted, .waived, .notApplicable: break
        }
      }
      if undecided & masks.lenient[word] & ~masks.waived[word] != 0 { return -1 }
      key[word] = broken
      key[words + word] = undecided
    }
    let ungoverned = ungoverned(row, found, first + 2 * words)
    key[2 * words] = ungoverned == nil ? 0 : ungoverned == .noRuleApplies ? 1 : 2
    let place = patterns.place(of: key)
    if place < 0 { return Self.unseen }
    if let number = patterns.outcome(place) { return number }
    guard case .byCodes(let columns, let numbers) = patterns.patterns[place] else {
      return Self.unseen
    }
    return numbers[codes(of: row, columns)] ?? Self.unseen
  }

  private func codes(of row: Int, _ columns: [Int]) -> [Int32] {
    columns.map { self.columns.code(ofRow: row, $0) }
  }

  /// The outcome of words, or of words and codes, that have not been seen before.
  private mutating func learn(
    _ row: Int, _ record: RecordCutter.Record, _ key: [UInt64], _ table: inout OutcomeTable,
    _ missing: Missing
  ) -> Int32 {
    let reason = key[2 * masks.words]
    let ungoverned: Ungoverned? =
      reason == 0 ? nil : reason == 1 ? .noRuleApplies : .noLawForPlace
    var verdict = ungoverned == nil ? Verdict.allow : .requireReview
    var entries: [Judgement.Entry] = []
    var waived: [Int] = []
    var read: Set<Int> = []
    for (place, rule) in residue.rules.enumerated() {
      let bit = UInt64(1) << UInt64(place % 64)
      let isBroken = key[place / 64] & bit != 0
      let isUndecided = key[masks.words + place / 64] & bit != 0
      guard isBroken || isUndecided else { continue }
      if rule.isWaived {
        waived.append(rule.number)
        continue
      }
      let known = residue.gate.library.rules[rule.number]
      let given = isBroken ? known.verdict : known.unknown
      verdict = max(verdict, given)
      entries.append(
        .init(rule: rule.number, outcome: isBroken ? .broken : .undecided, verdict: given))
      if isUndecided {
        read.formUnion(truths.columns(of: residue.readSlots(ofRule: rule.number), columns))
      }
    }
    if ungoverned == .noLawForPlace, let place = laws.placeColumn { read.insert(place) }
    let isOpen = ungoverned == .noLawForPlace || entries.contains { $0.outcome == .undecided }
    let number = table.number(
      verdict, ungoverned, entries, waived: waived,
      missing: isOpen ? missing(record, entries, ungoverned) : [])
    guard isOpen else {
      patterns.set(key, .outcome(number))
      return number
    }
    var (asked, numbers): ([Int], [[Int32]: Int32]) = (read.sorted(), [:])
    let place = patterns.place(of: key)
    if place >= 0, case .byCodes(let known, let learnt) = patterns.patterns[place] {
      (asked, numbers) = (known, learnt)
      patterns.set(key, .outcome(-1))
    }
    numbers[codes(of: row, asked)] = number
    patterns.set(key, .byCodes(columns: asked, numbers))
    return number
  }

  /// What a rule is for a row, by its logic.
  private mutating func outcome(ofRule number: Int, _ row: Int) -> Outcome {
    let rule = residue.rules[number]
    let when = truth(rule.when, row)
    if when == .no { return .notApplicable }
    return Outcome(
      when: when, exceptions: truth(rule.exceptions, row), body: truth(rule.body, row),
      hasDuties: rule.hasDuties, dutiesUndecided: rule.dutiesUndecided)
  }

  private mutating func truth(_ logic: Residue.Logic, _ row: Int) -> Truth {
    let (codes, stride) = (columns.codes, columns.columns.count)
    return truths.truth(logic, columns) { codes[row * stride + $0] }
  }

  /// Why nothing governs a row; `place`: where its rules that apply stand among the words.
  private mutating func ungoverned(_ row: Int, _ found: [UInt64], _ place: Int) -> Ungoverned? {
    let code = laws.placeColumn.map { columns.code(ofRow: row, $0) }
    if laws.isSettled(code, columns) { return nil }
    var applying = Array(found[place..<place + masks.words])
    for word in applying.indices {
      var bits = applying[word] & masks.loose[word] & laws.governing[word]
      while bits != 0 {
        let place = bits.trailingZeroBitCount
        bits &= bits - 1
        if truth(residue.rules[word * 64 + place].when, row) != .yes {
          applying[word] &= ~(1 << UInt64(place))
        }
      }
    }
    return laws.ungoverned(applying, code, columns)
  }

  /// The column of a slot whose values are asked for.
  func column(ofSlot slot: Int) -> Int? {
    columns.columns.firstIndex { $0.slots.contains(slot) }
  }

  /// What a slot holds by a code of its column.
  func value(ofSlot slot: Int, _ code: Int32, _ column: Int) -> Value {
    columns.stated(by: code, of: column).first { $0.slot == slot }?.value ?? truths.unstated[slot]
  }
}
