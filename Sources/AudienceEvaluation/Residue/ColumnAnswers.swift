import FactsReading
import PolicyEngine
import PolicyModel

/// Turns what a block's rules came to, rule by rule, into answers row by row.
struct ColumnAnswers {
  private let outcome: ColumnJudge.Outcome
  private let gate: Gate
  private let segments: [Int]
  private let tellsIDs: Bool
  /// Rows in whose way some rule stands.
  private let obstructed: [UInt64]
  /// By segment: its column, and by code the place of its name in the block's answers, or -1.
  private let segmentColumns: [Int]
  private var segmentPlaces: [[Int32]]
  /// By rule of the outcome: the columns that it reads.
  private let columnsOfRules: [[Int]]
  private let placeColumn: Int?
  /// What is missing, by the undecided rules and the codes that they read.
  private var missing: [[Int32]: [String]] = [:]
  private var row = 0

  init(
    _ outcome: ColumnJudge.Outcome, rowsOf judge: ColumnJudge, _ gate: Gate, _ segments: [Int]
  ) {
    self.outcome = outcome
    self.gate = gate
    self.segments = segments
    var obstructed = [UInt64](repeating: 0, count: outcome.leftOver.count)
    for rule in outcome.rules {
      obstructed.formUnion(rule.broken)
      obstructed.formUnion(rule.undecided)
    }
    self.obstructed = obstructed
    let columns = judge.columns.columns
    segmentColumns = segments.map { slot in columns.firstIndex { $0.slots.contains(slot) } ?? 0 }
    segmentPlaces = segmentColumns.map { [Int32](repeating: -1, count: columns[$0].entries.count) }
    columnsOfRules = outcome.rules.map { judge.columns(ofRule: $0.number) }
    placeColumn = gate.locationSlot.flatMap { slot in
      columns.firstIndex { $0.slots.contains(slot) }
    }
    let vocabulary = gate.library.vocabulary
    tellsIDs =
      vocabulary.slot(of: "recipient.id").map { !vocabulary.facts[$0].isSensitive } ?? false
  }

  /// Adds the next row; false where it is left to the row evaluator.
  mutating func add(
    _ record: RecordCutter.Record, _ judge: ColumnJudge, to answers: inout BlockAnswers
  ) -> Bool {
    let row = row
    self.row += 1
    let (word, bit) = (row / 64, UInt64(1) << UInt64(row % 64))
    if outcome.leftOver[word] & bit != 0 { return false }
    var ungoverned: Ungoverned?
    if outcome.noRuleApplies[word] & bit != 0 { ungoverned = .noRuleApplies }
    if outcome.noLawForPlace[word] & bit != 0 { ungoverned = .noLawForPlace }
    var verdict = ungoverned == nil ? Verdict.allow : .requireReview
    var key: [Int32] = []
    let start = answers.entries.count
    if obstructed[word] & bit != 0 {
      for (place, rule) in outcome.rules.enumerated() {
        if rule.broken[word] & bit != 0 {
          let given = gate.library.rules[rule.number].verdict
          verdict = max(verdict, given)
          answers.entries.append(.init(rule: rule.number, outcome: .broken, verdict: given))
        } else if rule.undecided[word] & bit != 0 {
          let given = gate.library.rules[rule.number].unknown
          verdict = max(verdict, given)
          answers.entries.append(.init(rule: rule.number, outcome: .undecided, verdict: given))
          key.append(Int32(place))
          for column in columnsOfRules[place] {
            key.append(judge.columns.columns[column].codes[row])
          }
        }
      }
    }
    if ungoverned == .noLawForPlace, let placeColumn {
      key += [-1, judge.columns.columns[placeColumn].codes[row]]
    }
    if !key.isEmpty {
      let entries = Array(answers.entries[start...])
      let paths = missing[key] ?? gate.missing(judge.facts(ofRow: row), entries, ungoverned)
      missing[key] = paths
      for path in paths { answers.missing.append(answers.place(ofName: path)) }
    }
    addSegments(row, judge, to: &answers)
    answers.rows.append(
      BlockAnswers.Row(
        record: record, id: id(ofRow: row, judge), verdict: verdict, ungoverned: ungoverned,
        entriesEnd: Int32(answers.entries.count), missingEnd: Int32(answers.missing.count)))
    return true
  }

  private func id(ofRow row: Int, _ judge: ColumnJudge) -> RowID {
    guard tellsIDs else { return .none }
    let place = judge.columns.idPlaces[row]
    if !place.isEmpty { return .json(place) }
    return judge.columns.idText(ofRow: row).map { .text($0) } ?? .none
  }

  private mutating func addSegments(
    _ row: Int, _ judge: ColumnJudge, to answers: inout BlockAnswers
  ) {
    for segment in segments.indices {
      let code = Int(judge.columns.columns[segmentColumns[segment]].codes[row])
      var place = segmentPlaces[segment][code]
      if place < 0 {
        let slot = segments[segment]
        let name = RowJudge.name(ofSlot: slot, judge.facts(ofRow: row).slots[slot], gate)
        place = answers.segments[segment].place(of: name)
        segmentPlaces[segment][code] = place
      }
      answers.segments[segment].codes.append(place)
    }
  }
}
