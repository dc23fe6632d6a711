package import CEL

/// What is known of one proposed action: a value for each slot of the vocabulary.
///
/// A slot that nobody stated holds `.unknown` with its own path, a fact stated to be none `.null`.
package struct Facts: Sendable {
  /// By slot, `Vocabulary.facts.count` of them; a group's slot holds `.bool(true)` where the group
  /// is stated.
  package var slots: [Value]
  /// By slot, where its value comes from.
  package var origins: [Origin]
  /// The id of the client that the request names.
  package var client: String?

  package enum Origin: UInt8, Sendable {
    case notStated
    case stated
    /// By the client, once for all its actions.
    case standing
    case defaulted
  }

  package init(slots: [Value], origins: [Origin], client: String?) {
    self.slots = slots
    self.origins = origins
    self.client = client
  }

  /// Nothing is known but the vocabulary's defaults.
  package init(nothingOf vocabulary: Vocabulary) {
    slots = vocabulary.facts.map { $0.defaultValue ?? .unknown(UnknownSet($0.path)) }
    origins = vocabulary.facts.map { $0.defaultValue == nil ? .notStated : .defaulted }
    client = nil
  }
}
