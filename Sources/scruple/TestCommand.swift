import ArgumentParser
import Diagnostics
import PolicyCompiler
import PolicyEngine
import PolicyTesting

struct TestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Runs the tests of the policies and shows what they reach.",
    discussion: """
      Coverage: of each rule whether it was seen broken, kept and undecided, of each atom whether it \
      was seen true and false. With --mutate the policies are changed one step at a time, and what no \
      test notices is shown. Exit codes: 0 passed (and every change noticed), 1 failed (or a change \
      went unnoticed), 2 the library is at fault.
      """)

  @OptionGroup var library: LibraryOptions

  @Option(help: "text, json or junit.")
  var format = Format.text

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case junit
  }

  @OptionGroup(title: "Mutation") var mutation: MutationOptions

  func validate() throws {
    if mutation.isAsked, format == .junit {
      throw ValidationError("--mutate writes text or json")
    }
  }

  func run() async throws {
    let compilation = library.compile()
    guard let compiled = compilation.library else {
      throw Mistakes.complain(compilation.diagnostics, compilation.documentCount)
    }
    var diagnostics: [Diagnostic] = []
    let suites = TestsReader.read(compilation.tests, compiled, &diagnostics)
    guard diagnostics.isEmpty else {
      throw Mistakes.complain(diagnostics, compilation.documentCount)
    }
    if mutation.isAsked {
      return try await mutation.run(compilation, suites, library.chosenFolders, format)
    }
    let mappings = MappingTestRun.suites(compilation.tests, compiled, &diagnostics)
    guard diagnostics.isEmpty else {
      throw Mistakes.complain(diagnostics, compilation.documentCount)
    }
    let report = TestRun.report(suites, compiled).joined(by: mappings)
    if report.hasErrors { throw Mistakes.complain(report.diagnostics, compilation.documentCount) }
    switch format {
    case .text: Terminal.say(report.text)
    case .json: Terminal.say(report.json.text(pretty: true) + "\n")
    case .junit: Terminal.say(report.junit)
    }
    if report.failedCount > 0 { throw ExitCode.failed }
  }
}
