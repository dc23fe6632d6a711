import ArgumentParser
import DecisionWriting
import Diagnostics
import PolicyEngine
import PolicyModel

struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Shows on which days the verdict on an action changes, and by which rule.",
    discussion: """
      The action is judged on every day from its own (or --at) to --until, at the same time of day. \
      The facts stay as they are; rules, exceptions, rows of tables and terms go by their dates, \
      and what is counted from the facts' instants by each day.

      Exit codes: 0 the verdict stays the same, 1 it changes, 2 the library or the input is at fault.
      """)

  @Argument(help: "A file of facts: YAML or JSON.")
  var facts: String

  @Option(help: ArgumentHelp("The last day to judge: 2027-12-31.", valueName: "day"))
  var until: Day

  @OptionGroup var library: LibraryOptions

  @Option(help: "Whose action it is, where the facts do not say.")
  var client: String?

  @Option(help: "The instant to begin at: 2026-11-23 or 2026-11-23T10:00:00Z.")
  var at: Instant?

  @Option(help: "text or json.")
  var format = GateCommand.OutputFormat.text

  /// A century: what nobody's calendar reaches is a slip of the pen.
  private static let mostDays: Int32 = 36_600

  func run() throws {
    let request = try Request(path: facts, client: client, library: library.load())
    let clock = Terminal.now()
    let first = try request.judged { gate, facts throws(FactsProblem) in
      try gate.prepare(facts, at: at?.timestamp, clock: clock)
    }
    let start = Day(of: first.now)
    guard until >= start else {
      throw ValidationError("--until \(until.text) lies before the first day, \(start.text)")
    }
    guard until.number - start.number <= Self.mostDays else {
      throw ValidationError("--until \(until.text) lies more than a hundred years ahead")
    }
    let forecast = try request.judged { gate, facts throws(FactsProblem) in
      try gate.forecast(facts, at: at?.timestamp, clock: clock, until: until)
    }
    switch format {
    case .text: Terminal.say(ForecastText.page(of: forecast))
    case .json: Terminal.say(ForecastJSON.value(of: forecast).text(pretty: true) + "\n")
    }
    if forecast.usedClock { Terminal.complain(Request.clockNote) }
    if !forecast.isSteady { throw ExitCode.failed }
  }
}

/// A day of the command line.
extension Day: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
