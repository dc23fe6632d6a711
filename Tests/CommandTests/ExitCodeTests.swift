import Testing

/// The table of exit codes: 0 allowed or fine, 1 denied or failed, 2 at fault, 3 to review.
struct ExitCodeTests {
  @Test(arguments: [
    (Requests.allowed, 0), (Requests.denied, 1), (Requests.reviewed, 3),
    ("action: {kind: mesage}\n", 2),
  ])
  func `one action`(facts: String, code: Int) throws {
    let folder = try Folder.withPolicies()
    try folder.write(facts, to: "facts.yaml")
    #expect(try Command.run(["gate", "facts.yaml"], in: folder).code == code)
  }

  @Test(arguments: [
    ([Requests.allowedLine], 0),
    ([Requests.allowedLine, Requests.reviewedLine], 3),
    ([Requests.reviewedLine, Requests.deniedLine, Requests.allowedLine], 1),
    ([Requests.deniedLine, Requests.reviewedLine], 1),
    ([Requests.deniedLine, Requests.brokenLine, Requests.reviewedLine], 2),
    ([Requests.brokenLine, Requests.allowedLine], 2),
  ])
  func `many actions: a fault before a denial before a review`(
    lines: [String], code: Int
  ) throws {
    let folder = try Folder.withPolicies()
    let input = lines.map { $0 + "\n" }.joined()
    try folder.write(input, to: "facts.ndjson")
    for arguments in [["gate", "-"], ["gate", "facts.ndjson"]] {
      for format in ["text", "json"] {
        let run = try Command.run(arguments + ["--format", format], in: folder, input: input)
        #expect(run.code == code)
        #expect(run.output.split(separator: "\n").count == lines.count)
      }
    }
  }

  @Test(arguments: ["check", "test", "explain", "facts", "gate"])
  func `a library at fault`(command: String) throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.allowed, to: "facts.yaml")
    try folder.replace("recipient.age < 16", by: "recipient.age", in: "policies/law/mail.yaml")
    let operands = [
      "explain": ["mail/adults"], "facts": ["message.email"], "gate": ["facts.yaml"],
    ]
    let run = try Command.run([command] + (operands[command] ?? []), in: folder)
    #expect(run.code == 2)
    let said = command == "check" ? run.output : run.errors
    #expect(said.contains("policies/law/mail.yaml:41:13"))
  }

  @Test(arguments: [["check"], ["test"], ["explain", "mail/adults"], ["facts", "message.email"]])
  func `a library that is well-formed`(arguments: [String]) throws {
    #expect(try Command.run(arguments, in: Folder.withPolicies()).code == 0)
  }

  @Test func `warnings alone are well-formed`() throws {
    let folder = try Folder.withPolicies()
    try folder.replace(
      "because: It is not", by: "because: It is #not", in: "policies/house/values.yaml")
    let run = try Command.run(["check"], in: folder)
    #expect(run.code == 0)
    #expect(run.output.contains("1 warning in 7 documents"))
  }

  @Test func `tests that demand something else`() throws {
    let folder = try Folder.withPolicies()
    try folder.replace("expect: deny", by: "expect: allow", in: "policies/law/mail.tests.yaml")
    #expect(try Command.run(["test"], in: folder).code == 1)
  }

  @Test func `tests that cannot be read`() throws {
    let folder = try Folder.withPolicies()
    try folder.replace("expect: deny", by: "expect: denny", in: "policies/law/mail.tests.yaml")
    let run = try Command.run(["test"], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[tests-bad-case]"))
  }

  @Test(arguments: [
    [], ["gat"], ["gate"], ["gate", "a", "b"], ["gate", "--fomat", "json", "facts.yaml"],
    ["gate", "facts.yaml", "--format", "xml"], ["gate", "facts.yaml", "--at", "tomorrow"],
    ["gate", "facts.yaml", "--at"], ["check", "--format", "junit"], ["explain"], ["facts"],
    ["check", "--policies"],
  ])
  func `a wrong command line`(arguments: [String]) throws {
    let run = try Command.run(arguments, in: Folder.withPolicies())
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(!run.errors.isEmpty)
  }

  @Test(arguments: [
    ["--help"], ["-h"], ["--version"], ["help"], ["help", "gate"], ["gate", "--help"],
    ["check", "--help"], ["test", "--help"], ["explain", "--help"], ["facts", "--help"],
    ["gate", "--version"], ["--generate-completion-script", "bash"],
    ["--generate-completion-script", "zsh"], ["--generate-completion-script", "fish"],
    // What the manual page is made of.
    ["--experimental-dump-help"],
  ])
  func `help and version`(arguments: [String]) throws {
    let run = try Command.run(arguments, in: Folder())
    #expect(run.code == 0)
    #expect(!run.output.isEmpty)
    #expect(run.errors.isEmpty)
  }

  @Test func `the version names the engine's`() throws {
    let run = try Command.run(["--version"], in: Folder())
    #expect(run.output.contains(#/^scruple \d+\.\d+\.\d+ \(engine \d+\.\d+\.\d+\)\n$/#))
  }
}
