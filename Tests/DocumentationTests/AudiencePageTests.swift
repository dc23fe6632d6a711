import AudienceEvaluation
import Diagnostics
import DocumentTree
import FactsReading
import PolicyCompiler
import PolicyModel
import Testing

/// The report that `docs/audiences.md` shows, as the command prints it: `text audience`.
struct AudiencePageTests {
  private static let shown = Page("docs/audiences.md").blocks("text", "audience")

  @Test func `the page shows a report`() { #expect(!Self.shown.isEmpty) }

  @Test(arguments: shown)
  func `a report that is shown is the one that is made`(block: Page.Block) async throws {
    var lines = block.text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    let command = lines.popFirst() ?? ""
    let words = command.split(separator: " ").map(String.init)
    try #require(words.count == 6 && words[4] == "--audience")
    #expect(lines.popFirst() == "")
    let report = try await Self.report(words[3], words[5])
    #expect(Self.stable(report.text) == Self.stable(lines.joined(separator: "\n")))
  }

  private static func report(_ campaign: String, _ audience: String) async throws -> AudienceReport
  {
    var diagnostics: [Diagnostic] = []
    let folder = Page.path("policies")
    let files = LibraryFolder.files(in: [folder], &diagnostics)
    let compiled = LibraryCompiler.compile(files, roots: [folder]).library
    let library = try #require(compiled)
    let read = Campaign.read(Page.path(campaign), library, &diagnostics)
    let found = try #require(read)
    var gates = ClientGates(library: library, client: nil)
    let gate = try gates.gate(named: found.facts.client, at: nil)
    let run = AudienceRun(
      library: library, gate: gate, campaign: found, options: AudienceRun.Options())
    return try await run.run(Page.path(audience), .ndjson) { _ in }
  }

  /// Without the library's digest, which changes with every edit of a policy.
  private static func stable(_ page: String) -> String {
    page.replacing(#/sha256:\w+/#, with: "sha256:")
  }
}
