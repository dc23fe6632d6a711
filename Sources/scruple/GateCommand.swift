import ArgumentParser
import CEL
import DecisionWriting
import Diagnostics
import DocumentTree
import PolicyEngine
import PolicyModel

struct GateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Judges one proposed action, one a line, or a campaign for an audience.",
    discussion: """
      FACTS is a YAML or JSON file with the facts of one action. From - (the standard input) or a \
      file *.ndjson one action is read from each line, and one decision a line is written.

      With --audience FACTS are a campaign, and each row of a file *.ndjson or *.csv is a recipient: \
      the answer is who may be reached, who may not, and why.

      Exit codes: 0 allow, 1 deny, 3 require-review, 2 the library or the input is at fault. Where \
      more than one holds, 2 comes before 1, and 1 before 3.
      """)

  @Argument(help: "A file of facts: YAML, JSON or NDJSON; - reads NDJSON from the standard input.")
  var facts: String

  @OptionGroup var library: LibraryOptions

  @Option(help: "Whose action it is, where the facts do not say.")
  var client: String?

  @Option(help: "The instant to judge at: 2026-11-23 or 2026-11-23T10:00:00Z.")
  var at: Instant?

  @Option(help: "text or json; html for an audience.")
  var format = Format.text

  @OptionGroup(title: "Audiences")
  var audience: AudienceOptions

  enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
  }

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    /// A page with charts, of an audience alone.
    case html

    /// The format of a single decision.
    var ofDecision: OutputFormat {
      switch self {
      case .text, .html: .text
      case .json: .json
      }
    }
  }

  func validate() throws {
    if format == .html, audience.path == nil || audience.only != nil {
      throw ValidationError("--format html goes with --audience, and not with --only")
    }
    if audience.path != nil, facts == "-" || facts.hasSuffix(".ndjson") {
      throw ValidationError("a campaign is one action: a YAML or JSON file, and not `\(facts)`")
    }
    if audience.explainsPlan, format != .text {
      throw ValidationError("--explain-plan is told as text")
    }
  }

  func run() async throws {
    let library = try library.load()
    if let path = audience.path {
      let run = GateAudience(
        library: library, client: client, at: at?.timestamp, format: format, audience: audience)
      try await run.run(campaign: facts, audience: path)
    } else if facts == "-" || facts.hasSuffix(".ndjson") {
      var lines = GateLines(
        library: library, client: client, at: at?.timestamp, format: format.ofDecision)
      try lines.run(path: facts)
    } else {
      try gateOne(library)
    }
  }

  private func gateOne(_ library: CompiledLibrary) throws {
    let request = try Request(path: facts, client: client, library: library)
    let prepared = try request.judged { gate, facts throws(FactsProblem) in
      try gate.prepare(facts, at: at?.timestamp, clock: Terminal.now())
    }
    let decision = request.gate.decide(prepared, withChanges: true)
    switch format.ofDecision {
    case .text:
      Terminal.say(DecisionText.page(of: decision))
    case .json:
      Terminal.say(DecisionJSON.value(of: decision).text(pretty: true) + "\n")
    }
    if prepared.usedClock {
      Terminal.complain(Request.clockNote)
    }
    if let code = decision.verdict.exitCode { throw code }
  }
}

extension Verdict {
  /// Nil for success.
  var exitCode: ExitCode? {
    switch self {
    case .allow: nil
    case .deny: .denied
    case .requireReview: .review
    }
  }
}

/// An instant of the command line: a day stands for its first moment, UTC.
struct Instant: ExpressibleByArgument {
  let timestamp: Timestamp

  init?(argument: String) {
    if let day = Day(argument), let start = day.start {
      timestamp = start
    } else if let instant = Timestamp(argument) {
      timestamp = instant
    } else {
      return nil
    }
  }
}
