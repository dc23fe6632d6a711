import Diagnostics
import PolicyModel

/// A client, linked, with the places that mistakes of those under it point at as well.
final class LinkedClient: Sendable {
  let client: Client
  let parent: LinkedClient?
  /// The policies that bind it, as in `client`.
  let policies: Set<Int>
  /// Its own rules.
  let rules: [DeclaredRule]
  /// By setting's number: where it sets a value itself.
  let settingPlaces: [Int: SourceRange]
  /// By slot: where it states a fact itself.
  let factPlaces: [Int: SourceRange]
  /// Whether its parents and what they adopt are known; else less is said of it.
  let isComplete: Bool

  init(
    _ client: Client, parent: LinkedClient?, policies: Set<Int>, rules: [DeclaredRule],
    settingPlaces: [Int: SourceRange], factPlaces: [Int: SourceRange], isComplete: Bool
  ) {
    self.client = client
    self.parent = parent
    self.policies = policies
    self.rules = rules
    self.settingPlaces = settingPlaces
    self.factPlaces = factPlaces
    self.isComplete = isComplete
  }

  /// The nearest of it and those above it of which something is so.
  func nearest<Found>(_ find: (LinkedClient) -> Found?) -> (client: LinkedClient, found: Found)? {
    var next: LinkedClient? = self
    while let client = next {
      if let found = find(client) { return (client, found) }
      next = client.parent
    }
    return nil
  }
}
