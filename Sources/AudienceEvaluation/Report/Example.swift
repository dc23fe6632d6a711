import FactsReading
import PolicyEngine
package import PolicyModel

/// One recipient for whom a rule stood in the way, with the reasons as a decision tells them.
package struct Example: Sendable {
  package let line: Int
  /// As decisions show it; nil where it is not stated.
  package let id: String?
  package let because: String
  /// The facts that were stated and read; sensitive values are withheld.
  package let facts: [FactFinding]

  /// A row that is to be told as an example.
  struct Row: Sendable {
    let rule: Int
    let record: RecordCutter.Record
    /// The record by itself.
    let bytes: [UInt8]
  }
}

/// Keeps the first rows for which each rule stood in the way.
struct ExampleCollector: Sendable {
  /// How many a rule has.
  static let most = 3
  /// Longer rows are no examples.
  private static let longest = 1 << 16

  /// The first rows of a block by rule, in the order of the block.
  func rows(_ answers: BlockAnswers, of bytes: [UInt8]) -> [Example.Row] {
    var counts: [Int: Int] = [:]
    var rows: [Example.Row] = []
    let outcomes = answers.outcomes.outcomes
    // Of rows with one outcome the first few are looked at: the rules are the same.
    var left = outcomes.map { $0.verdict == .allow ? 0 : Self.most }
    for row in answers.rows where left[Int(row.outcome)] > 0 {
      if row.record.whole.count > Self.longest { continue }
      left[Int(row.outcome)] -= 1
      for entry in outcomes[Int(row.outcome)].entries where entry.verdict != .allow {
        let count = counts[entry.rule, default: 0]
        guard count < Self.most else { continue }
        counts[entry.rule] = count + 1
        let contents = row.record.contents
        rows.append(
          Example.Row(
            rule: entry.rule,
            record: row.record.alone,
            bytes: Array(bytes[contents])))
      }
    }
    return rows
  }
}

/// Tells examples with the full explanation of their rules; a row that is one of many rules is decided once.
struct ExampleTeller {
  let judge: BlockJudge
  /// By line: what was stated, and the decision.
  private var decided: [Int: (facts: PreparedFacts, decision: Decision)] = [:]

  init(_ judge: BlockJudge) { self.judge = judge }

  mutating func example(_ row: Example.Row) -> Example? {
    let gate = judge.gate
    guard let (facts, decision) = decided[row.record.line] ?? decide(row) else { return nil }
    let name = gate.library.rules[row.rule].name
    guard let citation = decision.citations.first(where: { $0.rule == name }) else { return nil }
    var found: [FactFinding] = []
    for fact in citation.atoms.flatMap(\.facts)
    where fact.fact.hasPrefix("recipient.") && !found.contains(fact) {
      found.append(fact)
    }
    let idSlot = gate.library.vocabulary.slot(of: "recipient.id")
    let id = idSlot.flatMap { slot -> String? in
      guard facts.origins[slot] == .stated else { return nil }
      return gate.text(ofSlot: slot, facts.slots[slot])
    }
    return Example(line: row.record.line, id: id, because: citation.because, facts: found)
  }

  private mutating func decide(
    _ row: Example.Row
  ) -> (facts: PreparedFacts, decision: Decision)? {
    let rows = RowJudge(
      gate: judge.gate, reader: judge.reader, at: judge.at, clock: judge.clock, segments: [])
    guard case .success(let facts) = rows.prepare(row.record, of: row.bytes) else { return nil }
    let decision = judge.gate.decide(facts)
    decided[row.record.line] = (facts, decision)
    return (facts, decision)
  }
}
