import Foundation
import Testing

/// The schemas of `docs/schemas` against what the command really writes and reads.
@Suite(
  .enabled(
    if: SchemaValidator.isThere || SchemaValidator.isDemanded,
    "python3's jsonschema is missing (Debian: python3-jsonschema)"))
struct SchemaTests {
  @Test func `every decision is as its schema says`() throws {
    let folder = try Folder.withPolicies()
    var files: [String] = []
    let requests = [Requests.allowed, Requests.denied, Requests.reviewed, Self.ungoverned]
    for (number, facts) in requests.enumerated() {
      try folder.write(facts, to: "facts.yaml")
      let run = try Command.run(["gate", "facts.yaml", "--format", "json"], in: folder)
      #expect(run.code != 2)
      try folder.write(run.output, to: "\(number).json")
      files.append("\(number).json")
    }
    try SchemaValidator.check(files, against: "decision", isExact: true, in: folder)
  }

  @Test func `every line is as its schema says, also where it is rejected`() throws {
    let folder = try Folder.withPolicies()
    let lines = [
      Requests.allowedLine, Requests.brokenLine, Requests.deniedLine, "{", Requests.reviewedLine,
      Requests.line(client: nil), "\"\u{7F}\"",
    ]
    let run = try Command.run(
      ["gate", "-", "--format", "json"], in: folder, input: lines.joined(separator: "\n"))
    #expect(run.output.split(separator: "\n").count == lines.count)
    try folder.write(run.output, to: "lines.ndjson")
    try SchemaValidator.check(["lines.ndjson"], against: "decision", isExact: true, in: folder)
  }

  @Test func `a decision with more or less than its schema says is refused`() throws {
    let folder = try Folder.withPolicies()
    let run = try Command.run(
      ["gate", "-", "--format", "json"], in: folder, input: Requests.deniedLine)
    let changes = [
      ("\"notice\"", "\"note\""), ("\"broken\"", "\"not-applicable\""), ("\"deny\"", "\"no\""),
      ("\"format\":1", "\"format\":2"), ("\"format\": 1", "\"format\": 2"),
    ]
    for (old, new) in changes where run.output.contains(old) {
      try folder.write(run.output.replacingOccurrences(of: old, with: new), to: "bad.json")
      let result = try SchemaValidator.run(
        ["bad.json"], against: "decision", isExact: true, in: folder)
      #expect(result.code == 1, "\(old)")
    }
  }

  @Test func `a forecast is as its schema says`() throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.allowed, to: "facts.yaml")
    let run = try Command.run(
      ["forecast", "facts.yaml", "--until", "2027-01-02", "--format", "json"], in: folder)
    #expect(run.code == 1, "\(run.errors)")
    try folder.write(run.output, to: "forecast.json")
    try SchemaValidator.check(["forecast.json"], against: "forecast", isExact: false, in: folder)
  }

  @Test(arguments: ["2026-11-01", "2026-11-23", "2026-12-05"])
  func `waivers are as their schema says, on days before, in and after them`(day: String) throws {
    let folder = try Folder()
    let policies = Project.root.appending(path: "policies").path
    let run = try Command.run(
      ["waivers", "--at", day, "--policies", policies, "--format", "json"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("launch-week"))
    try folder.write(run.output, to: "waivers.json")
    try SchemaValidator.check(["waivers.json"], against: "waivers", isExact: true, in: folder)
    try folder.write(
      run.output.replacingOccurrences(of: "\"days_left\"", with: "\"days\""), to: "bad.json")
    let bad = try SchemaValidator.run(
      ["bad.json"], against: "waivers", isExact: true, in: folder)
    #expect(bad.code == 1)
  }

  @Test(
    .enabled(if: VerificationTests.isInstalled, "Z3 is not installed: apt-get install z3"),
    arguments: [
      ("verification", ["verify", "--policies", "before"]),
      ("verification", ["verify", "--rules", "--policies", "after"]),
      ("difference", ["diff", "before", "after", "--client", "shop"]),
      ("difference", ["diff", "before", "before"]),
      ("difference", ["diff", "before", "after", "--corpus", "requests.ndjson"]),
    ])
  func `what is proved, and what changes, is as the schemas say`(
    schema: String, arguments: [String]
  ) throws {
    let folder = try Folder()
    for name in ["before", "after", "requests.ndjson"] {
      try FileManager.default.copyItem(
        at: Project.root.appending(path: "docs/examples/verification/\(name)"), to: folder[name])
    }
    let run = try Command.run(arguments + ["--format", "json"], in: folder)
    #expect(run.code != 2, "\(run.errors)")
    try folder.write(run.output, to: "report.json")
    try SchemaValidator.check(["report.json"], against: schema, isExact: true, in: folder)
  }

  @Test func `the report of an audience is as its schema says`() throws {
    let rows = [
      Audience.allowed, Audience.denied, Audience.reviewed, Audience.ungoverned, Audience.broken,
      Audience.allowed,
    ]
    let folder = try Audience.folder(rows)
    let run = try Audience.gate(
      folder, "all.ndjson", ["--out", "out", "--unique-ids", "--by", "messages_last_week"])
    #expect(run.code == 2, "\(run.errors)")
    try SchemaValidator.check(
      ["out/report.json"], against: "audience-report", isExact: true, in: folder)
    let report = try folder.read("out/report.json")
    let changes = [
      ("\"reasons\"", "\"reason\""), ("\"require-review\"", "\"review\""), ("sha256:", "sha1:"),
      ("\"format\": 1", "\"format\": 2"),
    ]
    for (old, new) in changes where report.contains(old) {
      try folder.write(report.replacingOccurrences(of: old, with: new), to: "bad.json")
      let result = try SchemaValidator.run(
        ["bad.json"], against: "audience-report", isExact: true, in: folder)
      #expect(result.code == 1, "\(old)")
    }
  }

  @Test func `facts that the command reads pass their schema`() throws {
    let folder = try Folder()
    let lines = [
      Requests.allowedLine, Requests.line(client: nil, now: nil), "{}", #"{"client": {"id": "a"}}"#,
      #"{"action": null, "recipient": {"age": null, "consents": {"marketing": {"granted": true}}}}"#,
    ]
    try folder.write(lines.joined(separator: "\n"), to: "facts.ndjson")
    try SchemaValidator.check(["facts.ndjson"], against: "facts", isExact: false, in: folder)
  }

  @Test(arguments: [
    "[]", #"{"client": 7}"#, #"{"recipient": {"age": "old"}}"#, #"{"now": "yesterday"}"#,
    #"{"action": {"data": "user.contact"}}"#, #"{"recipient": {"age": 9223372036854775808}}"#,
    #"{"recipient": {"consents": {"marketing": true}}}"#,
  ])
  func `facts of a wrong type are refused by their schema`(facts: String) throws {
    let folder = try Folder()
    try folder.write(facts, to: "facts.json")
    let run = try SchemaValidator.run(["facts.json"], against: "facts", isExact: false, in: folder)
    #expect(run.code == 1)
  }

  @Test func `the shipped vocabulary has every fact that the schema names`() throws {
    let folder = try Folder()
    let example = Project.cases.appending(path: "example.py").path
    let made = try SchemaValidator.python([example, SchemaValidator.path("facts")], in: folder)
    #expect(made.code == 0, "\(made.errors)")
    try folder.write(made.output, to: "facts.json")
    try SchemaValidator.check(["facts.json"], against: "facts", isExact: true, in: folder)
    let policies = Project.root.appending(path: "policies").path
    let run = try Command.run(
      ["gate", "facts.json", "--policies", policies, "--format", "json"], in: folder)
    #expect(run.code != 2, "\(run.errors)")
    try folder.write(run.output, to: "decision.json")
    try SchemaValidator.check(["decision.json"], against: "decision", isExact: true, in: folder)
  }

  /// No law covers the place, and nothing is known of the person.
  private static let ungoverned = """
    client: acme
    now: 2026-11-23T10:00:00Z
    action: {kind: message.sms, approved_by: []}
    recipient: {location: US, age: 30}

    """
}

/// Python's `jsonschema`, which knows the draft of 2020-12.
enum SchemaValidator {
  /// Debian's Python first, since its packages are what the project installs.
  private static let interpreter: URL? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return (["/usr/bin"] + path.split(separator: ":").map(String.init))
      .map { URL(filePath: $0).appending(path: "python3") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  static let isThere =
    (try? python(["-c", "from jsonschema import Draft202012Validator"], in: Folder()))?.code == 0

  static var isDemanded: Bool { ProcessInfo.processInfo.environment["CI"] == "true" }

  static func path(_ schema: String) -> String {
    Project.root.appending(path: "docs/schemas/\(schema).schema.json").path
  }

  static func check(
    _ files: [String], against schema: String, isExact: Bool, in folder: Folder
  ) throws {
    let run = try run(files, against: schema, isExact: isExact, in: folder)
    #expect(run.code == 0, "\(run.output)\(run.errors)")
  }

  static func run(
    _ files: [String], against schema: String, isExact: Bool, in folder: Folder
  ) throws -> Command.Run {
    try run(files, againstFile: path(schema), isExact: isExact, in: folder)
  }

  static func run(
    _ files: [String], againstFile schema: String, isExact: Bool = false, in folder: Folder
  ) throws -> Command.Run {
    let script = Project.cases.appending(path: "validate.py").path
    let options = isExact ? ["--exact"] : []
    return try python([script] + options + [schema] + files, in: folder)
  }

  static func python(_ arguments: [String], in folder: Folder) throws -> Command.Run {
    try Command.run(
      try #require(interpreter), arguments, in: folder,
      environment: ["PYTHONDONTWRITEBYTECODE": "1"])
  }
}
