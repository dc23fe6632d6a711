import TestSupport
import Testing

/// Columns and rows answer alike: for random libraries, campaigns and recipients, with unknowns, coarse
/// terms, nulls, errors and bad rows among them.
struct ColumnAgreementTests {
  /// Libraries a seed; `SCRUPLE_FUZZ` asks for a longer run.
  private static let libraries = FuzzLength.libraries(usual: 10)
  private static let rows = FuzzLength.rows(usual: 60)

  @Test(arguments: 0..<4)
  func `columns and single decisions agree on every row`(seed: UInt64) throws {
    var dice = Dice(seed)
    for _ in 0..<Self.libraries {
      let policies = RandomPolicies(&dice)
      let small = try SmallLibrary(policies.yaml)
      let gate = try small.gate()
      for _ in 0..<3 {
        let campaign = try small.facts(Self.campaign(RandomFacts(&dice).tree))
        let recipients = (0..<Self.rows).map { _ in Self.recipient(&dice) }
        let agreement = Agreement(library: small, gate: gate, campaign: campaign)
        if try !agreement.holds(for: recipients).holds {
          Issue.record("\(policies.yaml)")
          return
        }
      }
    }
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
