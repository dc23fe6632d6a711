import CEL
import Diagnostics
import FactsReading
import PolicyModel

/// What may not be asked about: control flow has no effect of its own, and only the linting of a
/// workflow may say that a step is that, or speak of steps at all.
enum ActionKind {
  struct Problem: Error {
    let diagnostic: Diagnostic
  }

  static func check(_ request: ReadFacts, of library: CompiledLibrary) throws(Problem) {
    let vocabulary = library.vocabulary
    for root in ["step", "workflow"] {
      guard let slot = vocabulary.slot(of: root), case .bool(true)? = request.facts?.slots[slot]
      else { continue }
      throw Problem(
        diagnostic: Diagnostic(
          .workflowFacts, "`\(root)` is stated, but no workflow is being judged",
          at: request.range(ofSlot: slot),
          help: "leave it out: it is found when a workflow's definition is read"))
    }
    guard let slot = vocabulary.slot(of: "action.kind"),
      case .symbol(let kind)? = request.facts?.slots[slot], vocabulary.text(of: kind) == "flow"
    else { return }
    throw Problem(
      diagnostic: Diagnostic(
        .controlFlow, "`flow` is no action that can be judged", at: request.range(ofSlot: slot),
        help: "name what the step really does; whatever has an effect has a kind of its own"))
  }
}

extension DiagnosticCode {
  fileprivate static let controlFlow = DiagnosticCode("control-flow")
  fileprivate static let workflowFacts = DiagnosticCode("workflow-facts")
}
