import ArgumentParser
import Diagnostics
import PolicyCatalogue
import PolicyEngine
import PolicyModel

struct CalendarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar",
    abstract: "Shows every date on which the library changes what it demands.",
    discussion: """
      Rules and their exceptions begin and end, rows of tables change, terms join and leave others; \
      with --client its waivers begin and end. \
      With --format ics the dates are written for a calendar program.
      """)

  @Option(help: "Only what binds this client.")
  var client: String?

  @Option(help: ArgumentHelp("The first day to show: 2026-11-23.", valueName: "day"))
  var from: Day?

  @Option(help: ArgumentHelp("The last day to show.", valueName: "day"))
  var until: Day?

  @OptionGroup var library: LibraryOptions

  @Option(help: "text, json or ics.")
  var format = Format.text

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case ics
  }

  func validate() throws {
    if let from, let until, until < from {
      throw ValidationError("--until \(until.text) lies before --from \(from.text)")
    }
  }

  func run() throws {
    let library = try library.load()
    let gate = try client.map { try library.gate(ofClient: $0) } ?? Gate(everythingOf: library)
    let calendar = LibraryCalendar(of: gate, from: from, until: until)
    switch format {
    case .text: Terminal.say(calendar.text)
    case .json: Terminal.say(calendar.json.text(pretty: true) + "\n")
    case .ics: Terminal.say(calendar.iCalendar)
    }
  }
}
