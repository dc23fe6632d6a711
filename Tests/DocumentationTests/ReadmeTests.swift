import CEL
import DecisionWriting
import Diagnostics
import DocumentTree
import FactsReading
import PolicyCompiler
import PolicyEngine
import PolicyModel
import Testing

/// The decisions that pages show as the command prints them: `text decision FACTS`.
struct ReadmeTests {
  private static let pages = ["README.md", "docs/examples/cart-recovery/README.md"].map { Page($0) }
  private static let shown = pages.flatMap { $0.blocks("text", "decision") }

  @Test(arguments: shown)
  func `a decision that is shown is the one that is made`(block: Page.Block) throws {
    let path = try #require(block.words.last)
    var lines = block.text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    #expect(lines.popFirst() == "$ scruple gate \(path)")
    #expect(lines.popFirst() == "")
    let wanted = lines.joined(separator: "\n")
    let made = try Self.page(of: path).replacing(Page.path("") + "/", with: "")
    #expect(Self.stable(made) == Self.stable(wanted))
  }

  @Test func `the readme shows a decision`() { #expect(!Self.shown.isEmpty) }

  private static func page(of path: String) throws -> String {
    var diagnostics: [Diagnostic] = []
    let folder = Page.path("policies")
    let files = LibraryFolder.files(in: [folder], &diagnostics)
    let compiled = LibraryCompiler.compile(files, roots: [folder]).library
    let library = try #require(compiled)
    let read = FactsFile.read(Page.path(path), library, &diagnostics)
    let facts = try #require(read?.facts)
    var gates = ClientGates(library: library, client: nil)
    let gate = try gates.gate(named: facts.client, at: nil)
    let prepared = try gate.prepare(facts, at: nil, clock: nil)
    return DecisionText.page(of: gate.decide(prepared, withChanges: true))
  }

  /// Without what changes with every edit of a policy: its lines and the library's digest.
  private static func stable(_ page: String) -> String {
    page.replacing(#/\.yaml:\d+/#, with: ".yaml:0").replacing(#/sha256:\w+/#, with: "sha256:")
  }
}
