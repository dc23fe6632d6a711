import ArgumentParser
import AudienceEvaluation
import CEL
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

/// What `scruple gate CAMPAIGN --audience RECIPIENTS` judges, and how it tells.
struct AudienceOptions: ParsableArguments {
  @Option(
    name: .customLong("audience"),
    help: ArgumentHelp(
      "Judge FACTS, which state no recipient, against each row of this file; - reads the standard input.",
      valueName: "file"))
  var path: String?

  @Option(
    name: .customLong("audience-format"),
    help: "ndjson or csv, where the audience's suffix does not tell.")
  var form: AudienceForm?

  @Option(
    name: .customLong("out"),
    help: ArgumentHelp("Write the parts of the audience and the report here.", valueName: "dir"))
  var folder: String?

  @Option(
    name: .customLong("by"),
    help: ArgumentHelp(
      "Count the verdicts by this fact of the recipient; may be repeated.", valueName: "fact"))
  var by: [String] = []

  @Flag(name: .customLong("strict"), help: "Stop at the first row that is rejected.")
  var isStrict = false

  @Flag(name: .customLong("unique-ids"), help: "Find ids that stand in more than one row.")
  var wantsUniqueIDs = false

  @Option(
    name: .customLong("only"),
    help: ArgumentHelp("Decide for this recipient alone, with all reasons.", valueName: "id"))
  var only: String?

  @Flag(
    name: .customLong("explain-plan"),
    help: "Say what is decided once, what by value and what row by row, and judge nobody.")
  var explainsPlan = false

  func validate() throws {
    if path == nil,
      form != nil || folder != nil || !by.isEmpty || isStrict || wantsUniqueIDs || only != nil
        || explainsPlan
    {
      throw ValidationError(
        "--audience-format, --out, --by, --strict, --unique-ids and --only go with --audience")
    }
    if only != nil, folder != nil || !by.isEmpty || wantsUniqueIDs {
      throw ValidationError(
        "--only decides for one recipient: --out, --by and --unique-ids do not go with it")
    }
    if let path, form == nil, AudienceForm(path: path) == nil {
      throw ValidationError(
        "\(path == "-" ? "the standard input" : "`\(path)`") does not tell its form: give --audience-format ndjson or csv"
      )
    }
  }
}

extension AudienceForm: ExpressibleByArgument {}
