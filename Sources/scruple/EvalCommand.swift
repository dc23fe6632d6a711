import ArgumentParser
import CEL
import Diagnostics
import ExpressionTrial

struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluates a CEL expression; no policy is read.",
    discussion: """
      The variables are the top-level keys of FILE, each of type dyn. All libraries are on: strings, \
      math, lists, sets, encoders, optionals and network addresses. The value is written as CEL text.

      Exit codes: 0 there is a value, 1 evaluation failed, 2 the expression or the file is at fault.
      """)

  @Argument(help: "The expression; after -- where it begins with a hyphen.")
  var expression: String

  @Option(help: ArgumentHelp("A YAML or JSON file of variables.", valueName: "file"))
  var facts: String?

  @Flag(help: "Shows the deduced type; nothing is evaluated.")
  var type = false

  func run() throws {
    var diagnostics: [Diagnostic] = []
    let values = facts.map { NamedValues.read($0, &diagnostics) } ?? NamedValues.none
    guard let values, let trial = Trial(expression, on: values, &diagnostics) else {
      throw Mistakes.complain(diagnostics)
    }
    if type {
      Terminal.say("\(trial.type)\n")
      return
    }
    do {
      Terminal.say(try trial.value() + "\n")
    } catch {
      Terminal.complain("error[\(error.code.rawValue)]: \(error.message.withEscapedControls)")
      throw ExitCode.failed
    }
  }
}
