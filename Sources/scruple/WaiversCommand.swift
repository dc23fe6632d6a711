import ArgumentParser
import Diagnostics
import PolicyCatalogue
import PolicyEngine
import PolicyModel

struct WaiversCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "waivers",
    abstract: "Shows who waived which rule, why, until when, and how many days are left.",
    discussion: """
      A waiver holds for the client that states it, from its first day to its last, in UTC. One that \
      has ended lets nothing pass any more; take it out of the client's document.
      """)

  @Option(help: "The waivers of this client alone.")
  var client: String?

  @Option(
    help: "The instant to count from: 2026-11-23 or 2026-11-23T10:00:00Z. (default: the clock)")
  var at: Instant?

  @OptionGroup var library: LibraryOptions

  @Option(help: "text or json.")
  var format = GateCommand.OutputFormat.text

  func run() throws {
    let library = try library.load()
    guard let instant = at?.timestamp ?? Terminal.now() else { throw ExitCode.fault }
    let known = try client.flatMap { library.client(named: try library.gate(ofClient: $0).client) }
    let report = WaiverReport(of: library, client: known, on: Day(of: instant))
    switch format {
    case .text: Terminal.say(report.text)
    case .json: Terminal.say(report.json.text(pretty: true) + "\n")
    }
  }
}
