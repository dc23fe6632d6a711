import CEL
import Diagnostics
import FactsReading
import PolicyModel

/// What may not be asked about: control flow has no effect of its own, and only the mapping of a
/// workflow may say that a step is that.
enum ActionKind {
  struct Problem: Error {
    let diagnostic: Diagnostic
  }

  static func check(_ request: ReadFacts, of library: CompiledLibrary) throws(Problem) {
    let vocabulary = library.vocabulary
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
}
