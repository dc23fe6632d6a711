import ArgumentParser
import Glibc
import PolicyEngine

/// The command's door: arguments in, exit code out.
///
/// A wrong command line ends with 2, as every other fault of the input does.
@main
enum Main {
  static func main() async {
    do {
      var command = try Scruple.parseAsRoot()
      if var later = command as? any AsyncParsableCommand {
        try await later.run()
      } else {
        try command.run()
      }
    } catch {
      let code = Scruple.exitCode(for: error)
      let message = Scruple.fullMessage(for: error)
      switch code {
      case .success:
        if !message.isEmpty { print(message) }
        exit(0)
      case .validationFailure:
        Terminal.complain(message)
        exit(ExitCode.fault.rawValue)
      default:
        if !message.isEmpty { Terminal.complain(message) }
        exit(code.rawValue)
      }
    }
  }
}

struct Scruple: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scruple",
    abstract: "Asks whether an automation may do what it is about to do, and which rule says so.",
    discussion: """
      Policies are YAML with conditions in CEL. Every answer is allow, deny or require-review, with \
      the rules that it rests on. This is no legal advice.

      Exit codes: 0 allowed or fine, 1 denied or failed, 2 the library or the input is at fault, \
      3 a review is required.
      """,
    version: "scruple \(EngineVersion.current) (engine \(EngineVersion.current))",
    subcommands: [
      InitCommand.self,
      GateCommand.self,
      SQLCommand.self,
      ForecastCommand.self,
      LintCommand.self,
      CheckCommand.self,
      TestCommand.self,
      VerifyCommand.self,
      DiffCommand.self,
      ExplainCommand.self,
      FactsCommand.self,
      WaiversCommand.self,
      CalendarCommand.self,
      DocsCommand.self,
      EvalCommand.self,
    ])

  /// Nothing was asked, and nothing must not pass for a yes.
  func run() throws {
    Terminal.complain(Self.helpMessage())
    throw ExitCode.fault
  }
}

extension ExitCode {
  static let denied = ExitCode(1)
  static let failed = ExitCode(1)
  static let fault = ExitCode(2)
  static let review = ExitCode(3)
}
