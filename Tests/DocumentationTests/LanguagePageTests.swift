import CEL
import Diagnostics
import DocumentTree
import FactsReading
import PolicyCompiler
import PolicyEngine
import PolicyModel
import PolicyTesting
import Testing

/// The examples of `docs/language.md`, so that they stay true.
///
///     yaml library              a file of the library that all examples share
///     yaml rules                rules that it could have as well
///     yaml mistake CODE...      a file that would bring these mistakes into it
///     yaml facts VERDICT R=O... facts, the verdict on them, and the outcomes of some rules
///     cel                       an expression a line; its value, with the last facts, behind `//`
struct LanguagePageTests {
  private static let page = Page.language

  @Test func `the library of the examples compiles without a word`() throws {
    let compilation = Example.compile([])
    #expect(Example.told(compilation) == [])
  }

  @Test func `the cases of the page pass and reach every outcome`() throws {
    let compilation = Example.compile([])
    let found = compilation.library
    let library = try #require(found)
    var diagnostics: [Diagnostic] = []
    let suites = TestsReader.read(compilation.tests, library, &diagnostics)
    let report = TestRun.report(suites, library)
    #expect((diagnostics + report.diagnostics).map(\.message) == [])
    #expect(report.caseCount > 0)
    for result in report.suites.flatMap(\.cases) {
      #expect(result.failures == [], "\(result.name)")
    }
  }

  @Test(arguments: page.blocks("yaml", "rules"))
  func `a rule that is shown compiles`(block: Page.Block) {
    let policy = "policy: shown\ntitle: Shown\nauthority: house\nrules:\n" + block.text
    let shown = SourceFile(path: "policies/shown.yaml", text: policy)
    #expect(Example.told(Example.compile([shown])) == [])
  }

  @Test(arguments: page.blocks("yaml", "mistake"))
  func `a mistake that is shown is found`(block: Page.Block) {
    let shown = SourceFile(path: "policies/shown.yaml", text: block.text)
    let codes = Example.compile([shown]).diagnostics.map(\.code.rawValue)
    #expect(Set(codes) == Set(block.words.dropFirst()), "\(Example.told(Example.compile([shown])))")
  }

  @Test(arguments: page.blocks("yaml", "facts"))
  func `facts are decided as the page says`(block: Page.Block) throws {
    let found = Example.compile([]).library
    let library = try #require(found)
    let decision = try Example.decide(block, library)
    #expect(decision.verdict.rawValue == block.words.dropFirst().first)
    for claim in block.words.dropFirst(2) {
      let parts = claim.split(separator: "=")
      let citation = decision.citations.first { $0.rule.description == parts[0] }
      #expect(citation.map(\.outcome.rawValue) ?? "not-applicable" == parts[1], "\(claim)")
    }
  }

  @Test(arguments: page.blocks.filter { $0.language == "cel" })
  func `expressions have the values that the page gives them`(block: Page.Block) throws {
    let facts = try #require(
      Self.page.blocks("yaml", "facts").last { $0.line < block.line }, "no facts before it")
    let lines = try block.text.split(separator: "\n").map { line in
      let sign = try #require(line.firstRange(of: "  // "), "\(line)")
      return (line[..<sign.lowerBound], line[sign.upperBound...].prefix { $0 != ":" })
    }
    let found = try Example.values(of: lines.map { String($0.0) }, facts)
    for ((expression, wanted), value) in zip(lines, found) {
      #expect(value == wanted, "\(expression)")
    }
  }
}

/// The library of the page's examples: the shipped vocabulary and the page's own documents.
private enum Example {
  static func compile(_ others: [SourceFile]) -> Compilation {
    var diagnostics: [Diagnostic] = []
    let folder = Page.path("policies/vocabulary")
    let shipped = LibraryFolder.files(in: [folder], &diagnostics)
    let own = Page.language.blocks("yaml", "library").map {
      SourceFile(path: "page/line-\($0.line).yaml", text: $0.text)
    }
    return LibraryCompiler.compile(shipped + own + others, roots: [folder, "page", "policies"])
  }

  static func told(_ compilation: Compilation) -> [String] {
    compilation.diagnostics.map { diagnostic in
      let start = diagnostic.range.map { "\($0.file.path):\($0.start.line): " } ?? ""
      return start + "\(diagnostic.code.rawValue): \(diagnostic.message)"
    }
  }

  static func decide(_ block: Page.Block, _ library: CompiledLibrary) throws -> Decision {
    var gates = ClientGates(library: library, client: nil)
    let facts = try facts(block, library)
    let gate = try gates.gate(named: facts.client, at: nil)
    return try gate.decide(gate.prepare(facts, at: nil, clock: nil))
  }

  private static func facts(_ block: Page.Block, _ library: CompiledLibrary) throws -> Facts {
    var diagnostics: [Diagnostic] = []
    let file = SourceFile(path: "facts.yaml", text: block.text)
    let nodes = DocumentReader(limits: .facts, nulls: .allowed).readYAML(file, &diagnostics)
    let read = FactsReader(library).readYAML(try #require(nodes.first))
    #expect((diagnostics + read.diagnostics).map(\.message) == [])
    return try #require(read.facts)
  }

  /// The truths of expressions, by rules that would forbid them.
  static func values(of expressions: [String], _ block: Page.Block) throws -> [String] {
    var policy = "policy: asked\ntitle: Asked\nauthority: house\nrules:\n"
    for (number, expression) in expressions.enumerated() {
      policy += "  - rule: r\(number)\n    cite: None\n    because: Asked.\n"
      policy += "    forbid: >\n      \(expression)\n"
    }
    let compilation = compile([SourceFile(path: "policies/asked.yaml", text: policy)])
    #expect(told(compilation) == [])
    let found = compilation.library
    let library = try #require(found)
    let number = try #require(library.policy(named: "asked"))
    let gate = Gate(library: library, policy: number, clientID: "lantern")
    let decision = try gate.decide(gate.prepare(facts(block, library), at: nil, clock: nil))
    return try expressions.indices.map { number in
      let citation = try #require(decision.citations.first { $0.rule.rule == "r\(number)" })
      switch citation.outcome {
      case .broken: return "true"
      case .kept: return "false"
      case .undecided: return citation.errors.isEmpty ? "unknown" : "error"
      case .notApplicable, .excepted, .waived: return citation.outcome.rawValue
      }
    }
  }
}
