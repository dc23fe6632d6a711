import ArgumentParser
import Diagnostics
import PolicyCatalogue
import PolicyCompiler
import PolicyEngine
import PolicyModel
import PolicyTesting

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows what a rule says, cites and needs, with the tests that cover it.")

  @Argument(help: "The rule: gdpr/consent-on-record.")
  var rule: String

  @OptionGroup var library: LibraryOptions

  func run() throws {
    let compilation = library.compile()
    guard let compiled = compilation.library else {
      throw Mistakes.complain(compilation.diagnostics, compilation.documentCount)
    }
    guard let number = compiled.rules.firstIndex(where: { $0.name.description == rule }) else {
      let names = compiled.rules.map(\.name.description)
      let ofPolicy = names.filter { $0.hasPrefix(rule + "/") }
      let nearest =
        names.first { $0.hasSuffix("/" + rule) } ?? Suggestion.nearest(to: rule, in: names)
      throw Mistakes.complain(
        [
          Diagnostic(
            .unknownRule, "no rule is named `\(rule)`", at: nil,
            help: ofPolicy.isEmpty
              ? nearest.map { "did you mean `\($0)`?" } ?? "a name is `policy/rule`"
              : "the policy `\(rule)` has \(ofPolicy.joined(separator: ", "))")
        ], compilation.documentCount)
    }
    var diagnostics: [Diagnostic] = []
    let suites = TestsReader.read(compilation.tests, compiled, &diagnostics)
    Terminal.say(RulePage.text(of: compiled.rules[number], in: compiled, suites: suites))
  }
}

extension DiagnosticCode {
  static let unknownRule = DiagnosticCode("unknown-rule")
}
