import Foundation
import Testing

/// `scruple gate CAMPAIGN --audience RECIPIENTS`: the partition, its files, its exit code.
struct AudienceTests {
  @Test(arguments: [
    ([Audience.allowed], 0), ([Audience.allowed, Audience.reviewed], 3),
    ([Audience.reviewed, Audience.denied], 1), ([Audience.ungoverned], 3),
    ([Audience.denied, Audience.broken], 2), ([Audience.allowed, Audience.broken], 2),
  ])
  func `the worst row decides the exit code`(rows: [String], code: Int) throws {
    let folder = try Audience.folder(rows)
    #expect(try Audience.gate(folder).code == code)
  }

  @Test func `each row goes to its part, in the input's order and form`() throws {
    let rows = [
      Audience.reviewed, Audience.allowed, Audience.broken, Audience.denied, Audience.row("a-2"),
    ]
    let folder = try Audience.folder(rows, file: "all.jsonl")
    let run = try Audience.gate(folder, "all.jsonl", ["--out", "some/out"])
    #expect(run.code == 2)
    #expect(run.errors == "")
    #expect(try folder.read("some/out/allowed.jsonl") == rows[1] + "\n" + rows[4] + "\n")
    #expect(try folder.read("some/out/denied.jsonl") == rows[3] + "\n")
    #expect(try folder.read("some/out/to-review.jsonl") == rows[0] + "\n")
    let decisions = try folder.read("some/out/decisions.ndjson")
    #expect(
      decisions == """
        {"line":1,"id":"r-1","verdict":"require-review","rules":["values/quiet-hours"]}
        {"line":2,"id":"a-1","verdict":"allow","rules":[]}
        {"line":4,"id":"d-1","verdict":"deny","rules":["values/frequency-cap"]}
        {"line":5,"id":"a-2","verdict":"allow","rules":[]}

        """)
    let rejected = try folder.read("some/out/rejected.ndjson")
    #expect(rejected.hasPrefix(#"{"line":3,"reasons":[{"code":"unknown-fact","#))
    #expect(rejected.contains("recipient.colour"))
  }

  @Test func `a row without any fact is judged, and not allowed`() throws {
    let folder = try Audience.folder(["{}"])
    #expect(try Audience.gate(folder).code == 3)
  }

  @Test(arguments: ["\n", "\r\n"])
  func `CSV keeps its header, its quotes and its line ends`(end: String) throws {
    let header = "\u{FEFF}id,location,timezone,messages_last_week,age"
    let rows = [
      header, "\"d,1\",DE,Europe/Berlin,9,40", "\"a\n1\",DE-BE,Europe/Berlin,1,40", "",
      "r-1,DE,,1,40", "b-1,DE", "\"b-2,DE", "b-3,DE,Europe/Berlin,many,40",
    ]
    let folder = try Audience.folder(rows, file: "all.csv", end: end)
    let run = try Audience.gate(folder, "all.csv", ["--out", "out"])
    #expect(run.code == 2)
    let kept = String(header.dropFirst()) + end
    #expect(try folder.read("out/denied.csv") == kept + rows[1] + end)
    #expect(try folder.read("out/allowed.csv") == kept + rows[2] + end)
    #expect(try folder.read("out/to-review.csv") == kept + rows[4] + end)
    let decisions = try folder.read("out/decisions.ndjson").split(separator: "\n")
    #expect(decisions.count == 3)
    #expect(decisions[1].contains(#""id":"a\n1","verdict":"allow""#))
    let rejected = try folder.read("out/rejected.ndjson").split(separator: "\n")
    #expect(rejected.map { $0.prefix(9) } == ["{\"line\":7", "{\"line\":8", "{\"line\":9"])
  }

  @Test func `NDJSON with a byte order mark, CR LF, blank lines and no last line end`() throws {
    let folder = try Audience.folder([])
    try folder.write(
      "\u{FEFF}" + Audience.allowed + "\r\n\r\n  \r\n" + Audience.denied, to: "all.ndjson")
    let run = try Audience.gate(folder, "all.ndjson", ["--out", "out"])
    #expect(run.code == 1)
    #expect(run.output.contains("the last line has no line end"))
    #expect(try folder.read("out/allowed.ndjson") == Audience.allowed + "\r\n")
    #expect(try folder.read("out/denied.ndjson") == Audience.denied + "\n")
  }

  @Test func `a truncated last line is rejected`() throws {
    let folder = try Audience.folder([])
    try folder.write(Audience.allowed + "\n" + Audience.row("x").dropLast(4), to: "all.ndjson")
    let run = try Audience.gate(folder, "all.ndjson", ["--out", "out"])
    #expect(run.code == 2)
    #expect(try folder.read("out/rejected.ndjson").contains("\"line\":2"))
    #expect(try folder.read("out/allowed.ndjson") == Audience.allowed + "\n")
  }

  @Test func `a line beyond a million bytes is rejected, and the next one is judged`() throws {
    let long = "{\"id\": \"" + String(repeating: "x", count: 3_000_000) + "\"}"
    let folder = try Audience.folder([Audience.allowed, long, Audience.denied])
    let run = try Audience.gate(folder, "all.ndjson", ["--out", "out"])
    #expect(run.code == 2)
    #expect(try folder.read("out/rejected.ndjson").contains("line-too-long"))
    #expect(try folder.read("out/decisions.ndjson").contains("\"line\":3"))
  }

  @Test(arguments: ["", "\n\n", "\u{FEFF}"])
  func `an empty audience is a fault`(text: String) throws {
    let folder = try Audience.folder([])
    try folder.write(text, to: "all.ndjson")
    let run = try Audience.gate(folder, "all.ndjson", ["--out", "out"])
    #expect(run.code == 2)
    #expect(run.errors.contains("error[no-recipients]"))
    #expect(!FileManager.default.fileExists(atPath: folder["out/report.json"].path))
  }

  @Test func `the standard input needs to say its form`() throws {
    let folder = try Audience.folder([])
    #expect(try Audience.gate(folder, "-", input: Audience.allowed).code == 2)
    let run = try Audience.gate(
      folder, "-", ["--audience-format", "ndjson", "--out", "out"], input: Audience.denied)
    #expect(run.code == 1)
    #expect(try folder.read("out/denied.ndjson") == Audience.denied + "\n")
  }

  @Test func `a strict run ends at the first row that is rejected, and leaves nothing`() throws {
    let folder = try Audience.folder([Audience.allowed, Audience.broken, Audience.broken])
    let run = try Audience.gate(folder, "all.ndjson", ["--strict", "--out", "out"])
    #expect(run.code == 2)
    #expect(run.errors.contains("all.ndjson:2"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["out"].path) == [])
  }

  @Test func `ids that stand twice are found`() throws {
    let rows = [Audience.row("x"), Audience.row("y"), Audience.row("x"), Audience.row("x")]
    let folder = try Audience.folder(rows)
    let run = try Audience.gate(folder, "all.ndjson", ["--unique-ids"])
    #expect(run.code == 2)
    #expect(run.output.contains("x  lines 1, 3, 4"))
    #expect(try Audience.gate(folder).code == 0)
  }

  @Test func `the decision for one recipient is that of the same facts alone`() throws {
    let folder = try Audience.folder([Audience.allowed, Audience.denied, Audience.reviewed])
    for (id, row) in [("d-1", Audience.denied), ("r-1", Audience.reviewed)] {
      let only = try Audience.gate(folder, "all.ndjson", ["--only", id, "--format", "json"])
      try folder.write(Audience.campaign + "recipient: " + row + "\n", to: "one.yaml")
      let one = try Command.run(["gate", "one.yaml", "--format", "json"], in: folder)
      #expect(only.output == one.output)
      #expect(only.code == one.code)
    }
    #expect(try Audience.gate(folder, "all.ndjson", ["--only", "z"]).code == 2)
  }

  @Test func `sensitive values stay inside, and are no segments`() throws {
    let folder = try Audience.folder([Audience.row("c", week: 9)])
    try folder.replace("service", by: "marketing.email", in: "campaign.yaml")
    try folder.write(
      Audience.row("child", week: 9).replacing("40", with: "7"), to: "all.ndjson")
    let run = try Audience.gate(folder, "all.ndjson", ["--format", "json"])
    #expect(run.output.contains("\"value\": \"(withheld)\""))
    #expect(!run.output.contains("\"value\": \"7\""))
    let by = try Audience.gate(folder, "all.ndjson", ["--by", "age"])
    #expect(by.code == 2)
    #expect(by.errors.contains("error[bad-segment]"))
  }

  @Test func `verdicts are counted by a column that is asked for`() throws {
    let folder = try Audience.folder([Audience.allowed, Audience.denied, Audience.reviewed])
    let run = try Audience.gate(folder, "all.ndjson", ["--by", "timezone"])
    #expect(run.output.contains("recipient.timezone"))
    #expect(run.output.firstMatch(of: #/Europe/Berlin +2 +1 +1 +0/#) != nil)
    #expect(run.output.firstMatch(of: #/\(not known\) +1 +0 +0 +1/#) != nil)
  }

  @Test(arguments: [
    ("recipient: {location: DE}\n", "campaign-recipient"),
    ("columns: {id: [1]}\n", "bad-column"), ("columns: {nothing: location}\n", "unknown-column"),
  ])
  func `a campaign that says too much is refused`(more: String, code: String) throws {
    let folder = try Audience.folder(["id,location", "a,DE"], file: "all.csv")
    try folder.write(Audience.campaign + more, to: "campaign.yaml")
    let run = try Audience.gate(folder, "all.csv")
    #expect(run.code == 2)
    #expect(run.errors.contains("error[\(code)]"))
  }

  @Test(arguments: [
    ("id,colour", "unknown-column"), ("id,id", "duplicate-column"), ("consents", "unknown-column"),
    ("\"id", "csv-syntax"), ("id,locaton", "did you mean `location`"),
  ])
  func `a header that says nothing true is refused`(header: String, code: String) throws {
    let folder = try Audience.folder([header, "a,b"], file: "all.csv")
    let run = try Audience.gate(folder, "all.csv")
    #expect(run.code == 2)
    #expect(run.errors.contains(code), "\(run.errors)")
  }

  @Test func `a campaign says what columns are`() throws {
    let rows = [
      "key;country,zone,sent,notes,marketing given".replacing(";", with: ","),
      "a,DE,Europe/Berlin,1,x,true", "b,DE,Europe/Berlin,1,y,",
    ]
    let folder = try Audience.folder(rows, file: "all.csv")
    try folder.write(
      Audience.campaign + """
        columns:
          key: id
          country: location
          zone: recipient.timezone
          sent: messages_last_week
          notes: ignore
          marketing given: consents[marketing].granted

        """, to: "campaign.yaml")
    let run = try Audience.gate(folder, "all.csv", ["--out", "out"])
    #expect(run.code == 0, "\(run.errors)")
    #expect(try folder.read("out/allowed.csv") == rows.joined(separator: "\n") + "\n")
  }

  @Test func `a page shows what stands in the file, and obeys none of it`() throws {
    let row = Audience.denied.replacing("d-1", with: "\u{202E}x<b>&")
    let page = try Audience.gate(try Audience.folder([row]), "all.ndjson", ["--format", "html"])
    #expect(page.code == 1)
    #expect(page.output.contains("\u{FFFD}x&lt;b&gt;&amp;&quot;"))
    #expect(!page.output.contains("\u{202E}"))
  }
}
