import AudienceSQL
import Diagnostics
import DocumentTree
import FactsReading
import Foundation
import PolicyCompiler
import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// The shipped library over a hostile audience: on each database the same answer for every row.
@Suite(.serialized)
struct ShippedLibraryTests {
  private static let library = Result { try load() }

  private static func load() throws -> CompiledLibrary {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folders = [root.appending(path: "policies").path]
    var diagnostics: [Diagnostic] = []
    let files = LibraryFolder.files(in: folders, &diagnostics)
    return try #require(LibraryCompiler.compile(files, roots: folders).library)
  }

  /// Campaigns in which different rules are at stake.
  private static let campaigns: [(name: String, text: String)] = [
    (
      "email",
      campaign("message.email", "marketing.communications.email", "consent", "2026-11-23T10:00:00Z")
    ),
    (
      "sms",
      campaign("message.sms", "marketing.communications.sms", "consent", "2026-11-01T08:30:00Z")
    ),
    (
      "voice",
      campaign(
        "message.voice", "x.marketing.communications.voice", "legitimate_interests",
        "2026-03-29T01:00:00Z")
    ),
    (
      "sale",
      campaign(
        "data.sell", "marketing.advertising.third_party", "legitimate_interests",
        "2027-07-01T00:00:00Z")
    ),
    (
      "decision",
      campaign("decision.eligibility", "essential.service", "contract", "2026-11-23T10:00:00Z")
    ),
    ("coarse", campaign("message", "marketing", "consent", "2026-11-23T10:00:00.000000500Z")),
  ]

  private static func campaign(
    _ kind: String, _ purpose: String, _ basis: String, _ now: String
  ) -> String {
    """
    client: {id: ref, child_directed: false}
    now: \(now)
    action:
      kind: \(kind)
      purpose: \(purpose)
      legal_basis: \(basis)
      data: [user.contact.email, user.name.first]
      needs: [user.contact.email, user.name.first]
      data_source: first_party
      collected_for: [essential.service, \(purpose)]
      device_access: none
      similar_products: true
      first_contact: false
      automated: true
      bypasses_suppression: false
      notices: [privacy]
      content:
        has_unsubscribe: true
        sender_identified: true
        has_postal_address: true
        subject_is_misleading: false
        dark_patterns: []
      processing:
        countries: [DE, IE]
        processors: [mail service]
        processor_contract: true
      accountable:
        owner: crm-team
    """
  }

  @Test(arguments: Warehouse.dialects)
  func `queries and the engine agree on every row`(dialect: QueryDialect) throws {
    let library = try Self.library.get()
    var dice = Dice(5)
    let count = FuzzLength.libraries(usual: 150)
    var cases: [(name: String, agreement: Agreement)] = []
    let client = try #require(library.client(named: "ref"))
    for (place, (name, text)) in Self.campaigns.enumerated() {
      // Everything that the library has for two of them: hundreds of rules.
      let gate =
        place % 3 == 2
        ? Gate(everythingOf: library, clientID: "ref") : Gate(library: library, client: client)
      let agreement = try Agreement(text, library, gate, dialect) { paths in
        let hostile = HostileRecipients(
          vocabulary: library.vocabulary, isJSON: dialect == .postgres, paths: paths)
        return (0..<count).map { _ in hostile.recipient(&dice) }
      }
      cases.append((name, agreement))
    }
    defer { for one in cases { one.agreement.removeFile() } }
    guard let answers = try Warehouse(dialect: dialect).run(cases.map(\.agreement.job)) else {
      return
    }
    var verdicts: [String: Int] = [:]
    var open = 0
    for (one, answer) in zip(cases, answers) {
      let differences = one.agreement.differences(answer)
      open += Agreement.open(answer)
      if case .rows(let rows) = answer {
        for row in rows { verdicts[row.verdict ?? "left to gate", default: 0] += 1 }
      }
      let agrees = differences.isEmpty
      #expect(
        agrees,
        "\(one.name): \(differences.count)\n\(differences.prefix(2).joined(separator: "\n"))")
    }
    print(
      "\(dialect.rawValue): \(verdicts.sorted { $0.key < $1.key }), \(open) with residual rules")
    // A corpus in which something never happens shows nothing of it.
    for verdict in ["allow", "deny", "require-review", "rejected"] {
      #expect(verdicts[verdict, default: 0] > 0, "\(verdict)")
    }
  }
}
