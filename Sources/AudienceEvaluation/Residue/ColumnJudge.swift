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
  private var classes: ValueClasses
  private var laws: LawCover
  private var patterns: PatternTable

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
    classes = ValueClasses(masks, columnCount: columns.columns.count)
    laws = LawCover(residue, columns, masks)
    patterns = PatternTable(width: masks.words * 2 + 1)
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
    classes.update(columns, &truths)
    laws.update(columns)
    let seen = seenOutcomes()
    var outcomes: [Int32] = []
    outcomes.reserveCapacity(columns.rowCount)
    var words = [UInt64](repeating: 0, count: masks.words * 3)
    var key = [UInt64](repeating: 0, count: patterns.width)
    for place in places {
      guard let row = place.row else { continue }
      if seen[row] >= 0 {
        outcomes.append(seen[row])
        continue
      }
      combine(row, &words)
      let number = outcome(ofRow: row, words, &key)
      outcomes.append(
        number == Self.unseen ? learn(row, place.record, key, &table, missing) : number)
    }
    return outcomes
  }

  private mutating func forget() {
    classes.forget()
    truths.forget()
    laws.forget()
    patterns.removeAll()
  }

  /// The outcomes of rows whose words have been seen and say all; -1 of others.
  private func seenOutcomes() -> [Int32] {
    let rowCount = columns.rowCount
    let (words, stride) = (masks.words, columns.columns.count)
    let (possible, clauses) = (
      masks.clauses.possible, masks.clauses.possible + masks.clauses.broken
    )
    let (codes, settled) = (columns.codes.span, laws.settled.span)
    let (steps, table) = (classes.steps.span, classes.table.span)
    let (reads, groups) = (classes.reads.span, classes.groups.span)
    let (start, left, strict) = (masks.start.span, masks.left.span, masks.strict.span)
    let (keys, buckets, numbers) = (
      patterns.keys.span, patterns.buckets.span, patterns.outcomes.span
    )
    let placeColumn = laws.placeColumn ?? -1
    return [Int32](capacity: rowCount) { outcomes in
      unsafe withUnsafeTemporaryAllocation(
        of: Int.self, capacity: groups.count + 1
      ) { places in
        unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * words + 1) { key in
          unsafe key[2 * words] = 0
          for row in 0..<rowCount {
            let first = row &* stride
            guard placeColumn >= 0,
              unsafe settled[unchecked: Int(codes[unchecked: first &+ placeColumn])]
            else {
              outcomes.append(-1)
              continue
            }
            for group in groups.indices {
              let group = unsafe (number: group, groups[unchecked: group])
              var place = Int(group.1.start)
              for read in Int(group.1.reads.lower)..<Int(group.1.reads.upper) {
                let read = unsafe reads[unchecked: read]
                let code = unsafe Int(codes[unchecked: first &+ Int(read.column)])
                place &+= unsafe Int(steps[unchecked: Int(read.first) &+ code])
              }
              unsafe places[group.number] = place
            }
            var hash: UInt64 = 0
            var rest: UInt64 = 0
            for word in 0..<words {
              var one = unsafe start[unchecked: word]
              var two = unsafe start[unchecked: words &+ word]
              for group in groups.indices {
                let vector = unsafe places[group] &+ word
                one &= unsafe table[unchecked: vector]
                two &= unsafe table[unchecked: vector &+ words]
              }
              for clause in 0..<clauses {
                let layer = (3 &+ clause) &* words &+ word
                var any = unsafe start[unchecked: layer]
                for group in groups.indices {
                  any |= unsafe table[unchecked: places[group] &+ layer]
                }
                if clause < possible { one &= any } else { two &= any }
              }
              let broken = one & two
              let undecided = one & ~two
              rest |= unsafe one & left[unchecked: word] | undecided & strict[unchecked: word]
              unsafe key[2 &* word] = broken
              unsafe key[2 &* word &+ 1] = undecided
              hash = PatternTable.mixed(PatternTable.mixed(hash, broken), undecided)
            }
            guard rest == 0 else {
              outcomes.append(-1)
              continue
            }
            hash = PatternTable.mixed(hash, 0)
            var bucket = Int(truncatingIfNeeded: hash) & (buckets.count &- 1)
            var found: Int32 = -1
            while true {
              let pattern = unsafe Int(buckets[unchecked: bucket])
              if pattern < 0 { break }
              var differs: UInt64 = 0
              let start = pattern &* key.count
              for word in 0..<key.count {
                differs |= unsafe keys[unchecked: start &+ word] ^ key[word]
              }
              if differs == 0 {
                found = unsafe numbers[unchecked: pattern]
                break
              }
              bucket = (bucket &+ 1) & (buckets.count &- 1)
            }
            outcomes.append(found)
          }
        }
      }
    }
  }

  /// Puts the vectors of a row's codes together: three words, word by word.
  private func combine(_ row: Int, _ found: inout [UInt64]) {
    let words = masks.words
    let first = row * columns.columns.count
    let places = classes.groups.map { group in
      (Int(group.reads.lower)..<Int(group.reads.upper)).reduce(Int(group.start)) { place, read in
        let read = classes.reads[read]
        return place
          + Int(classes.steps[Int(read.first) + Int(columns.codes[first + Int(read.column)])])
      }
    }
    for word in 0..<words {
      for layer in 0..<3 {
        let place = layer * words + word
        found[place] = places.reduce(masks.start[place]) { $0 & classes.table[$1 + place] }
      }
      for clause in 0..<masks.clauses.possible + masks.clauses.broken {
        let place = (3 + clause) * words + word
        let any = places.reduce(masks.start[place]) { $0 | classes.table[$1 + place] }
        found[clause < masks.clauses.possible ? word : words + word] &= any
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
    for word in 0..<words {
      let possible = found[word]
      if possible & masks.rows[word] != 0 { return -1 }
      let open = possible & masks.open[word]
      var broken = possible & found[words + word] & ~open
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
      if undecided & masks.strict[word] != 0 { return -1 }
      key[2 * word] = broken
      key[2 * word + 1] = undecided
    }
    let ungoverned = ungoverned(row, found, 2 * words)
    key[2 * words] = ungoverned == nil ? 0 : ungoverned == .noRuleApplies ? 1 : 2
    let place = patterns.place(of: key)
    if place < 0 { return Self.unseen }
    switch patterns.patterns[place] {
    case .outcome(let number): return number
    case .byCodes(let columns, let numbers): return numbers[codes(of: row, columns)] ?? Self.unseen
    }
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
      let isBroken = key[place / 64 * 2] & bit != 0
      let isUndecided = key[place / 64 * 2 + 1] & bit != 0
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
    if let code, laws.settled[Int(code)] { return nil }
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
