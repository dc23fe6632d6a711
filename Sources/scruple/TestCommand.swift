import ArgumentParser
import Diagnostics
import PolicyCompiler
import PolicyEngine
import PolicyTesting

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Runs the tests of the policies and shows what they reach.",
    discussion: """
      Coverage: of each rule whether it was seen broken, kept and undecided, of each atom whether it \
      was seen true and false. Exit codes: 0 passed, 1 failed, 2 the library is at fault.
      """)

  @OptionGroup var library: LibraryOptions

  @Option(help: "text, json or junit.")
  var format = Format.text

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case junit
  }

  func run() throws {
    let compilation = library.compile()
    guard let compiled = compilation.library else {
      throw Mistakes.complain(compilation.diagnostics, compilation.documentCount)
    }
    var diagnostics: [Diagnostic] = []
    let suites = TestsReader.read(compilation.tests, compiled, &diagnostics)
    guard diagnostics.isEmpty else {
      throw Mistakes.complain(diagnostics, compilation.documentCount)
    }
    let report = TestRun.report(suites, compiled)
    if report.hasErrors { throw Mistakes.complain(report.diagnostics, compilation.documentCount) }
    switch format {
    case .text: Terminal.say(report.text)
    case .json: Terminal.say(report.json.text(pretty: true) + "\n")
    case .junit: Terminal.say(report.junit)
    }
    if report.failedCount > 0 { throw ExitCode.failed }
  }
}
