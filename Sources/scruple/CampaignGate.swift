import ArgumentParser
import AudienceEvaluation
import FactsReading
import PolicyEngine
import PolicyModel

/// The gate of whoever runs a campaign.
enum CampaignGate {
  /// Says what is wrong with the campaign, and ends the command, where nobody's rules can judge it.
  static func gate(
    of campaign: Campaign, _ library: CompiledLibrary, _ client: String?
  ) throws(ExitCode) -> Gate {
    var gates = ClientGates(library: library, client: client)
    do {
      try ActionKind.check(campaign.request, of: library)
      return try gates.gate(named: campaign.facts.client, at: campaign.request.clientRange)
    } catch let problem as ClientProblem {
      throw Mistakes.complain([problem.diagnostic])
    } catch let problem as ActionKind.Problem {
      throw Mistakes.complain([problem.diagnostic])
    } catch {
      throw .fault
    }
  }
}
