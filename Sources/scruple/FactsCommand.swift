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

      With --summary the arguments are files of facts, and of each that is allowed it is shown how many \
      of its facts it needs at the least.
      """)

  @Argument(help: "The kind of action: message.email. With --summary: files of facts.")
  var subjects: [String]

  @Option(help: "Asks for this client's rules alone.")
  var client: String?

  @Flag(help: "Count the facts that allowed actions need.")
  var summary = false

  @OptionGroup var library: LibraryOptions

  @Option(help: "text, yaml (a template to fill in) or json.")
  var format = Format.text

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case yaml
    case json
  }

  func validate() throws {
    if summary, format == .yaml { throw ValidationError("--summary writes text or json") }
    if !summary, subjects.count > 1 { throw ValidationError("name one kind of action") }
  }

  func run() throws {
    let library = try library.load()
    if summary { return try summarise(library) }
    let gate = try client.map { try library.gate(ofClient: $0) } ?? Gate(everythingOf: library)
    guard let now = Terminal.now() else { throw ExitCode.fault }
    var diagnostics: [Diagnostic] = []
    guard let asked = FactsAsked(kind: subjects[0], gate: gate, now: now, &diagnostics) else {
      throw Mistakes.complain(diagnostics)
    }
    switch format {
    case .text: Terminal.say(asked.text)
    case .yaml: Terminal.say(asked.template)
    case .json: Terminal.say(asked.json.text(pretty: true) + "\n")
    }
  }

  private func summarise(_ library: CompiledLibrary) throws {
    var summary = FactsSummary()
    let clock = Terminal.now()
    for path in subjects {
      let request = try Request(path: path, client: client, library: library)
      try request.judged { gate, facts throws(FactsProblem) in
        try summary.add(facts, of: gate, file: path, clock: clock)
      }
    }
    switch format {
    case .text, .yaml: Terminal.say(summary.text)
    case .json: Terminal.say(summary.json.text(pretty: true) + "\n")
    }
  }
}
