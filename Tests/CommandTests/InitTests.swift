import Foundation
import Testing

/// A first client document, written by the command.
struct InitTests {
  private static let policies = Project.root.appending(path: "policies").path
  private static let asked = ["init", "acme", "--places", "DE,US-CA", "--kinds", "message.email"]

  @Test func `it is written, passes a check, and can be gated with at once`() throws {
    let folder = try Folder()
    let made = try Command.run(Self.asked + ["--policies", Self.policies], in: folder)
    #expect(made.code == 0, "\(made.errors)")
    #expect(made.output.contains("scruple check --policies \(Self.policies) --policies acme"))
    let both = ["--policies", Self.policies, "--policies", "acme"]
    let check = try Command.run(["check"] + both, in: folder)
    #expect(check.code == 0, "\(check.output)")
    #expect(check.output.hasPrefix("no mistakes in "))
    let facts = try Command.run(
      ["facts", "message.email", "--client", "acme", "--format", "yaml"] + both, in: folder)
    try folder.write(facts.output, to: "facts.yaml")
    let gated = try Command.run(["gate", "facts.yaml"] + both, in: folder)
    #expect(gated.code == 3, "\(gated.errors)")
    #expect(gated.output.contains("client acme"))
  }

  @Test func `nothing is overwritten`() throws {
    let folder = try Folder()
    try folder.write("mine", to: "acme/client.yaml")
    let run = try Command.run(Self.asked + ["--policies", Self.policies], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[file-exists]: `acme/client.yaml` is there already"))
    #expect(try folder.read("acme/client.yaml") == "mine")
  }

  @Test(arguments: [
    (["init", "acme", "--places", "DE"], "--kinds"),
    (["init", "a b", "--places", "DE", "--kinds", "message.email"], "bad-name"),
    (["init", "bolt", "--places", "DE", "--kinds", "message.email"], "duplicate-id"),
    (["init", "new", "--places", ",,", "--kinds", "message.email"], "--places names no place"),
    (["init", "new", "--places", "DE", "--kinds", " , "], "--kinds names no kind of action"),
    (["init", "new", "--places", "DE", "--kinds", "email"], "did you mean `message.email`?"),
    (["init", "new", "--places", "XQ", "--kinds", "message.email"], "no place is named `XQ`"),
    (
      ["init", "new", "--places", "DE", "--kinds", "message.emial"], "did you mean `message.email`?"
    ),
    (
      ["init", "new", "--places", "DE", "--kinds", "message.email", "--out", "/proc/none/c.yaml"],
      "cannot-write"
    ),
  ])
  func `what cannot be written ends with 2 and leaves nothing`(
    arguments: [String], says: String
  ) throws {
    let folder = try Folder.withPolicies()
    let run = try Command.run(arguments, in: folder)
    #expect(run.code == 2, "\(run.output)")
    #expect(run.errors.contains(says), "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["policies"])
  }

  @Test func `blanks beside commas mean nothing`() throws {
    let folder = try Folder.withPolicies()
    let run = try Command.run(
      ["init", "new", "--places", "DE, US", "--kinds", "message.email , message.sms"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(try folder.read("new/client.yaml").contains("in DE, US."))
  }

  @Test func `a document beside the policies keeps files of facts away from them`() throws {
    let folder = try Folder.withPolicies()
    let run = try Command.run(
      ["init", "new", "--places", "DE", "--kinds", "message.email", "--out", "new.yaml"],
      in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("--policies policies --policies . > ../facts.yaml"))
    // Whoever puts them there all the same learns what is wrong.
    try folder.write("client: new\naction: {kind: message.email}\n", to: "facts.yaml")
    let gated = try Command.run(
      ["gate", "facts.yaml", "--policies", "policies", "--policies", "."], in: folder)
    #expect(gated.code == 2)
    #expect(
      gated.errors.contains("is this a file of facts? keep it outside of the folders of policies"))
  }

  @Test(arguments: [
    (["facts", "flow"], "error[control-flow]"),
    (
      ["calendar", "--from", "2027-01-01", "--until", "2026-01-01"],
      "--until 2026-01-01 lies before --from 2027-01-01"
    ),
  ])
  func `what can have no answer gets none`(arguments: [String], says: String) throws {
    let folder = try Folder.withPolicies()
    let run = try Command.run(arguments, in: folder)
    #expect(run.code == 2, "\(run.output)")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(says), "\(run.errors)")
  }

  @Test func `its words, for the tests' own library`() throws {
    let folder = try Folder.withPolicies()
    let run = try Command.run(
      [
        "init", "newcomer", "--places", "DE,US", "--kinds", "message.email", "--title", "New & Co.",
      ],
      in: folder)
    #expect(run.code == 0, "\(run.errors)")
    try GoldenFile("init.txt").check(run.output)
    try GoldenFile("init.client.txt").check(folder.read("newcomer/client.yaml"))
  }

  @Test func `mistakes name the folder that they are in, whichever it is`() throws {
    let folder = try Folder.withPolicies()
    try folder.write("client: one\ntitle: One\nadopts: [maill]\n", to: "first/sub/client.yaml")
    try folder.write(
      "client: two\ntitle: Two\nadopts: [house/*, law/*]\nadopt: []\n", to: "second/client.yaml")
    let run = try Command.run(
      ["check", "--policies", "policies", "--policies", "./first", "--policies", "second/"],
      in: folder)
    #expect(run.code == 2)
    #expect(run.output.contains("--> ./first/sub/client.yaml:3:10"), "\(run.output)")
    #expect(run.output.contains("--> second/client.yaml:4:1"), "\(run.output)")
    #expect(run.output.contains("did you mean `mail`?"))
  }
}
