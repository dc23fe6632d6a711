import ArgumentParser
import Diagnostics
import PolicyCatalogue
import PolicyEngine
import PolicyModel

struct FactsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "facts",
    abstract: "Shows which facts are asked for when an action of a kind is gated.",
    discussion: """
      With --format yaml a file of facts is written that waits to be filled in: \
      scruple facts message.email --client acme --format yaml > mail.yaml
      """)

  @Argument(help: "The kind of action: message.email.")
  var kind: String

  @Option(help: "Asks for this client's rules alone.")
  var client: String?

  @OptionGroup var library: LibraryOptions

  @Option(help: "text, yaml (a template to fill in) or json.")
  var format = Format.text

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case yaml
    case json
  }

  func run() throws {
    let library = try library.load()
    let gate = try client.map { try library.gate(ofClient: $0) } ?? Gate(everythingOf: library)
    var diagnostics: [Diagnostic] = []
    guard let asked = FactsAsked(kind: kind, gate: gate, &diagnostics) else {
      throw Mistakes.complain(diagnostics)
    }
    switch format {
    case .text: Terminal.say(asked.text)
    case .yaml: Terminal.say(asked.template)
    case .json: Terminal.say(asked.json.text(pretty: true) + "\n")
    }
  }
}
