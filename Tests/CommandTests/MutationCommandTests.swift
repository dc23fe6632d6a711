import Foundation
import Testing

/// `scruple test --mutate`: what it changes, and the codes it ends with.
struct MutationCommandTests {
  /// The policies that a report has a line for, and its last line.
  private static func summary(_ run: Command.Run) -> (policies: [String], total: String) {
    let lines = run.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map(String.init)
    return (
      lines.dropLast().compactMap { $0.split(separator: " ").first.map(String.init) },
      lines.last ?? ""
    )
  }

  @Test func `unnoticed changes end with 1, each with its place and what would notice it`() throws {
    let run = try Command.run(["test", "--mutate"], in: Folder.withPolicies())
    #expect(run.code == 1)
    #expect(run.errors.isEmpty, "no progress is shown where nobody watches")
    #expect(Self.summary(run).policies == ["mail", "values", "acme", "bolt", "vocabulary"])
    #expect(run.output.contains("policies/law/mail.yaml:"))
    #expect(run.output.contains("      would be noticed by "))
  }

  @Test func `a chosen policy is changed alone`() throws {
    let folder = try Folder.withPolicies()
    let run = try Command.run(["test", "--mutate", "--policy", "mail"], in: folder)
    #expect(Self.summary(run).policies == ["mail"])
    let json = try Command.run(
      ["test", "--mutate", "--policy", "mail", "--format", "json"], in: folder)
    #expect(json.output.contains("\"policy\": \"mail\""))
    #expect(!json.output.contains("\"policy\": \"values\""))
  }

  @Test(arguments: [
    ["test", "--mutate", "--policy", "male"], ["test", "--policy", "mail"],
    ["test", "--changed", "HEAD"], ["test", "--mutate", "--format", "junit"],
    ["test", "--mutate", "--changed", "HEAD"],
  ])
  func `what cannot be asked for ends with 2`(arguments: [String]) throws {
    let run = try Command.run(arguments, in: Folder.withPolicies())
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(!run.errors.isEmpty)
  }

  @Test func `nothing is changed where tests fail already`() throws {
    let folder = try Folder.withPolicies()
    try folder.replace(
      "{consent-on-record: broken}", by: "{consent-on-record: kept}",
      in: "policies/law/mail.tests.yaml")
    let run = try Command.run(["test", "--mutate"], in: folder)
    #expect(run.code == 1)
    #expect(run.output.hasSuffix("1 failed without any change\n"))
    let other = try Command.run(["test", "--mutate", "--policy", "values"], in: folder)
    #expect(Self.summary(other).policies == ["values"])
  }

  @Test func `only policies that differ from a revision are changed`() throws {
    let folder = try Folder.withPolicies()
    let git = URL(filePath: "/usr/bin/git")
    let author = ["-c", "user.name=Author", "-c", "user.email=author@example"]
    for arguments in [["init", "-q"], ["add", "."], author + ["commit", "-q", "-m", "Policies"]] {
      try #require(try Command.run(git, arguments, in: folder).code == 0)
    }
    let arguments = ["test", "--mutate", "--changed", "HEAD"]
    let nothing = try Command.run(arguments, in: folder)
    #expect(nothing.code == 0)
    #expect(nothing.output == "0 changes, 0 alive\n")
    try folder.replace(
      "tests: values", by: "# New.\ntests: values", in: "policies/house/values.tests.yaml")
    #expect(Self.summary(try Command.run(arguments, in: folder)).policies == ["values"])
    let unknown = try Command.run(["test", "--mutate", "--changed", "v9"], in: folder)
    #expect(unknown.code == 2)
    #expect(unknown.errors.contains("error[unknown-revision]"))
  }
}
