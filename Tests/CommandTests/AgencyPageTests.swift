import Foundation
import Testing

/// Every command of `docs/agencies.md` prints what the page shows; RECORD=1 writes it down anew.
///
///     yaml shown PATH   a file of the project
///     yaml file PATH    a file that is there for the next command alone
///     text run CODE     a command after `$ `, a blank line, and its output; it ends with the code
struct AgencyPageTests {
  private static let path = "docs/agencies.md"

  @Test func `every file and every output is as the page shows it`() throws {
    let url = Project.root.appending(path: Self.path)
    let written = try String(contentsOf: url, encoding: .utf8)
    let folder = try Self.project()
    var page: [Substring] = []
    var files: [String] = []
    var runs = 0
    for part in Fences(written).parts {
      guard let head = part.head else {
        page += part.lines
        continue
      }
      var lines = part.lines
      switch (head.first, head.dropFirst().first, head.last) {
      case ("yaml", "shown", let path?):
        let file = try String(contentsOf: Project.root.appending(path: path), encoding: .utf8)
        #expect(lines.joined(separator: "\n") + "\n" == file, "\(path)")
        lines = file.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
      case ("yaml", "file", let path?):
        try folder.write(lines.joined(separator: "\n") + "\n", to: path)
        files.append(path)
      case ("text", "run", let code?):
        let command = try #require(lines.first?.split(separator: " ").map(String.init))
        #expect(command.prefix(2) == ["$", "scruple"])
        if command.dropFirst(2).first == "verify", !VerificationTests.isInstalled {
          print("passed over, since Z3 is not installed: \(lines[0])")
          page += ["```\(head.joined(separator: " "))"] + lines + ["```"]
          continue
        }
        let run = try Command.run(Array(command.dropFirst(2)), in: folder)
        #expect(String(run.code) == code, "\(lines[0])")
        let output = (run.output + run.errors).trimmingSuffix("\n")
        let shown = lines.dropFirst(2).joined(separator: "\n")
        #expect(Self.stable(output) == Self.stable(shown), "\(lines[0])")
        lines = lines.prefix(2) + output.split(separator: "\n", omittingEmptySubsequences: false)
        for path in files { try FileManager.default.removeItem(at: folder[path]) }
        files = []
        runs += 1
      default: break
      }
      page += ["```\(head.joined(separator: " "))"] + lines + ["```"]
    }
    #expect(runs >= 5)
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try page.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
    }
  }

  /// The project's policies and examples.
  private static func project() throws -> Folder {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      at: folder["docs"], withIntermediateDirectories: true)
    for path in ["policies", "docs/examples"] {
      try FileManager.default.copyItem(at: Project.root.appending(path: path), to: folder[path])
    }
    return folder
  }

  /// Without what changes with every edit of a policy: lines, the digest, the number of documents.
  private static func stable(_ text: String) -> String {
    text.replacing(#/\.yaml:\d+(:\d+)?/#, with: ".yaml")
      .replacing(#/sha256:\w+/#, with: "sha256")
      .replacing(#/(?m)^ *\d* *(\||=|-->)/#) { "\($0.output.1)" }
      .replacing(#/in \d+ documents/#, with: "in documents")
      .replacing(#/\d+ of \d+ rules proved/#, with: "rules proved")
      .replacing(#/\d+ proved, /#, with: "proved, ")
      .replacing(#/\d+ questions? to Z3 \S+/#, with: "questions to Z3")
  }
}

/// A page cut at its fences.
private struct Fences {
  /// Plain lines, or a fenced block with the words behind its fence.
  var parts: [(head: [String]?, lines: [Substring])] = []

  init(_ text: String) {
    var lines: [Substring] = []
    var head: [String]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("```") else {
        lines.append(line)
        continue
      }
      parts.append((head, lines))
      lines = []
      head = head == nil ? line.dropFirst(3).split(separator: " ").map(String.init) : nil
    }
    parts.append((head, lines))
  }
}

extension String {
  fileprivate func trimmingSuffix(_ end: Character) -> String {
    var text = self
    while text.last == end { text.removeLast() }
    return text
  }
}
