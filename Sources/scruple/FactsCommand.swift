import ArgumentParser
import Diagnostics
import FactsReading
import PolicyCatalogue
import PolicyEngine
import PolicyModel

struct FactsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "facts",
    abstract: "Shows which facts are asked for when an action of a kind is gated.")

  @Argument(help: "The kind of action: message.email.")
  var kind: String

  @Option(help: "Asks for this client's rules alone.")
  var client: String?

  @OptionGroup var library: LibraryOptions

  func run() throws {
    let library = try library.load()
    var gate = Gate(everythingOf: library)
    if let client {
      guard let known = library.client(named: client) else {
        let nearest = Suggestion.nearest(to: client, in: library.clients.map(\.id))
        throw Mistakes.complain([
          Diagnostic(
            .unknownClient, "no client is named `\(client)`", at: nil,
            help: nearest.map { "did you mean `\($0)`?" })
        ])
      }
      gate = Gate(library: library, client: known)
    }
    var diagnostics: [Diagnostic] = []
    guard let page = FactsPage.text(kind: kind, gate: gate, &diagnostics) else {
      throw Mistakes.complain(diagnostics)
    }
    Terminal.say(page)
  }
}
