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
    guard let path else {
      if let name = given.first { throw ValidationError("\(name) goes with --audience") }
      return
    }
    if folder == "" { throw ValidationError("--out takes the name of a folder") }
    if let name = given.first(where: onlyExcludes), only != nil {
      throw ValidationError("--only decides for one recipient: \(name) does not go with it")
    }
    if let name = given.first(where: planExcludes), explainsPlan {
      throw ValidationError("--explain-plan judges nobody: \(name) does not go with it")
    }
    if form == nil, AudienceForm(path: path) == nil {
      throw ValidationError(
        "\(path == "-" ? "the standard input" : "`\(path)`") does not tell its form: give --audience-format ndjson or csv"
      )
    }
  }

  /// The options beside `--audience` that were given.
  private var given: [String] {
    let all: [(name: String, isGiven: Bool)] = [
      ("--audience-format", form != nil), ("--out", folder != nil), ("--by", !by.isEmpty),
      ("--strict", isStrict), ("--unique-ids", wantsUniqueIDs), ("--only", only != nil),
      ("--explain-plan", explainsPlan),
    ]
    return all.filter(\.isGiven).map(\.name)
  }

  private func onlyExcludes(_ name: String) -> Bool {
    ["--out", "--by", "--strict", "--unique-ids"].contains(name)
  }

  private func planExcludes(_ name: String) -> Bool {
    onlyExcludes(name) || name == "--only"
  }
}

extension AudienceForm: ExpressibleByArgument {}
