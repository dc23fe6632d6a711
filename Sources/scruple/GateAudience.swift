import ArgumentParser
import AudienceEvaluation
import CEL
import DecisionWriting
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

/// Judges one campaign against an audience, or decides for one recipient of it.
struct GateAudience {
  let library: CompiledLibrary
  let client: String?
  let at: Timestamp?
  let format: GateCommand.Format
  let audience: AudienceOptions

  func run(campaign path: String, audience file: String) async throws {
    guard let form = audience.form ?? AudienceForm(path: file) else { throw ExitCode.fault }
    var diagnostics: [Diagnostic] = []
    guard let campaign = Campaign.read(path, library, &diagnostics) else {
      throw Mistakes.complain(diagnostics)
    }
    let gate = try CampaignGate.gate(of: campaign, library, client)
    let run = AudienceRun(library: library, gate: gate, campaign: campaign, options: options)
    do {
      if audience.explainsPlan {
        Terminal.say(try run.plan(for: form))
      } else if let id = audience.only {
        try decide(try run.facts(ofRecipient: id, file, form), gate)
      } else {
        try await judge(run, file, form)
      }
    } catch let failure as RunFailure {
      throw Mistakes.complain(failure.diagnostics)
    }
  }

  private var options: AudienceRun.Options {
    var options = AudienceRun.Options()
    options.at = at
    options.clock = Terminal.now()
    options.folder = audience.folder
    options.by = audience.by.map { FactPath($0) }
    options.isStrict = audience.isStrict
    options.wantsUniqueIDs = audience.wantsUniqueIDs
    options.width = Terminal.coreCount
    return options
  }

  private func judge(_ run: AudienceRun, _ file: String, _ form: AudienceForm) async throws {
    var bar = AudienceBar(columns: Terminal.watchedColumns, start: Terminal.now())
    let report: AudienceReport
    do {
      report = try await run.run(file, form) { bar.show($0, now: Terminal.now()) }
      bar.clear()
    } catch {
      bar.clear()
      throw error
    }
    switch format {
    case .text: Terminal.say(report.text)
    case .json: Terminal.say(report.json.text(pretty: true) + "\n")
    case .html: Terminal.say(report.html)
    }
    if report.usedClock { Terminal.complain(Request.clockNote) }
    if report.rejected > 0 || (report.duplicates?.count ?? 0) > 0 { throw ExitCode.fault }
    if report.denied > 0 { throw ExitCode.denied }
    if report.toReview > 0 { throw ExitCode.review }
  }

  private func decide(_ facts: PreparedFacts, _ gate: Gate) throws {
    let decision = gate.decide(facts, withChanges: true)
    switch format.ofDecision {
    case .text: Terminal.say(DecisionText.page(of: decision))
    case .json: Terminal.say(DecisionJSON.value(of: decision).text(pretty: true) + "\n")
    }
    if facts.usedClock { Terminal.complain(Request.clockNote) }
    if let code = decision.verdict.exitCode { throw code }
  }
}
