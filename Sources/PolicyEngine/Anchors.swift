import CEL
import PolicyModel

/// The few facts and terms that the decision itself knows by name, found once a library.
///
/// A vocabulary may lack any of them; what hangs on a missing one then does not apply.
struct Anchors: Sendable {
  let now: Int?
  let actionAt: Int?
  let kind: Int?
  let purpose: Int?
  let location: Int?
  /// The slot of the group `recipient`.
  let recipient: Int?
  /// The categories of personal data that the action uses.
  let data: Int?
  /// The term `message` of the set of `action.kind`.
  let message: Symbol?
  /// The term `message.internal`: what one's own team is told.
  let internalMessage: Symbol?
  let coverage: LawCoverage

  init(_ library: CompiledLibrary) {
    let vocabulary = library.vocabulary
    now = vocabulary.slot(of: "now")
    actionAt = vocabulary.slot(of: "action.at")
    kind = vocabulary.slot(of: "action.kind")
    purpose = vocabulary.slot(of: "action.purpose")
    location = vocabulary.slot(of: "recipient.location")
    recipient = vocabulary.slot(of: "recipient")
    data = vocabulary.slot(of: "action.data")
    var kinds: TermSet?
    if let kind, case .term(let set) = vocabulary.facts[kind].type {
      kinds = vocabulary.termSets[set]
    }
    message = kinds?.symbol(for: "message")
    internalMessage = kinds?.symbol(for: "message.internal")
    coverage = LawCoverage(library, location: location)
  }
}
