package import PolicyEngine
package import PolicyModel

/// What can become of a row: rows with the same outcome share it, and are counted and written by its
/// number.
package struct RowOutcome: Sendable {
  package let verdict: Verdict
  package let ungoverned: Ungoverned?
  /// The broken and undecided rules, in the library's order.
  package let entries: [Judgement.Entry]
  /// Rules that a waiver kept out of the way.
  package let waived: [Int]
  /// What is not known and left something open, as places in the table's names.
  package let missing: [Int32]
}

/// The outcomes that rows have had, each once.
package struct OutcomeTable: Sendable {
  package private(set) var outcomes: [RowOutcome] = []
  /// By outcome: its verdict.
  private(set) var verdicts: [Verdict] = []
  /// What lines of the decisions say behind the id, one outcome behind another, and where they end.
  private(set) var texts: [UInt8] = []
  private(set) var textEnds: [Int32] = [0]
  /// The facts that are missing somewhere, each once.
  package private(set) var names: [String] = []
  private var numbers: [[Int32]: Int32] = [:]
  private var placesOfNames: [String: Int32] = [:]
  private let writer: PieceWriter
  private static let most = 1 << 14

  init(_ writer: PieceWriter) { self.writer = writer }

  /// Whether there are so many that it is better to begin anew.
  var isFull: Bool { outcomes.count > Self.most }

  mutating func removeAll() { self = OutcomeTable(writer) }

  /// The number of an outcome.
  mutating func number(
    _ verdict: Verdict, _ ungoverned: Ungoverned?, _ entries: [Judgement.Entry], waived: [Int],
    missing paths: [String]
  ) -> Int32 {
    let missing = paths.map { place(ofName: $0) }
    var key: [Int32] = [ungoverned == nil ? 0 : ungoverned == .noRuleApplies ? 1 : 2]
    key.reserveCapacity(entries.count + missing.count + 4)
    for entry in entries {
      let verdict: Int32 = entry.verdict == .deny ? 0 : entry.verdict == .requireReview ? 1 : 2
      key.append(Int32(entry.rule) << 3 | verdict << 1 | (entry.outcome == .broken ? 1 : 0))
    }
    key.append(-1)
    for rule in waived { key.append(Int32(rule)) }
    key.append(-1)
    key += missing
    if let known = numbers[key] { return known }
    let number = Int32(outcomes.count)
    numbers[key] = number
    outcomes.append(
      RowOutcome(
        verdict: verdict, ungoverned: ungoverned, entries: entries, waived: waived,
        missing: missing))
    verdicts.append(verdict)
    texts += writer.text(verdict, ungoverned, entries)
    textEnds.append(Int32(texts.count))
    return number
  }

  private mutating func place(ofName name: String) -> Int32 {
    if let place = placesOfNames[name] { return place }
    let place = Int32(names.count)
    placesOfNames[name] = place
    names.append(name)
    return place
  }
}
