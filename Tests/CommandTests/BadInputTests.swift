import Testing

/// Bad input gets a clear error with its place, ends with 2, and nothing is judged.
struct BadInputTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    let what: String
    let facts: String
    let code: String
    let place: String

    init(_ what: String, _ facts: String, _ code: String, _ place: String) {
      self.what = what
      self.facts = facts
      self.code = code
      self.place = place
    }

    var testDescription: String { what }
  }

  private static let mistakes = [
    Mistake("an unknown fact", "action: {kind: message, colour: red}", "unknown-fact", ":2:25"),
    Mistake("a wrong type", "action: {kind: message, images: many}", "wrong-type", ":2:33"),
    Mistake("a misspelt term", "action: {kind: mesage.email}", "unknown-term", ":2:16"),
    Mistake("a duplicate key", "action: {kind: message, kind: data}", "duplicate-key", ":2:25"),
    Mistake("not a number", "action: {discount: .nan}", "not-a-number", ":2:20"),
    Mistake("an infinity", "action: {discount: -.inf}", "not-a-number", ":2:20"),
    Mistake(
      "2^63", "action: {images: 9223372036854775808}", "number-out-of-range", ":2:18"),
    Mistake("1e400", "action: {discount: 1e400}", "number-out-of-range", ":2:20"),
    Mistake("the year 0", "now: 0000-12-31T23:59:59Z", "bad-timestamp", ":2:6"),
    Mistake("the year 10000", "now: 10000-01-01T00:00:00Z", "bad-timestamp", ":2:6"),
    Mistake("the 30th of February", "now: 2026-02-30T00:00:00Z", "bad-timestamp", ":2:6"),
    Mistake(
      "a time out of range by its zone", "now: 0001-01-01T00:00:00+01:00", "bad-timestamp", ":2:6"),
    Mistake("a bad duration", "action: {retention: 30 days}", "bad-duration", ":2:21"),
    Mistake("a text that is too long", "action: {subject: \(long)}", "too-long", ":2:19"),
    Mistake("an alias bomb", bomb, "yaml-anchor", ":2:6"),
    Mistake("a tag", "action: !!set {kind}", "yaml-tag", ":2:9"),
    Mistake("broken YAML", "action: {kind: message", "yaml-syntax", ":3:1"),
    Mistake("control flow", "action: {kind: flow}", "control-flow", ":2:16"),
  ]

  @Test(arguments: mistakes)
  func `in a file of facts`(mistake: Mistake) throws {
    let folder = try Folder.withPolicies()
    try folder.write("client: acme\n\(mistake.facts)\n", to: "facts.yaml")
    let run = try Command.run(["gate", "facts.yaml"], in: folder)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("error[\(mistake.code)]: "))
    #expect(run.errors.contains("--> facts.yaml\(mistake.place)\n"))
    #expect(run.errors.contains("= more: docs/diagnostics/\(mistake.code).md"))
    #expect(run.errors.contains("nothing was evaluated"))
  }

  @Test(arguments: [
    (#"{"action": {"kind": "message", "kind": "data"}}"#, "duplicate-key"),
    (#"{"action": {"discount": NaN}}"#, "json-syntax"),
    (#"{"action": {"images": 9223372036854775808}}"#, "number-out-of-range"),
    (#"{"action": {"images": 1.5}}"#, "wrong-type"),
    (#"{"action": {"images": "1"}}"#, "wrong-type"),
    (#"{"action": {"kind": "message"}"#, "json-syntax"),
    (#"{"action": {"kind": "message"}} {}"#, "many-documents"),
    (#"{"action": {"subject": "\ud800"}}"#, "json-syntax"), ("[]", "not-facts"),
    ("7", "not-facts"), ("", "json-syntax"),
  ])
  func `in JSON`(facts: String, code: String) throws {
    let folder = try Folder.withPolicies()
    try folder.write(facts, to: "facts.json")
    let run = try Command.run(["gate", "facts.json", "--client", "acme"], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[\(code)]: "))
    #expect(run.errors.contains("--> facts.json:1:"))
  }

  @Test func `control flow in a line`() throws {
    let run = try Command.run(
      ["gate", "-", "--format", "json"], in: Folder.withPolicies(),
      input: #"{"client": "acme", "action": {"kind": "flow"}}"#)
    #expect(run.code == 2)
    #expect(run.output.contains("\"code\":\"control-flow\""))
  }

  @Test func `all mistakes are shown in one run`() throws {
    let folder = try Folder.withPolicies()
    let facts = """
      client: acme
      action: {kind: mesage, colour: red, images: x}
      recipient: {age: [1], location: DEE}

      """
    try folder.write(facts, to: "facts.yaml")
    let run = try Command.run(["gate", "facts.yaml"], in: folder)
    #expect(run.errors.contains("5 errors; nothing was evaluated"))
  }

  @Test(arguments: [
    (["gate", "none.yaml"], "missing-file"), (["gate", "policies"], "unreadable-file"),
    (["check", "--policies", "none"], "missing-folder"),
    (["check", "--policies", "empty"], "empty-folder"),
    (["gate", "facts.yaml", "--policies", "empty"], "empty-folder"),
    (["gate", "facts.yaml"], "no-client"),
    (["gate", "facts.yaml", "--client", "acne"], "unknown-client"),
    (["gate", "acme.yaml", "--client", "bolt"], "two-clients"),
    (["gate", "nobody.yaml"], "unknown-client"), (["gate", "nothing.yaml"], "no-facts"),
    (["gate", "two.yaml"], "many-documents"), (["gate", "stands.yaml"], "standing-fact-differs"),
    (["explain", "mail/consent"], "unknown-rule"), (["facts", "mesage"], "unknown-kind"),
    (["facts", "message", "--client", "acne"], "unknown-client"),
  ])
  func `what is not there, or there twice`(arguments: [String], code: String) throws {
    let folder = try Folder.withPolicies()
    try folder.write("here stands no policy", to: "empty/readme.txt")
    try folder.write("action: {kind: message}", to: "facts.yaml")
    try folder.write("client: acme\naction: {kind: message}", to: "acme.yaml")
    try folder.write("client: nobody\naction: {kind: message}", to: "nobody.yaml")
    try folder.write("# nothing\n", to: "nothing.yaml")
    try folder.write("client: acme\n---\nclient: acme\n", to: "two.yaml")
    try folder.write("client: {id: acme, established_in: [FR]}\n", to: "stands.yaml")
    let run = try Command.run(arguments, in: folder)
    #expect(run.code == 2)
    #expect((run.errors + run.output).contains("error[\(code)]: "))
  }

  @Test(arguments: ["facts.yaml", "facts.json", "policies/bad.yaml"])
  func `bytes that are not UTF-8`(path: String) throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.allowed, to: "facts.yaml")
    try folder.write(Array("{\"client\": \"ac".utf8) + [0xC3, 0x28, 0x22], to: path)
    let facts = path.hasPrefix("facts") ? path : "facts.yaml"
    let run = try Command.run(["gate", facts], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[not-utf8]: "))
    #expect(run.errors.contains("\(path):1:"))
  }

  @Test(arguments: ["facts.yaml", "facts.json", "facts.ndjson", "policies/large.yaml"])
  func `100 MB`(path: String) throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.allowed, to: "facts.yaml")
    try folder.writeZeros(100_000_000, to: path)
    let facts = path.hasPrefix("facts") ? path : "facts.yaml"
    let run = try Command.run(["gate", facts], in: folder)
    #expect(run.code == 2)
    let code = path.hasSuffix("ndjson") ? "line-too-long" : "file-too-large"
    #expect(run.errors.contains("error[\(code)]: "))
  }

  @Test(
    arguments: ["[", "{\"a\":", "[{\"a\":"],
    ["facts.yaml", "facts.json", "facts.ndjson", "policies/deep.yaml"])
  func `100,000 nested brackets`(bracket: String, path: String) throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.allowed, to: "facts.yaml")
    let text = String(repeating: bracket, count: 100_000)
    try folder.write(
      path.hasSuffix("son") ? "{\"action\": \(text)" : "action: \(text)", to: path)
    let facts = path.hasPrefix("facts") ? path : "facts.yaml"
    let run = try Command.run(["gate", facts, "--client", "acme"], in: folder)
    #expect(run.code == 2)
    // A line that is refused is answered among the others.
    #expect(run.output.isEmpty || path.hasSuffix("ndjson"))
    #expect(run.errors.contains("error["))
    #expect(run.errors.utf8.count < 100_000)
  }

  @Test(arguments: [
    ("true || ", 125_000, "expression-too-long"), ("(", 1_000_000, "expression-too-long"),
    ("(", 90_000, "expression-too-deep"), ("!", 90_000, "expression-too-deep"),
    ("[", 90_000, "expression-too-deep"), ("-", 90_000, "expression-too-deep"),
  ])
  func `a CEL expression without end`(part: String, count: Int, code: String) throws {
    let folder = try Folder.withPolicies()
    let expression = String(repeating: part, count: count) + "true"
    try folder.replace(
      "forbid: recipient.age < 16", by: "forbid: >-\n      \(expression)",
      in: "policies/law/mail.yaml")
    let run = try Command.run(["check"], in: folder)
    #expect(run.code == 2)
    #expect(run.output.contains("error[\(code)]: "))
    #expect(run.output.contains("policies/law/mail.yaml:42:"))
    #expect(run.output.utf8.count < 10_000)
  }

  private static let long = String(repeating: "a", count: 81)

  private static let bomb = """
    one: &a [x, x, x, x, x, x, x, x]
    two: &b [*a, *a, *a, *a, *a, *a, *a, *a]
    three: &c [*b, *b, *b, *b, *b, *b, *b, *b]
    four: &d [*c, *c, *c, *c, *c, *c, *c, *c]
    """
}
