import Foundation
import Testing

/// Many actions: one decision a line for each line that comes in, in their order.
struct LineTests {
  @Test func `a broken line is answered in its place, and the next is judged`() throws {
    let lines = [
      Requests.allowedLine, Requests.brokenLine, "[1, 2]", Requests.deniedLine, "nonsense",
      Requests.reviewedLine,
    ]
    let run = try Command.run(
      ["gate", "-", "--format", "json"], in: Folder.withPolicies(),
      input: lines.joined(separator: "\n"))
    #expect(run.code == 2)
    #expect(
      try Self.answers(run.output) == [
        "allow", "2: unknown-fact", "3: not-facts", "deny", "5: json-syntax", "require-review",
      ])
  }

  @Test func `blank lines are passed over, and lines are counted with them`() throws {
    let input = "\n\(Requests.allowedLine)\r\n  \n\(Requests.brokenLine)"
    let run = try Command.run(
      ["gate", "-", "--format", "json"], in: Folder.withPolicies(), input: input)
    #expect(try Self.answers(run.output) == ["allow", "4: unknown-fact"])
  }

  @Test func `each line may name its own client, or leave it to the command line`() throws {
    let lines = [
      Requests.line(client: nil), Requests.line(client: "bolt"), Requests.line(client: "acme"),
      Requests.line(client: "nobody"),
    ]
    let input = lines.joined(separator: "\n")
    let folder = try Folder.withPolicies()
    let unnamed = try Command.run(["gate", "-", "--format", "json"], in: folder, input: input)
    #expect(
      try Self.answers(unnamed.output) == ["1: no-client", "allow", "allow", "4: unknown-client"])
    let named = try Command.run(
      ["gate", "-", "--format", "json", "--client", "acme"], in: folder, input: input)
    #expect(
      try Self.answers(named.output) == ["allow", "2: two-clients", "allow", "4: two-clients"])
  }

  @Test func `a line is decided as the same facts in a file are`() throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.deniedLine, to: "facts.json")
    let line = try Command.run(
      ["gate", "-", "--format", "json"], in: folder, input: Requests.deniedLine)
    let file = try Command.run(["gate", "facts.json", "--format", "json"], in: folder)
    let fromLine = try JSONDecoder().decode(Decision.self, from: Data(line.output.utf8))
    let fromFile = try JSONDecoder().decode(Decision.self, from: Data(file.output.utf8))
    #expect(fromLine == fromFile)
    #expect(fromFile.citations.contains { $0.outcome == "broken" })
  }

  @Test func `a thousand lines give a thousand answers`() throws {
    let input = String(repeating: Requests.allowedLine + "\n", count: 1_000)
    let run = try Command.run(
      ["gate", "-", "--format", "json"], in: Folder.withPolicies(), input: input)
    #expect(run.code == 0)
    #expect(Set(run.output.split(separator: "\n")).count == 1)
    #expect(run.output.split(separator: "\n").count == 1_000)
  }

  @Test func `a line says in text what it rests on`() throws {
    let input = Requests.deniedLine + "\n" + Requests.reviewedLine
    let run = try Command.run(["gate", "-"], in: Folder.withPolicies(), input: input)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].contains("mail/way-out"))
    #expect(lines[1].contains("recipient.timezone"))
  }

  @Test(arguments: ["", "\n", " \n\r\n\t"])
  func `an input without an action is no permission`(input: String) throws {
    let folder = try Folder.withPolicies()
    try folder.write(input, to: "facts.ndjson")
    for path in ["-", "facts.ndjson"] {
      let run = try Command.run(["gate", path], in: folder, input: input)
      #expect(run.code == 2)
      #expect(run.output.isEmpty)
      #expect(run.errors.contains("error[no-actions]"))
    }
  }

  @Test func `a file of lines that is not there`() throws {
    let run = try Command.run(["gate", "none.ndjson"], in: Folder.withPolicies())
    #expect(run.code == 2)
    #expect(run.errors.contains("error[missing-file]"))
  }

  private static func answers(_ output: String) throws -> [String] {
    try output.split(separator: "\n").map { line in
      let answer = try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
      let codes = answer.errors?.map(\.code).joined(separator: ", ")
      return answer.verdict ?? "\(answer.line ?? 0): \(codes ?? "")"
    }
  }
}

/// What these tests read of a line.
private struct Answer: Decodable {
  struct Mistake: Decodable { let code: String }
  let verdict: String?
  let line: Int?
  let errors: [Mistake]?
}

/// What these tests read of a decision.
struct Decision: Decodable, Equatable {
  struct Citation: Decodable, Equatable {
    let rule: String
    let outcome: String
    let verdict: String?
    let because: String
  }
  let verdict: String
  let ungoverned: String?
  let client: String
  let now: String
  let citations: [Citation]
  let missing: [String]
}
