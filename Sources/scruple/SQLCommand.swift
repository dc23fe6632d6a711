import ArgumentParser
import AudienceEvaluation
import AudienceSQL
import CEL
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

struct SQLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Writes a campaign's rules as one SELECT over a table of recipients.",
    discussion: """
      For audiences that live in a warehouse. The result has a row a recipient: its id, verdict and \
      rules, the same that `gate --audience` says. Rules that SQL cannot carry stand in the column \
      `residual` of the rows in which they matter, and those rows alone go through `gate`.

      --schema prints the table that the query reads, and how a file is loaded into it.
      """)

  @Argument(help: "A file of facts that states no recipient: YAML or JSON.")
  var campaign: String

  @Option(help: "duckdb, postgres or spark.")
  var dialect: QueryDialect

  @Option(help: "The recipients' table: recipients, or crm.recipients.")
  var table = TableName.usual

  @Option(
    help: ArgumentHelp(
      "The column that tells the rows apart, where it is not the recipient's id.",
      valueName: "column"))
  var key: String?

  @Flag(name: .customLong("schema"), help: "Print the table in place of the query.")
  var wantsSchema = false

  @OptionGroup var library: LibraryOptions

  @Option(help: "Whose campaign it is, where the file does not say.")
  var client: String?

  @Option(help: "The instant to judge at: 2026-11-23 or 2026-11-23T10:00:00Z.")
  var at: Instant?

  func validate() throws {
    if let key, TableName.isBad(key) {
      throw ValidationError("--key takes the name of a column, such as customer_number")
    }
  }

  func run() throws {
    let library = try library.load()
    var diagnostics: [Diagnostic] = []
    guard let campaign = Campaign.read(campaign, library, &diagnostics) else {
      throw Mistakes.complain(diagnostics)
    }
    let gate = try CampaignGate.gate(of: campaign, library, client)
    var options = AudienceRun.Options()
    options.at = at?.timestamp
    options.clock = Terminal.now()
    let run = AudienceRun(library: library, gate: gate, campaign: campaign, options: options)
    let residue: Residue?
    do {
      residue = try run.residue()
    } catch {
      throw Mistakes.complain(error.diagnostics)
    }
    guard let residue else { throw Mistakes.complain([.recipientIsFixed(gate.client)]) }
    guard
      let query = AudienceQuery(
        residue, of: campaign, table: table, key: key, dialect: dialect, &diagnostics)
    else { throw Mistakes.complain(diagnostics) }
    Terminal.say(wantsSchema ? query.table.schema(dialect) : query.text)
    if residue.facts.usedClock { Terminal.complain(Request.clockNote) }
  }
}

extension QueryDialect: ExpressibleByArgument {}

extension TableName: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension DiagnosticCode {
  fileprivate static let recipientIsFixed = DiagnosticCode("recipient-is-fixed")
}

extension Diagnostic {
  fileprivate static func recipientIsFixed(_ client: String) -> Diagnostic {
    Diagnostic(
      .recipientIsFixed,
      "the client `\(client)` states facts of the recipient for all its actions", at: nil,
      help: "judge this audience with `scruple gate CAMPAIGN --audience FILE`")
  }
}
