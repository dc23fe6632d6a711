import ArgumentParser
import CEL
import Diagnostics
import DocumentTree
import PolicyEngine
import PolicyModel
import WorkflowLinting

struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Judges workflow definitions before they are switched on.",
    discussion: """
      FILE is the export of a workflow tool, which is recognised by what stands in it. Rules that hang \
      on the recipient are left to gate. What a team says of its workflow stands in the tool's notes \
      (scruple: declare consent_check because ...) or in FILE without its extension + .scruple.yaml.

      Exit codes: 0 no finding, 1 findings that are denied, 3 findings to review alone, 2 a file or the \
      library is at fault. Where more than one holds, 2 comes before 1, and 1 before 3.
      """)

  @Argument(help: "Exports of workflows.")
  var files: [String]

  @OptionGroup var library: LibraryOptions

  @Option(
    help: """
      Whose workflows they are: asked is what it adopts, and the rules for workflows; without one, \
      every policy.
      """)
  var client: String?

  @Option(help: "The day to judge at: 2026-11-23 or 2026-11-23T10:00:00Z.")
  var at: Instant?

  @Option(help: "text, json, sarif, github, junit or html.")
  var format = Format.text

  @Option(
    help: ArgumentHelp("Show what this earlier JSON report does not know.", valueName: "file"))
  var baseline: String?

  @Option(help: "What ends with an exit code other than 0: deny, or require-review with deny.")
  var failOn = Threshold.requireReview

  @Flag(
    help: "Shows how many steps the mappings know, and which types they do not; judges nothing.")
  var coverage = false

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case sarif
    case github
    case junit
    case html
  }

  enum Threshold: String, CaseIterable, ExpressibleByArgument {
    case deny
    case requireReview = "require-review"
  }

  func run() throws {
    let library = try library.load()
    guard let instant = at?.timestamp ?? Terminal.now() else { throw ExitCode.fault }
    let linter = try linter(of: library, at: instant)
    var refused: [Diagnostic] = []
    var workflows: [WorkflowReport] = []
    for path in files { workflows += lint(path, linter, &refused) }
    let report = LintReport(
      workflows: workflows, refused: refused, linter: linter, baseline: try baseline.map(read))
    if !refused.isEmpty {
      Terminal.complain(
        DiagnosticFormat.text.render(
          refused, version: EngineVersion.current, consequence: "what is refused was not judged"))
    }
    if coverage {
      Terminal.say(report.coverageText)
    } else {
      switch format {
      case .text: Terminal.say(report.text)
      case .json: Terminal.say(report.json.text(pretty: true) + "\n")
      case .sarif: Terminal.say(report.sarif)
      case .github: Terminal.say(report.github)
      case .junit: Terminal.say(report.junit)
      case .html: Terminal.say(report.html)
      }
    }
    if let code = code(of: report) { throw code }
  }

  private func linter(of library: CompiledLibrary, at instant: Timestamp) throws -> Linter {
    guard let client else { return Linter(gate: Gate(policiesOf: library), at: instant) }
    guard let known = library.client(named: client) else {
      throw Mistakes.complain([
        Diagnostic(
          DiagnosticCode("unknown-client"), "no client is named `\(client)`", at: nil,
          help: Suggestion.nearest(to: client, in: library.clients.map(\.id)).map {
            "did you mean `\($0)`?"
          })
      ])
    }
    return Linter(library: library, client: known, at: instant)
  }

  /// The reports of a file's workflows; why it is refused is added to the list.
  private func lint(
    _ path: String, _ linter: Linter, _ refused: inout [Diagnostic]
  ) -> [WorkflowReport] {
    var mistakes: [Diagnostic] = []
    defer { refused += mistakes }
    guard let file = DocumentReader(limits: Readers.limits).load(path: path, &mistakes) else {
      return []
    }
    let workflows = Readers.read(file, &mistakes)
    var sidecar: Sidecar?
    let beside = Sidecar.path(beside: path)
    if FileStatus(beside) != nil {
      let reader = DocumentReader(limits: .facts)
      sidecar = reader.load(path: beside, &mistakes).flatMap { Sidecar.read($0, &mistakes) }
    }
    return linter.lint(workflows, sidecar: sidecar)
  }

  private func read(_ path: String) throws -> Baseline {
    var mistakes: [Diagnostic] = []
    let file = DocumentReader(limits: Readers.limits).load(path: path, &mistakes)
    guard let file, let baseline = Baseline.read(file, &mistakes) else {
      throw Mistakes.complain(mistakes)
    }
    return baseline
  }

  private func code(of report: LintReport) -> ExitCode? {
    if !report.refused.isEmpty { return .fault }
    if coverage { return nil }
    if !report.denied.isEmpty { return .denied }
    return report.findings.isEmpty || failOn == .deny ? nil : .review
  }
}
