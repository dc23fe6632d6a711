import Foundation
import Testing

/// The instant judged: `--at`, else `action.at`, else `now`, else the clock, which is said.
struct InstantTests {
  @Test(arguments: [
    ("2026-12-31", "2026-12-31T00:00:00Z"), ("2027-01-01", "2027-01-01T00:00:00Z"),
    ("2026-11-23T12:30:00+02:00", "2026-11-23T10:30:00Z"),
  ])
  func `the command line's instant comes first`(at: String, now: String) throws {
    let decision = try Self.decide(Requests.allowed, ["--at", at])
    #expect(decision.now == now)
  }

  @Test(arguments: [("2026-12-31", false), ("2027-01-01", true)])
  func `a rule is in force from its first day on`(at: String, isInForce: Bool) throws {
    let decision = try Self.decide(Requests.allowed, ["--at", at])
    #expect(decision.citations.contains { $0.rule == "mail/new-labels" } == isInForce)
  }

  @Test func `the action's time comes before the time of asking`() throws {
    let facts = Self.acting(at: "2027-02-01T00:00:00Z")
    #expect(try Self.decide(facts).now == "2027-02-01T00:00:00Z")
    #expect(try Self.decide(Requests.allowed).now == "2026-11-23T10:00:00Z")
  }

  @Test func `an action that lies in the past is a mistake`() throws {
    let folder = try Folder.withPolicies()
    try folder.write(Self.acting(at: "2026-11-22T00:00:00Z"), to: "facts.yaml")
    let run = try Command.run(["gate", "facts.yaml"], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[action-before-now]"))
    #expect(run.errors.contains("facts.yaml:4:7"))
  }

  @Test func `the clock is named where it decided`() throws {
    let folder = try Folder.withPolicies()
    let facts = Requests.allowed.replacing("now: 2026-11-23T10:00:00Z\n", with: "")
    try folder.write(facts, to: "facts.yaml")
    let run = try Command.run(["gate", "facts.yaml"], in: folder)
    #expect(run.errors.contains("judged by the clock"))
    let stated = try Command.run(["gate", "facts.yaml", "--at", "2026-11-23"], in: folder)
    #expect(stated.errors.isEmpty)
  }

  @Test func `the clock is named once for many lines`() throws {
    let line = Requests.line(now: nil) + "\n"
    let run = try Command.run(
      ["gate", "-"], in: Folder.withPolicies(), input: line + line + line)
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.errors.contains("judged by the clock"))
  }

  @Test(arguments: ["0000-01-01", "10000-01-01", "2026-02-30", "2026-11-23T10:00:00", "now", ""])
  func `an instant that is none is a wrong command line`(at: String) throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.allowed, to: "facts.yaml")
    let run = try Command.run(["gate", "facts.yaml", "--at", at], in: folder)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
  }

  private static func acting(at time: String) -> String {
    Requests.allowed.replacing("action:\n", with: "action:\n  at: \(time)\n")
  }

  private static func decide(_ facts: String, _ options: [String] = []) throws -> Decision {
    let folder = try Folder.withPolicies()
    try folder.write(facts, to: "facts.yaml")
    let run = try Command.run(["gate", "facts.yaml", "--format", "json"] + options, in: folder)
    return try JSONDecoder().decode(Decision.self, from: Data(run.output.utf8))
  }
}
