package import CEL
package import Diagnostics

/// Whose actions are judged: what binds it, with all that the clients above it hand down.
///
/// A client can only tighten, so everything here is at least as strict as with its parent; the one
/// thing that loosens is a waiver, and it holds for the client that states it alone.
package struct Client: Sendable {
  package let id: String
  package let title: String
  /// The client that it is under; nil at the top.
  package let parent: String?
  /// The numbers of the policies that bind it, ascending: adopted here or above, and the own rules of
  /// each layer, which are policies of their own.
  package let policies: [Int]
  /// What is set here or above, by the setting's number in the library.
  package let settings: [Int: Value]
  /// What is always so for this client, stated here or above, by slot.
  package let facts: [Int: Value]
  /// By role, who reviews: those named at the top first.
  package let reviewers: [String: [String]]
  /// Its own, in the order of the file.
  package let waivers: [Waiver]
  package let range: SourceRange

  package init(
    id: String, title: String, parent: String?, policies: [Int], settings: [Int: Value],
    facts: [Int: Value], reviewers: [String: [String]], waivers: [Waiver], range: SourceRange
  ) {
    self.id = id
    self.title = title
    self.parent = parent
    self.policies = policies
    self.settings = settings
    self.facts = facts
    self.reviewers = reviewers
    self.waivers = waivers
    self.range = range
  }
}
