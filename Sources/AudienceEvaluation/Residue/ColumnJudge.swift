import CEL
import FactsReading
import PolicyEngine
import PolicyModel

/// Judges a block of rows by a residue, rule by rule over columns.
///
/// What a rule gives follows `RuleJudge`'s table, written once more for words of bits; the two are held
/// to agree by a property test. Scratch is kept from block to block, so each task has its own.
struct ColumnJudge {
  let residue: Residue
  private(set) var columns: RecipientColumns
  private var evaluation: Evaluation
  /// By part: its one column, or -1 where it reads more.
  private let columnOfPart: [Int]
  /// By part: the columns that it reads.
  private let columnsOfPart: [[Int]]
  /// By part and code: a truth and 1, or 0 where it has not been asked.
  private var tables: [[UInt8]]
  /// By part: what its rows were found to be in this block.
  private var found: [(asked: [UInt64], bits: TruthBits)?]
  /// By column: the code whose values the evaluation holds; -1 for none.
  private var held: [Int32]
  private let placeColumn: Int?
  /// By law and code of the place: whether it certainly covers the place.
  private var covers: [[UInt8]]
  private let unstated: [Value]
  private let slotsOfColumns: [[Int]]

  /// What a block's rules came to.
  struct Outcome {
    /// Rules in the library's order, with the rows that each is broken and undecided for.
    var rules: [(number: Int, broken: [UInt64], undecided: [UInt64])] = []
    var noRuleApplies: [UInt64]
    var noLawForPlace: [UInt64]
    /// Rows that are left to the row evaluator.
    var leftOver: [UInt64]
  }

  init?(_ residue: Residue, _ reader: RecipientReader, alsoNeeded: [Int]) {
    guard
      let columns = RecipientColumns(
        reader, needed: residue.neededSlots.union(alsoNeeded))
    else { return nil }
    self.residue = residue
    self.columns = columns
    // Rows that state nothing have what the vocabulary's defaults say.
    var slots = residue.facts.slots
    let defaults = Facts(nothingOf: residue.gate.library.vocabulary)
    for slot in residue.openSlots { slots[slot] = defaults.slots[slot] }
    unstated = slots
    slotsOfColumns = columns.columns.map(\.slots)
    evaluation = Evaluation(slots: slots, timeZones: residue.gate.library.timeZones)
    evaluation.functionsSeeFirstSlots = true
    var columnOfSlot: [Int: Int] = [:]
    for (number, column) in columns.columns.enumerated() {
      for slot in column.slots { columnOfSlot[slot] = number }
    }
    columnsOfPart = residue.parts.map { part in
      Set(part.slots.compactMap { columnOfSlot[$0] }).sorted()
    }
    columnOfPart = columnsOfPart.map { $0.count == 1 ? $0[0] : -1 }
    tables = residue.parts.map { _ in [] }
    found = residue.parts.map { _ in nil }
    held = columns.columns.map { _ in 0 }
    placeColumn = residue.place.flatMap { columnOfSlot[$0] }
    covers = residue.laws.map { _ in [] }
  }

  mutating func begin() {
    for column in columns.begin() {
      held[column] = -1
      for part in tables.indices where columnOfPart[part] == column { tables[part] = [] }
      if column == placeColumn { for law in covers.indices { covers[law] = [] } }
    }
  }

  mutating func read(_ record: RecordCutter.Record, of bytes: [UInt8]) -> Bool {
    columns.read(record, of: bytes)
  }

  /// Judges the rows that have been read.
  mutating func judge() -> Outcome {
    let all = [UInt64].rows(columns.rowCount)
    for part in found.indices { found[part] = nil }
    var outcome = Outcome(
      noRuleApplies: all, noLawForPlace: all,
      leftOver: [UInt64](repeating: 0, count: all.count))
    var applies = residue.laws.map { _ in [UInt64](repeating: 0, count: all.count) }
    for rule in residue.rules {
      let when = truth(rule.when, all)
      if rule.governs {
        outcome.noRuleApplies = outcome.noRuleApplies.without(when.yes)
        let policy = residue.gate.library.rules[rule.number].policy
        if let law = residue.laws.firstIndex(of: policy) { applies[law].formUnion(when.yes) }
      }
      judge(rule, when, all, &outcome)
    }
    for law in residue.laws.indices {
      let open = applies[law].and(outcome.noLawForPlace)
      var covered = [UInt64](repeating: 0, count: all.count)
      open.forEachRow { row in
        if isCovered(row, law) { covered[row / 64] |= 1 << UInt64(row % 64) }
      }
      outcome.noLawForPlace = outcome.noLawForPlace.without(covered)
    }
    outcome.noLawForPlace = outcome.noLawForPlace.without(outcome.noRuleApplies)
    return outcome
  }

  private mutating func judge(
    _ rule: Residue.OpenRule, _ when: TruthBits, _ all: [UInt64], _ outcome: inout Outcome
  ) {
    let possible = all.without(when.no)
    if rule.needsRows {
      outcome.leftOver.formUnion(possible)
      return
    }
    if rule.isWaived || possible.isZero { return }
    let exceptions = truth(rule.exceptions, possible)
    let open = possible.without(exceptions.yes)
    let body = truth(rule.body, open)
    let broken = open.and(when.yes).and(exceptions.no).and(body.no)
    var undecided = open.without(body.yes).without(broken)
    if rule.hasDuties {
      let certain =
        rule.dutiesUndecided
        ? [UInt64](repeating: 0, count: all.count) : when.yes.and(exceptions.no)
      undecided.formUnion(open.and(body.yes).without(certain))
    }
    if residue.gate.library.rules[rule.number].unknown == .allow {
      // Whether an error stands in it, absorbed ones too, only the row evaluator can tell.
      outcome.leftOver.formUnion(undecided)
      undecided = [UInt64](repeating: 0, count: all.count)
    }
    if broken.isZero, undecided.isZero { return }
    outcome.rules.append((rule.number, broken, undecided))
  }

  /// The truth of a logic in the rows of a mask; the others have neither bit.
  private mutating func truth(_ logic: Residue.Logic, _ mask: [UInt64]) -> TruthBits {
    switch logic {
    case .known(let truth): return TruthBits(truth, in: mask)
    case .part(let part): return truth(ofPart: part, mask)
    case .not(let term):
      var bits = truth(term, mask)
      bits.negate()
      return bits
    case .all(let terms):
      var bits = TruthBits(.yes, in: mask)
      for term in terms {
        let open = mask.without(bits.no)
        if open.isZero { break }
        let next = truth(term, open)
        bits.no.formUnion(next.no)
        bits.yes = bits.yes.and(next.yes)
      }
      return bits
    case .any(let terms):
      var bits = TruthBits(.no, in: mask)
      for term in terms {
        let open = mask.without(bits.yes)
        if open.isZero { break }
        let next = truth(term, open)
        bits.yes.formUnion(next.yes)
        bits.no = bits.no.and(next.no)
      }
      return bits
    }
  }

  private mutating func truth(ofPart part: Int, _ mask: [UInt64]) -> TruthBits {
    var asked = found[part]?.asked ?? [UInt64](repeating: 0, count: mask.count)
    var bits = found[part]?.bits ?? TruthBits(mask.count)
    found[part] = nil
    let column = columnOfPart[part]
    let codes = column >= 0 ? columns.codes(of: column) : []
    for word in mask.indices {
      var open = mask[word] & ~asked[word]
      asked[word] |= open
      while open != 0 {
        let bit = UInt64(open.trailingZeroBitCount)
        open &= open - 1
        let row = word * 64 + Int(bit)
        let truth =
          column >= 0
          ? truth(ofPart: part, column, codes[row])
          : truth(ofPart: part, row)
        bits.yes[word] |= (truth == 1 + Truth.yes.rawValue ? 1 : 0) << bit
        bits.no[word] |= (truth == 1 + Truth.no.rawValue ? 1 : 0) << bit
      }
    }
    found[part] = (asked, bits)
    var result = bits
    for word in mask.indices {
      result.yes[word] &= mask[word]
      result.no[word] &= mask[word]
    }
    return result
  }

  /// A part's truth and 1 for a value of its one column.
  private mutating func truth(ofPart part: Int, _ column: Int, _ code: Int32) -> UInt8 {
    let place = Int(code)
    if place < tables[part].count, tables[part][place] != 0 { return tables[part][place] }
    if place >= tables[part].count {
      let missing = columns.entryCount(of: column) - tables[part].count
      tables[part].append(contentsOf: repeatElement(0, count: missing))
    }
    hold(code, of: column)
    let truth = residue.parts[part].program.truth(&evaluation).rawValue + 1
    tables[part][place] = truth
    return truth
  }

  /// A part's truth and 1 for a row.
  private mutating func truth(ofPart part: Int, _ row: Int) -> UInt8 {
    for column in columnsOfPart[part] { hold(columns.columns[column].codes[row], of: column) }
    return residue.parts[part].program.truth(&evaluation).rawValue + 1
  }

  /// Puts a column's value into the slots of the evaluation.
  private mutating func hold(_ code: Int32, of column: Int) {
    guard held[column] != code else { return }
    held[column] = code
    for slot in slotsOfColumns[column] { evaluation.setSlot(slot, to: unstated[slot]) }
    for (slot, value) in columns.stated(by: code, of: column) {
      evaluation.setSlot(slot, to: value)
    }
  }

  private mutating func isCovered(_ row: Int, _ law: Int) -> Bool {
    guard let placeColumn, let slot = residue.place else { return false }
    let code = Int(columns.columns[placeColumn].codes[row])
    if code < covers[law].count, covers[law][code] != 0 { return covers[law][code] == 2 }
    if code >= covers[law].count {
      let missing = columns.columns[placeColumn].entries.count - covers[law].count
      covers[law].append(contentsOf: repeatElement(0, count: missing))
    }
    hold(Int32(code), of: placeColumn)
    let isCovered = covers(residue.laws[law], evaluation.slots[slot])
    covers[law][code] = isCovered ? 2 : 1
    return isCovered
  }

  private func covers(_ policy: Int, _ place: Value) -> Bool {
    guard case .symbol(let place) = place else { return false }
    let library = residue.gate.library
    let set = library.vocabulary.termSets[Int(place.set)]
    let era = set.era(on: Day(of: residue.facts.now))
    return library.policies[policy].covers.contains {
      set.within(place.id, $0.id, era: era) == .yes
    }
  }

  /// The columns that a rule reads.
  func columns(ofRule number: Int) -> [Int] {
    let slots = residue.readSlots(ofRule: number)
    return columns.columns.indices.filter { !slots.isDisjoint(with: columns.columns[$0].slots) }
  }

  /// The facts of a row, as the row evaluator gets them.
  func facts(ofRow row: Int) -> PreparedFacts {
    var slots = unstated
    var origins = residue.facts.origins
    for column in columns.columns {
      for (slot, value) in column.entries[Int(column.codes[row])].stated {
        slots[slot] = value
        origins[slot] = .stated
      }
    }
    return PreparedFacts(
      slots: slots, origins: origins, now: residue.facts.now, usedClock: residue.facts.usedClock,
      timeZones: residue.gate.library.timeZones)
  }
}
