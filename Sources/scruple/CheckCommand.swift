import ArgumentParser
import Diagnostics
import PolicyCompiler
import PolicyEngine
import PolicyTesting

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks that a library is well-formed; nothing is judged.",
    discussion: "All mistakes are shown in one run. Exit codes: 0 well-formed, 2 errors.")

  @OptionGroup var library: LibraryOptions

  @Option(help: "text, json, github or sarif.")
  var format = Format.text

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
    }
    Terminal.say(
      format.diagnostics.render(
        diagnostics, documentCount: compilation.documentCount, version: EngineVersion.current))
    if diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode.fault }
  }
}
