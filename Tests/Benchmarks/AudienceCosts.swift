import AudienceEvaluation
import CEL
import Diagnostics
import DocumentTree
import FactsReading
import Glibc
import PolicyCompiler
import PolicyEngine
import PolicyModel

/// What reading and judging cost of one audience, on one thread: `AUDIENCE` is NDJSON or CSV.
enum AudienceCosts {
  static func print(policies: String, campaign: String, audience: String) {
    var diagnostics: [Diagnostic] = []
    let files = LibraryFolder.files(in: [policies], &diagnostics)
    let loaded = LibraryCompiler.compile(files, roots: [policies]).library
    guard let loaded, let campaign = Campaign.read(campaign, loaded, &diagnostics),
      let form = AudienceForm(path: audience)
    else { return complain(diagnostics) }
    do {
      guard let client = loaded.client(named: campaign.facts.client ?? "") else {
        return Swift.print("the campaign names no client")
      }
      let gate = Gate(library: loaded, client: client)
      let run = AudienceRun(library: loaded, gate: gate, campaign: campaign, options: .init())
      let found = try run.costs(audience, form) { Double(Stopwatch.cpu()) / 1e9 }
      guard let costs = found else { return Swift.print("no columns") }
      Swift.print(
        "rows", costs.rows, "in columns", costs.rowsInColumns, "reading ns a row",
        Int(costs.reading * 1e9) / costs.rows, "MB/s",
        Int(Double(costs.bytes) / costs.reading / 1e6),
        "judging ns a row", Int(costs.judging * 1e9) / costs.rows)
    } catch {
      complain(error.diagnostics)
    }
  }

  private static func complain(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics { Swift.print(diagnostic.message) }
  }
}
