import Foundation
import Testing

/// Linting from the command line: what is printed, and how it ends.
struct LintTests {
  private static let example = Project.root.appending(path: "docs/examples/workflows")
  private static let policies = ["--policies", Project.root.appending(path: "policies").path]

  private static func folder() throws -> Folder {
    let folder = try Folder()
    for name in ["abandoned-cart", "abandoned-cart-mended"] {
      let text = try String(contentsOf: example.appending(path: "\(name).json"), encoding: .utf8)
      try folder.write(text, to: "\(name).json")
    }
    return folder
  }

  private static func lint(_ arguments: [String], in folder: Folder) throws -> Command.Run {
    try Command.run(["lint", "--at", "2026-11-25"] + policies + arguments, in: folder)
  }

  @Test func `the example as text`() throws {
    let run = try Self.lint(["abandoned-cart.json"], in: Self.folder())
    #expect(run.code == 1)
    #expect(run.errors.isEmpty)
    let told = run.output.split(separator: "\n").filter { !$0.contains("left to") }
    try GoldenFile("lint.text.txt").check(told.joined(separator: "\n") + "\n")
  }

  @Test func `a client's workflows are asked by the rules for workflows, adopted or not`() throws {
    let run = try Self.lint(["abandoned-cart.json", "--client", "ref"], in: Self.folder())
    #expect(run.code == 1)
    #expect(run.output.contains("workflows/check-after-wait"))
  }

  @Test func `the mended example has no finding`() throws {
    let run = try Self.lint(["abandoned-cart-mended.json"], in: Self.folder())
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.hasPrefix("1 workflow · 0 denied · 0 to review"))
  }

  @Test func `a baseline leaves what is new`() throws {
    let folder = try Self.folder()
    let first = try Self.lint(["abandoned-cart.json", "--format", "json"], in: folder)
    try folder.write(first.output, to: "baseline.json")
    let second = try Self.lint(["abandoned-cart.json", "--baseline", "baseline.json"], in: folder)
    #expect(second.code == 0, "\(second.output)")
    #expect(second.output.contains("known before"))
  }

  @Test func `a baseline that is none`() throws {
    let folder = try Self.folder()
    try folder.write("{}", to: "baseline.json")
    let run = try Self.lint(["abandoned-cart.json", "--baseline", "baseline.json"], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[not-a-baseline]"))
  }

  @Test func `a file beside the export says what it cannot`() throws {
    let folder = try Self.folder()
    try folder.write(
      "owner: crm@shop.example\nignore:\n"
        + "  - {rule: workflows/check-after-wait, step: Send reminder, because: The list is read anew.}\n"
        + "  - {rule: workflows/unsubscribe-offered, because: The tool adds the link.}\n",
      to: "abandoned-cart.scruple.yaml")
    let run = try Self.lint(["abandoned-cart.json"], in: folder)
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.contains("The list is read anew."))
  }

  @Test(arguments: [
    ("cut.json", "{\"nodes\": [", 2), ("text.txt", "hello", 2), ("other.json", "{\"a\": 1}", 2),
    ("empty.json", "", 2), ("list.json", "[]", 2),
  ])
  func `a file that is no workflow is refused`(name: String, text: String, code: Int) throws {
    let folder = try Self.folder()
    try folder.write(text, to: name)
    let run = try Self.lint([name, "abandoned-cart-mended.json"], in: folder)
    #expect(run.code == code)
    #expect(run.errors.contains("error["), "\(run.errors)")
    // The other file is judged all the same.
    #expect(run.output.contains("1 workflow"))
  }

  @Test func `only what is denied may end badly`() throws {
    let folder = try Self.folder()
    try folder.write(
      "ignore:\n  - {rule: workflows/check-after-wait, because: x}\n"
        + "  - {rule: workflows/unsubscribe-offered, because: x}\n",
      to: "abandoned-cart.scruple.yaml")
    #expect(try Self.lint(["abandoned-cart.json"], in: folder).code == 3)
    #expect(try Self.lint(["abandoned-cart.json", "--fail-on", "deny"], in: folder).code == 0)
  }

  @Test func `a client that does not exist`() throws {
    let run = try Self.lint(["abandoned-cart.json", "--client", "nobody"], in: Self.folder())
    #expect(run.code == 2)
    #expect(run.errors.contains("no client is named `nobody`"))
  }

  @Test func `results are the same from run to run`() throws {
    let folder = try Self.folder()
    let runs = try (0..<2).map { _ in
      try Self.lint(["abandoned-cart.json", "--format", "json"], in: folder).output
    }
    #expect(runs[0] == runs[1])
  }

  /// The indented blocks of the guide.
  private static func blocks() throws -> [String] {
    let page = try String(
      contentsOf: Project.root.appending(path: "docs/workflows.md"), encoding: .utf8)
    var blocks: [String] = [""]
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("    ") {
        blocks[blocks.count - 1] += line.dropFirst(4) + "\n"
      } else if blocks.last?.isEmpty == false {
        blocks.append("")
      }
    }
    return blocks
  }

  @Test func `the guide's first command does what it shows`() throws {
    let command = try #require(try Self.blocks().first { $0.hasPrefix("scruple lint docs/") })
    let path = try #require(command.split(separator: " ").last?.split(separator: "\n").first)
    let file = Project.root.appending(path: String(path)).path
    #expect(try Self.lint([file], in: Self.folder()).code == 1)
  }

  @Test func `the guide's mapping and its tests are taken`() throws {
    let folder = try Folder()
    try FileManager.default.copyItem(
      at: Project.root.appending(path: "policies"), to: folder["policies"])
    let blocks = try Self.blocks()
    for (start, name) in [("mapping: acme", "acme.yaml"), ("tests: acme", "acme.tests.yaml")] {
      let block = try #require(blocks.first { $0.hasPrefix(start) })
      try folder.write(block, to: "policies/mappings/\(name)")
    }
    let run = try Command.run(["check", "--policies", "policies"], in: folder)
    #expect(run.code == 0, "\(run.output)")
    try folder.write(
      "{\"nodes\": [{\"name\": \"A\", \"type\": \"n8n-nodes-acme.loyalty\", \"parameters\": {}}], \"connections\": {}}",
      to: "flow.json")
    let lint = try Command.run(
      ["lint", "flow.json", "--coverage", "--policies", "policies"], in: folder)
    #expect(lint.output.hasPrefix("1 of 1 step"), "\(lint.output)")
  }

  @Test func `the guide's file beside an export is taken`() throws {
    let block = try #require(try Self.blocks().first { $0.hasPrefix("owner: crm@shop.example\n") })
    let folder = try Self.folder()
    let text = block.replacingOccurrences(of: "step: Send receipt", with: "step: Send reminder")
      .replacingOccurrences(of: "step: Send,", with: "step: Send reminder,")
    try folder.write(text, to: "abandoned-cart.scruple.yaml")
    let run = try Self.lint(["abandoned-cart.json"], in: folder)
    #expect(!run.output.contains("warning"), "\(run.output)")
    #expect(run.output.contains("The segment holds people who opted in."))
  }

  @Test(arguments: ["sarif", "github", "junit", "html"])
  func `every form is written`(format: String) throws {
    let run = try Self.lint(["abandoned-cart.json", "--format", format], in: Self.folder())
    #expect(run.code == 1)
    #expect(run.output.contains("workflows/check-after-wait"))
  }

  @Test func `coverage judges nothing`() throws {
    let run = try Self.lint(["abandoned-cart.json", "--coverage"], in: Self.folder())
    #expect(run.code == 0)
    #expect(run.output == "4 of 4 steps with an effect are mapped (100.0 %)\n")
  }
}
