import Foundation
import Testing

/// What is written, and what happens where it cannot be.
struct OutputTests {
  @Test(arguments: [["gate", "facts.yaml"], ["gate", "facts.ndjson"]])
  func `every decision says that it is no legal advice`(arguments: [String]) throws {
    let folder = try Self.folder()
    let text = try Command.run(arguments, in: folder)
    #expect(text.output.contains("no legal advice"))
    let json = try Command.run(arguments + ["--format", "json"], in: folder)
    #expect(json.output.contains("This is no legal advice."))
  }

  @Test func `facts cannot steer the terminal, nor forge a line`() throws {
    let folder = try Folder.withPolicies()
    let name = #""c\e[2J\e[31m\nALLOW \u202E1""#
    try folder.write(
      Requests.denied.replacing("id: c-1042", with: "id: \(name)"), to: "facts.yaml")
    let run = try Command.run(["gate", "facts.yaml"], in: folder)
    #expect(run.code == 1)
    #expect(run.output.contains("No consent of c"))
    #expect(!run.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    #expect(!run.output.split(separator: "\n").contains { $0.hasPrefix("ALLOW") })
  }

  @Test func `a refused line cannot forge another`() throws {
    let folder = try Self.folder()
    try folder.write(#"{"client":"acme","x\n2  allow \u001b[2J":1}"# + "\n", to: "forged.ndjson")
    let run = try Command.run(["gate", "forged.ndjson"], in: folder)
    #expect(run.code == 2)
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(!run.output.unicodeScalars.contains("\u{1B}"))
  }

  @Test func `a library's texts cannot steer the terminal, nor forge a line`() throws {
    let folder = try Folder.withPolicies()
    let name = #""c\e[2J\n::error::forged \u202E1""#
    try folder.replace(
      "case: nobody knows", by: "case: \(name)\n    cites: [mail/adults, mail/consent-on-record]",
      in: "policies/law/mail.tests.yaml")
    try folder.replace(
      "[recipient.consents, action.has_unsubscribe, recipient.age]", by: "[recipient.age]",
      in: "policies/law/mail.tests.yaml")
    for arguments in [["test"], ["explain", "mail/adults"]] {
      let run = try Command.run(arguments, in: folder)
      #expect(run.output.contains("::error::forged"))
      #expect(!run.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
      #expect(!run.output.split(separator: "\n").contains { $0.hasPrefix("::error::") })
    }
  }

  @Test func `many kept rules are told policy by policy`() throws {
    let folder = try Self.folder()
    let rules = (1...7).map { number in
      """
        - rule: r\(number)
          cite: house
          when: action.kind.within("message")
          forbid: action.images > \(number)
          because: Too many pictures.

      """
    }
    let policy = "policy: many\ntitle: Many\nauthority: house\nrules:\n" + rules.joined()
    try folder.write(policy, to: "policies/many.yaml")
    try folder.replace(
      "adopts: [mail, values]", by: "adopts: [mail, values, many]",
      in: "policies/clients/acme.yaml")
    let facts = Requests.allowed.replacing("action:\n", with: "action:\n  images: 1\n")
    try folder.write(facts, to: "facts.yaml")
    let run = try Command.run(["gate", "facts.yaml"], in: folder)
    #expect(run.code == 0)
    let told = """
        ✓ kept  11 rules
                mail    adults, way-out
                many    r1, r2, r3, r4, r5, r6, r7
                values  frequency-cap, quiet-hours

      """
    #expect(run.output.contains(told), "\(run.output)")
  }

  @Test func `no line of a decision is wider than it should be`() throws {
    let run = try Command.run(["gate", "facts.yaml"], in: Self.folder())
    for line in run.output.split(separator: "\n") { #expect(line.unicodeScalars.count <= 100) }
  }

  @Test(arguments: [["gate", "facts.yaml"], ["gate", "facts.ndjson"], ["check"], ["test"]])
  func `an output that cannot be written is a fault`(arguments: [String]) throws {
    let folder = try Self.folder()
    try folder.write(Requests.allowed, to: "facts.yaml")
    try folder.write(Requests.allowedLine, to: "facts.ndjson")
    let script = "\"$0\" \"$@\" > /dev/full"
    let run = try Command.run(
      URL(filePath: "/bin/sh"), ["-c", script, Command.built.path] + arguments, in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("the output cannot be written"))
  }

  @Test func `a sensitive value is in no decision`() throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.reviewed.replacing("age: 12", with: "age: 13"), to: "facts.yaml")
    for format in ["text", "json"] {
      let run = try Command.run(["gate", "facts.yaml", "--format", format], in: folder)
      #expect(run.output.contains("(withheld)"))
      let text = run.output.replacing(#/sha256:[0-9a-f]+/#, with: "")
      #expect(!text.contains("13 years") && !text.contains("= 13") && !text.contains("\"13\""))
    }
  }

  /// The neighbours of a mistake are nobody's business, and neither is a sensitive value itself.
  @Test(arguments: [
    ("facts.yaml", "recipient: {age: '2901', location: DE, nickname: '3802'}"),
    ("facts.yaml", "recipient:\n  age: 2901\n  age: 3802"),
    ("facts.yaml", "recipient: {age: 2901, location: 3802"),
    ("facts.json", #"{"recipient": {"age": "2901", "place": "3802"}}"#),
    ("facts.json", #"{"recipient": {"location": "DEE", "age": 2901, "id": "3802"}}"#),
    ("facts.json", #"{"recipient": {"age": 2901, "age": 3802}}"#),
    ("facts.json", #"{"recipient": {"age": 2901, "id": "3802"}"#),
    ("facts.ndjson", #"{"recipient": {"age": "2901", "place": "3802"}}"#),
  ])
  func `a mistake shows nothing of the facts around it`(file: String, text: String) throws {
    let folder = try Folder.withPolicies()
    try folder.write(text, to: file)
    let run = try Command.run(["gate", file], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error["))
    #expect(!run.errors.contains("2901") && !run.errors.contains("3802"), "\(run.errors)")
  }

  private static func folder() throws -> Folder {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.denied, to: "facts.yaml")
    try folder.write(Requests.deniedLine, to: "facts.ndjson")
    return folder
  }
}
