import Foundation
import Testing

/// What may be asked of an audience, and what its campaign may say of columns in JSON.
struct AudienceOptionTests {
  @Test(arguments: ["before", "between", "after"])
  func `a campaign in JSON says what columns are`(place: String) throws {
    let rows = ["key,country,zone,sent,notes", "a,DE,Europe/Berlin,1,x", "d,DE,Europe/Berlin,9,y"]
    let folder = try Audience.folder(rows, file: "all.csv")
    let columns = """
      "columns": {"key": "id", "country": "location", "zone": "recipient.timezone",
        "sent": {"is": "messages_last_week", "empty": "unknown"}, "notes": "ignore"}
      """
    var members = [
      #""client": "acme""#, #""now": "2026-11-23T10:00:00Z""#,
      #""action": {"kind": "message.email", "purpose": "service", "has_unsubscribe": true, "discount": 0}"#,
    ]
    members.insert(columns, at: try #require(["before": 0, "between": 1, "after": 3][place]))
    try folder.write("{" + members.joined(separator: ",\n") + "}\n", to: "campaign.json")
    let run = try Command.run(
      ["gate", "campaign.json", "--audience", "all.csv", "--out", "out"], in: folder)
    #expect(run.code == 1, "\(run.errors)")
    #expect(try folder.read("out/allowed.csv") == rows[0] + "\n" + rows[1] + "\n")
  }

  @Test(arguments: [
    (#"{"columns": {"a": "id"}, "columns": {"b": "id"}}"#, "duplicate-key"),
    (#"{"columns": {"a": "id", "a": "location"}}"#, "duplicate-key"),
    (#"{"columns": {"a": "id"},}"#, "json-syntax"), (#"{"columns": "a"}"#, "bad-column"),
    (#"{"columns": null}"#, "bad-column"), (#"{"columns": {"a": ["id"]}}"#, "bad-column"),
    (#"{"columns": {"a": {"is": "id", "empty": "maybe"}}}"#, "bad-column"),
  ])
  func `mistakes among the columns of a campaign in JSON are told once`(
    campaign: String, code: String
  ) throws {
    let folder = try Audience.folder(["a", "x"], file: "all.csv")
    try folder.write(campaign, to: "campaign.json")
    let run = try Command.run(["gate", "campaign.json", "--audience", "all.csv"], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[\(code)]"), "\(run.errors)")
    #expect(run.errors.contains("1 error;"), "\(run.errors)")
    #expect(!run.errors.contains("unknown-fact"), "\(run.errors)")
  }

  @Test(arguments: [
    (["--audience", "all.ndjson", "--out", ""], "--out takes the name of a folder"),
    (["--audience", "all.ndjson", "--explain-plan", "--out", "out"], "--out does not go with it"),
    (["--audience", "all.ndjson", "--explain-plan", "--format", "json"], "told as text"),
    (["--audience", "all.ndjson", "--only", "a-1", "--strict"], "--strict does not go with it"),
    (["--audience", "all.ndjson", "--only", "a-1", "--format", "html"], "not with --only"),
    (["--unique-ids"], "--unique-ids goes with --audience"),
    (["--explain-plan"], "--explain-plan goes with --audience"),
    (["--audience", "all.txt"], "--audience-format"),
  ])
  func `options that mean nothing together are refused`(options: [String], words: String) throws {
    let folder = try Audience.folder([Audience.allowed])
    let run = try Command.run(["gate", "campaign.yaml"] + options, in: folder)
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder["out"].path))
  }

  @Test func `a campaign is no stream`() throws {
    let folder = try Audience.folder([Audience.allowed])
    let run = try Command.run(
      ["gate", "-", "--audience", "all.ndjson"], in: folder, input: Audience.campaign)
    #expect(run.code == 2)
    #expect(run.errors.contains("a campaign is one action"), "\(run.errors)")
  }

  @Test func `long values are cut in the text, and whole in the report`() throws {
    let zone = "Zone/" + String(repeating: "é", count: 90)
    let folder = try Audience.folder([Audience.row("a", timezone: zone)])
    let text = try Audience.gate(folder, "all.ndjson", ["--by", "timezone"]).output
    #expect(text.contains("Zone/ééé"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(text)")
    let json = try Audience.gate(folder, "all.ndjson", ["--by", "timezone", "--format", "json"])
    #expect(json.output.contains(zone))
  }

  @Test func `a plan says what is decided once, what by value, what together, and what row by row`()
    throws
  {
    let folder = try Audience.folder([Audience.allowed])
    let rules = """

        - rule: own-hour
          cite: house
          when: action.kind.within("message")
          forbid: recipient.messages_last_week > recipient.age
          because: B.
        - rule: asked
          cite: house
          when: action.kind.within("message")
          require: 'recipient.customer ? "marketing.email" in recipient.consents : true'
          because: B.
        - rule: lenient
          cite: house
          when: action.kind.within("message")
          forbid: recipient.customer
          unknown: allow
          because: B.
        - rule: cards
          cite: house
          when: action.purpose.within("marketing")
          forbid: recipient.customer
          because: B.

      """
    let values = "policies/house/values.yaml"
    try folder.write(try folder.read(values) + rules, to: values)
    let plan = try Audience.gate(folder, "all.ndjson", ["--explain-plan"])
    #expect(plan.code == 0, "\(plan.errors)")
    try GoldenFile("plan.txt").check(plan.output)
    // Cells are looked up one by one.
    let ofCells = try Audience.gate(
      folder, "all.ndjson", ["--audience-format", "csv", "--explain-plan"])
    try GoldenFile("plan.csv.txt").check(ofCells.output)
  }
}
