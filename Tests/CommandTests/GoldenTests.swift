import Testing

/// Whole outputs, as people and programs get them.
struct GoldenTests {
  @Test(arguments: [
    ("denied", Requests.denied, 1), ("reviewed", Requests.reviewed, 3),
    ("allowed", Requests.allowed, 0),
  ])
  func `a decision as text and as JSON`(name: String, facts: String, code: Int) throws {
    let folder = try Folder.withPolicies()
    try folder.write(facts, to: "facts.yaml")
    for format in ["text", "json"] {
      let run = try Command.run(["gate", "facts.yaml", "--format", format], in: folder)
      #expect(run.code == code)
      #expect(run.errors.isEmpty)
      try GoldenFile("gate-\(name).\(format).txt").check(run.output)
    }
  }

  @Test func `decisions by line as text and as JSON`() throws {
    let folder = try Folder.withPolicies()
    let lines = [
      Requests.allowedLine, Requests.brokenLine, Requests.deniedLine, "", "{",
      Requests.reviewedLine,
    ]
    let input = lines.joined(separator: "\n") + "\n"
    for format in ["text", "json"] {
      let run = try Command.run(["gate", "-", "--format", format], in: folder, input: input)
      #expect(run.code == 2)
      try GoldenFile("lines.\(format).txt").check(run.output)
      try GoldenFile("lines.\(format).errors.txt").check(run.errors)
    }
  }

  @Test(arguments: ["text", "json", "github", "sarif"])
  func `the mistakes of a library in one run`(format: String) throws {
    let folder = try Folder.withPolicies()
    let mistakes = [
      ("recipient.age < 16", "recipient.aeg < 16"), ("\"marketing\"", "\"marketting\""),
      ("authority: law", "authority: low"),
    ]
    for (good, bad) in mistakes { try folder.replace(good, by: bad, in: "policies/law/mail.yaml") }
    try folder.write("vocabulary: more\nvocabulary: again\n", to: "policies/more.yaml")
    let run = try Command.run(["check", "--format", format], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.isEmpty)
    try GoldenFile("check.\(format).txt").check(run.output)
  }

  @Test(arguments: ["text", "json", "junit"])
  func `a test run with failures and gaps`(format: String) throws {
    let folder = try Folder.withPolicies()
    try folder.replace("expect: deny", by: "expect: allow", in: "policies/law/mail.tests.yaml")
    try folder.replace(
      "{quiet-hours: broken}", by: "{quiet-hours: kept}", in: "policies/house/values.tests.yaml")
    let run = try Command.run(["test", "--format", format], in: folder)
    #expect(run.code == 1)
    try GoldenFile("test.\(format).txt").check(run.output)
  }

  @Test(arguments: [
    ("explain-consent", ["explain", "mail/consent-on-record"]),
    ("explain-adults", ["explain", "mail/adults"]), ("facts", ["facts", "message.email"]),
    ("facts-client", ["facts", "message", "--client", "bolt"]), ("help", ["--help"]),
  ])
  func `pages about the library`(name: String, arguments: [String]) throws {
    let run = try Command.run(arguments, in: Folder.withPolicies())
    #expect(run.code == 0)
    #expect(run.errors.isEmpty)
    try GoldenFile("\(name).txt").check(run.output)
  }
}
