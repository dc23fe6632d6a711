import ArgumentParser
import Diagnostics
import PolicyCatalogue
import PolicyCompiler
import PolicyEngine
import PolicyModel
import PolicyTesting

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks that a library is well-formed; nothing is judged.",
    discussion: """
      All mistakes are shown in one run. With --reviews a well-formed library tells which of its \
      sources are to be checked again, and which nobody has checked. Exit codes: 0 well-formed \
      (also where reviews are overdue), 2 errors.
      """)

  @OptionGroup var library: LibraryOptions

  @Option(help: "text, json, github or sarif.")
  var format = Format.text

  @Flag(help: "Show whose review is overdue, and the rules whose source is not verified.")
  var reviews = false

  @Option(help: "The day of the reviews: 2026-11-23. (default: today)")
  var at: Instant?

  func validate() throws {
    if at != nil, !reviews { throw ValidationError("--at goes with --reviews") }
  }

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case github
    case sarif

    var diagnostics: DiagnosticFormat {
      switch self {
      case .text: .text
      case .json: .json
      case .github: .github
      case .sarif: .sarif
      }
    }
  }

  func run() throws {
    let compilation = library.compile()
    var diagnostics = compilation.diagnostics
    if let compiled = compilation.library {
      _ = TestsReader.read(compilation.tests, compiled, &diagnostics)
      _ = MappingTestRun.suites(compilation.tests, compiled, &diagnostics)
      if reviews, !diagnostics.contains(where: { $0.severity == .error }) {
        return try show(compiled, compilation.documentCount)
      }
    }
    Terminal.say(
      format.diagnostics.render(
        diagnostics, documentCount: compilation.documentCount, version: EngineVersion.current))
    if diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode.fault }
  }

  private func show(_ library: CompiledLibrary, _ documentCount: Int) throws {
    guard let instant = at?.timestamp ?? Terminal.now() else { throw ExitCode.fault }
    let report = ReviewReport(of: library, on: Day(of: instant))
    switch format {
    case .text: Terminal.say(report.text)
    case .json: Terminal.say(report.json.text(pretty: true) + "\n")
    case .github, .sarif:
      Terminal.say(
        format.diagnostics.render(
          report.diagnostics, documentCount: documentCount, version: EngineVersion.current))
    }
  }
}
