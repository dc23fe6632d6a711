import Foundation
import Testing

/// `scruple sql CAMPAIGN`: what is written, and what is said of mistakes.
///
/// That the queries say what the engine says is asked of real databases in `AudienceSQLTests`.
struct SQLTests {
  private static func sql(
    _ arguments: [String], campaign: String = Audience.campaign
  ) throws -> Command.Run {
    let folder = try Folder.withPolicies()
    try folder.write(campaign, to: "campaign.yaml")
    return try Command.run(["sql"] + arguments, in: folder)
  }

  /// The zones of a list differ from one release of the time zones to the next.
  private static func withoutZones(_ text: String) -> String {
    text.replacing(#/\(\s*'Africa/Abidjan'[^)]*\)/#, with: "('Africa/Abidjan', …)")
      .replacing(#/\(\s*'America/[^)]*\)/#, with: "('America/…')")
      .replacing(#/\(\s*'Antarctica/[^)]*\)/#, with: "('Antarctica/…')")
  }

  @Test(arguments: ["duckdb", "postgres", "spark"])
  func `a query and its table`(dialect: String) throws {
    let query = try Self.sql(["campaign.yaml", "--dialect", dialect])
    #expect(query.code == 0)
    #expect(query.errors == "")
    try GoldenFile("sql.\(dialect).txt").check(Self.withoutZones(query.output))
    let schema = try Self.sql(["campaign.yaml", "--dialect", dialect, "--schema"])
    #expect(schema.code == 0)
    try GoldenFile("sql.\(dialect).schema.txt").check(schema.output)
  }

  @Test func `names are quoted, whatever they hold`() throws {
    let run = try Self.sql(
      [
        "campaign.yaml", "--dialect", "duckdb", "--table", "crm.it's \"new\"; --", "--key",
        "a\"b",
      ],
      campaign: Audience.campaign + "columns: {'p\"l': location, notes: ignore}\n")
    #expect(run.code == 0)
    #expect(run.output.contains(#"FROM "crm"."it's ""new""; --""#))
    #expect(run.output.contains(#""a""b" AS "row key""#))
    #expect(run.output.contains(#""p""l""#))
    #expect(!run.output.contains("notes"))
  }

  @Test(arguments: [
    (["campaign.yaml", "--dialect", "oracle"], "oracle"),
    (["campaign.yaml"], "--dialect"),
    (["campaign.yaml", "--dialect", "spark", "--table", "a..b"], "a..b"),
    (["campaign.yaml", "--dialect", "spark", "--table", ""], "--table"),
    (["campaign.yaml", "--dialect", "spark", "--table", "a.b.c.d"], "a.b.c.d"),
    (["campaign.yaml", "--dialect", "spark", "--key", "a\nb"], "--key"),
    (["nowhere.yaml", "--dialect", "spark"], "nowhere.yaml"),
    (["campaign.yaml", "--dialect", "spark", "--client", "nobody"], "nobody"),
  ])
  func `a wrong command line ends with 2, and says what is wrong`(
    arguments: [String], words: String
  ) throws {
    let run = try Self.sql(arguments)
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test(arguments: [
    (Audience.campaign + "recipient: {location: DE}\n", "campaign-recipient"),
    (Audience.campaign + "columns: {a: location, b: location}\n", "duplicate-column"),
    (Audience.campaign + "columns: {a: nowhere}\n", "not-a-column"),
    (Audience.campaign + "colums: {a: location}\n", "unknown-fact"),
    ("client: acme\naction: {kind: [\n", "yaml"),
  ])
  func `a campaign's mistakes are told with their place`(campaign: String, code: String) throws {
    let run = try Self.sql(["campaign.yaml", "--dialect", "duckdb"], campaign: campaign)
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.errors.contains(code), "\(run.errors)")
    #expect(run.errors.contains("campaign.yaml:"), "\(run.errors)")
  }

  @Test func `where the clock gives the instant, it is said`() throws {
    let run = try Self.sql(
      ["campaign.yaml", "--dialect", "duckdb"],
      campaign: Audience.campaign.replacing("now: 2026-11-23T10:00:00Z\n", with: ""))
    #expect(run.code == 0)
    #expect(run.errors.contains("judged by the clock"))
  }
}
