import CEL
import FactsReading
import PolicyEngine
import PolicyModel
import TestSupport
import Testing

@testable import AudienceEvaluation

/// Columns and rows answer alike: for random libraries, campaigns and recipients, with unknowns, coarse
/// terms, nulls, errors and bad rows among them.
struct ColumnAgreementTests {
  /// Libraries a seed; `SCRUPLE_FUZZ` asks for a longer run.
  private static let libraries = FuzzLength.libraries(usual: 10)

  @Test(arguments: 0..<4)
  func `columns and single decisions agree on every row`(seed: UInt64) throws {
    var dice = Dice(seed)
    for _ in 0..<Self.libraries {
      let policies = RandomPolicies(&dice)
      let small = try SmallLibrary(policies.yaml)
      let gate = try small.gate()
      for _ in 0..<3 {
        let campaign = try small.facts(Self.campaign(RandomFacts(&dice).tree))
        let recipients = (0..<60).map { _ in Self.recipient(&dice) }
        if try !Self.agree(recipients, campaign, small, gate) {
          Issue.record("\(policies.yaml)")
          return
        }
      }
    }
  }

  private static func agree(
    _ rows: [String], _ campaign: Facts, _ small: SmallLibrary, _ gate: Gate
  ) throws -> Bool {
    let found = RecipientReader(FactsReader(small.library), onto: campaign, path: "rows")
    let reader = try #require(found)
    let prepared = try gate.prepare(campaign, at: nil, clock: nil)
    let residue = try #require(Residue(gate, prepared))
    let place = gate.locationSlot.map { [$0] } ?? []
    let columns = try #require(ColumnJudge(residue, reader, alsoNeeded: place))
    func judge(_ pool: ColumnJudgePool?) -> BlockAnswers {
      let judge = BlockJudge(
        gate: gate, reader: reader, at: nil, clock: nil, segments: place,
        writer: PieceWriter(small.library), examples: ExampleCollector(), wantsIDs: false,
        instant: "", pool: pool)
      let block = RecordBlocks.Block(text: rows.joined(separator: "\n"))
      // Twice, so that what the first block left behind is used.
      _ = judge.answers(to: block, from: 0)
      return judge.answers(to: block, from: 0)
    }
    let byRows = judge(nil)
    let byColumns = judge(ColumnJudgePool(columns))
    #expect(byRows.rejected.map(\.line) == byColumns.rejected.map(\.line))
    try #require(byRows.rows.count == byColumns.rows.count)
    for row in byRows.rows.indices {
      let wanted = Self.told(byRows, row)
      let got = Self.told(byColumns, row)
      #expect(got == wanted, "\(rows[byRows.rows[row].record.line - 1])")
      if got != wanted { return false }
    }
    return true
  }

  /// Everything that is said of a row, as text.
  private static func told(_ answers: BlockAnswers, _ row: Int) -> String {
    let found = answers.rows[row]
    let entries = answers.entries(of: row).map { "\($0.rule) \($0.outcome) \($0.verdict)" }
    let missing = answers.missing(of: row).map { answers.names[Int($0)] }
    let places = answers.segments.map { $0.names[Int($0.codes[row])] }
    let reason = found.ungoverned.map { "\($0)" } ?? ""
    return "line \(found.record.line) \(found.verdict) \(reason) \(entries) \(missing) \(places)"
  }

  private static func campaign(_ tree: RandomFacts.Tree) -> String {
    guard case .object(let members) = tree else { return "{}" }
    return RandomFacts.Tree.object(members.filter { $0.name != "recipient" }).json
  }

  /// A row; one in ten is no recipient at all.
  private static func recipient(_ dice: inout Dice) -> String {
    if dice.chance(10) {
      return dice.pick([
        "{\"vip\": 1}", "{\"colour\": true}", "{\"location\": \"XX\"}", "{", "[]",
        "{\"vip\": true,}",
        "{\"vip\": true, \"vip\": true}", "{\"v\\u0069p\": true}", "{\"vip\": true} 1",
        "{\"location\": \"D\\u0045\"}", "{\"vip\": null}", "{\"vip\" : true , \"location\":\"DE\"}",
      ])
    }
    while true {
      if let recipient = RandomFacts(&dice).tree["recipient"] { return recipient.json }
    }
  }
}
