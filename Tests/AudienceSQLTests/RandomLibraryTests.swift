import AudienceSQL
import FactsReading
import PolicyModel
import TestSupport
import Testing

/// Random libraries, campaigns and recipients: a query says of each row what the engine says, but for
/// rows that it leaves to the engine.
@Suite(.serialized)
struct RandomLibraryTests {
  private static let libraries = FuzzLength.libraries(usual: 12)

  @Test(arguments: Warehouse.dialects)
  func `queries and the engine agree on every row`(dialect: QueryDialect) throws {
    var dice = Dice(71)
    var cases: [(agreement: Agreement, library: String)] = []
    for _ in 0..<(dialect == .spark ? min(Self.libraries, 6) : Self.libraries) {
      let policies = RandomPolicies(&dice)
      let small = try SmallLibrary(policies.yaml)
      let gate = try small.gate()
      for _ in 0..<2 {
        let campaign = Self.campaign(RandomFacts(&dice).tree)
        let agreement = try Agreement(campaign, small.library, gate, dialect) { _ in
          (0..<60).map { _ in Self.recipient(&dice) }
        }
        cases.append((agreement, policies.yaml))
      }
    }
    defer { for one in cases { one.agreement.removeFile() } }
    guard let answers = try Warehouse(dialect: dialect).run(cases.map(\.agreement.job)) else {
      return
    }
    var open = 0
    for (one, answer) in zip(cases, answers) {
      let differences = one.agreement.differences(answer)
      open += Agreement.open(answer)
      if !differences.isEmpty {
        Issue.record(
          "\(differences.prefix(3).joined(separator: "\n"))\n\(one.agreement.query.text)\n\(one.library)"
        )
        return
      }
    }
    let total = cases.count * 60
    print("\(dialect.rawValue): \(open) of \(total) rows were left to `gate`")
    #expect(open < total / 3)
  }

  private static func campaign(_ tree: RandomFacts.Tree) -> String {
    guard case .object(let members) = tree else { return "{}" }
    return RandomFacts.Tree.object(members.filter { $0.name != "recipient" }).json
  }

  private static func recipient(_ dice: inout Dice) -> String {
    while true {
      if let recipient = RandomFacts(&dice).tree["recipient"] { return recipient.json }
    }
  }
}
