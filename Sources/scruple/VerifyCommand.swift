import ArgumentParser
import Diagnostics
import FactsReading
import PolicyModel
import PolicyVerification

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Proves that clients and settings can only tighten.",
    discussion: """
      Z3, a solver, is asked for facts that a rule gives less for under a client than under its parent, \
      or with a tighter setting than with a looser one. What it cannot decide is tried with facts made \
      by chance, and said to be only tried. A counterexample is printed as facts for `scruple gate`. \
      With --rules it also looks for rules that can never be broken, that another makes superfluous, \
      and that contradict each other.

      Exit codes: 0 proved or tried without a counterexample, 1 a counterexample, 2 the library is at \
      fault or Z3 is not installed.
      """)

  @OptionGroup var library: LibraryOptions

  @Option(help: ArgumentHelp("This client alone, beside those above it.", valueName: "id"))
  var client: String?

  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp(
      "The settings, or the rules, of this policy alone; may be repeated.", valueName: "id"))
  var policies: [String] = []

  @Flag(help: "Look for rules that are never broken, superfluous or in contradiction instead.")
  var rules = false

  @Option(help: "text or json.")
  var format = Format.text

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
  }

  func run() async throws {
    let library = try library.load()
    for id in policies where library.policy(named: id) == nil {
      throw Mistakes.complain([.noPolicy(id, library.policies.map(\.id))])
    }
    if let client, library.client(named: client) == nil {
      throw Mistakes.complain([.noClient(client, library.clients.map(\.id))])
    }
    do {
      let report = try await report(of: library)
      switch format {
      case .text: Terminal.say(report.text)
      case .json: Terminal.say(report.json.text(pretty: true) + "\n")
      }
      if report.hasCounterexamples { throw ExitCode.failed }
    } catch let failure as Solver.Failure {
      throw Mistakes.complain([.noSolver(failure)])
    }
  }

  private func report(of library: CompiledLibrary) async throws -> VerificationReport {
    var report = VerificationReport(solver: try Solver.installedVersion())
    let bar = ProgressBar(isShown: Terminal.isWatched)
    defer { bar.clear() }
    if rules {
      let found = try await Verifier.rules(of: policies, in: library) { bar.show($0, of: $1) }
      report.rules = found
      report.questions = found.questions
      return report
    }
    let verifier = try Verifier(library)
    report.layers = try verifier.layers(of: client, progress: bar.show)
    if report.layers.isEmpty { report.topmost = client }
    if client == nil {
      report.settings = try verifier.settings(of: policies, progress: bar.show)
    }
    report.questions = verifier.questionCount
    return report
  }
}

extension DiagnosticCode {
  static let noSolver = DiagnosticCode("no-solver")
}

extension Diagnostic {
  static func noClient(_ id: String, _ known: [String]) -> Diagnostic {
    Diagnostic(
      .unknownClient, "no client is named `\(id)`", at: nil,
      help: Suggestion.nearest(to: id, in: known).map { "did you mean `\($0)`?" }
        ?? "the library knows \(known.map { "`\($0)`" }.joined(separator: ", "))")
  }

  static func noSolver(_ failure: Solver.Failure) -> Diagnostic {
    switch failure {
    case .notInstalled:
      Diagnostic(
        .noSolver, "Z3 is not installed, so nothing can be proved", at: nil,
        help: "install it: `apt-get install z3`")
    case .failed(let words):
      Diagnostic(
        .noSolver, "Z3 gave up: \(words)", at: nil,
        help: "is `z3` in PATH the theorem prover of that name, 4.8 or later?")
    }
  }
}
