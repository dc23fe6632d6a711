import Foundation
import Testing

/// `verify` and `diff` as `docs/verification.md` shows them, and what they say where Z3 is missing.
struct VerificationTests {
  private static let page = try? String(
    contentsOf: Project.root.appending(path: "docs/verification.md"), encoding: .utf8)

  /// Each command that the page shows, with its output.
  private static let shown: [(command: String, output: String)] = {
    var blocks: [(command: String, output: String)] = []
    for part in (page ?? "").components(separatedBy: "```text command\n$ scruple ").dropFirst() {
      let lines = part.components(separatedBy: "\n")
      guard let end = lines.firstIndex(of: "```"), let command = lines.first else { continue }
      blocks.append((command, lines[1..<end].joined(separator: "\n")))
    }
    return blocks
  }()

  /// In CI a missing solver fails the test, elsewhere it is said and passed over.
  static var isInstalled: Bool {
    let found = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .contains { FileManager.default.isExecutableFile(atPath: "\($0)/z3") }
    return found || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  @Test func `the page shows commands`() { #expect(Self.shown.count >= 5) }

  @Test(
    .enabled(if: isInstalled, "Z3 is not installed: apt-get install z3"),
    arguments: shown.map(\.command))
  func `the page shows what the command prints`(command: String) throws {
    let wanted = try #require(Self.shown.first { $0.command == command })
    let folder = try Folder()
    try FileManager.default.createSymbolicLink(
      at: folder["docs"], withDestinationURL: Project.root.appending(path: "docs"))
    let run = try Command.run(command.components(separatedBy: " "), in: folder)
    #expect(Self.stable(run.output) == Self.stable(wanted.output + "\n"), "\(run.errors)")
    let hasChange = run.output.contains("✗") || run.output.contains("milder")
    #expect(run.code == (hasChange ? 1 : 0))
  }

  private static func stable(_ text: String) -> String {
    text.replacing(#/\d+ questions? to Z3 \S+/#, with: "(questions)")
  }

  @Test(arguments: [["verify"], ["verify", "--rules"], ["diff", "policies", "policies"]])
  func `without Z3 nothing is called proved`(arguments: [String]) throws {
    let folder = try Folder.withPolicies()
    let run = try Command.run(arguments, in: folder, environment: ["PATH": "/nowhere"])
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("Z3 is not installed"))
  }

  @Test(arguments: [
    (["verify", "--client", "nobody"], "unknown-client"),
    (["verify", "--policy", "nobody"], "unknown-policy"),
    (["diff", "policies", "nobody"], "unknown-revision"),
    (["diff", "policies", "policies", "--client", "nobody"], "unknown-client"),
    (["diff", "policies", "policies", "--corpus", "nobody.ndjson"], "missing-file"),
  ])
  func `what is named must be there`(arguments: [String], code: String) throws {
    let run = try Command.run(arguments, in: Folder.withPolicies())
    #expect(run.code == 2)
    #expect(run.errors.contains("error[\(code)]"))
  }

  @Test func `a revision of a repository is compared with its folder`() throws {
    let folder = try Folder.withPolicies()
    let git = URL(filePath: "/usr/bin/env")
    for words in [
      ["init", "-q"], ["add", "."],
      ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "first"],
    ] {
      #expect(try Command.run(git, ["git"] + words, in: folder).code == 0)
    }
    try folder.replace(
      "recipient.age < 16", by: "recipient.age < 18", in: "policies/law/mail.yaml")
    try folder.write(Requests.allowedLine + "\n", to: "all.ndjson")
    let same = try Command.run(["diff", "HEAD", "HEAD", "--corpus", "all.ndjson"], in: folder)
    #expect(same.code == 0, "\(same.errors)")
    let changed = try Command.run(["diff", "HEAD", "policies", "--format", "markdown"], in: folder)
    guard Self.isInstalled else { return }
    #expect(changed.code == 1, "\(changed.errors)")
    #expect(changed.output.contains("- `mail/adults` changed: never milder, stricter"))
  }
}
