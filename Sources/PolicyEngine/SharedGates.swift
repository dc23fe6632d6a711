package import PolicyModel

/// What the gates of a library's clients share: one index over all that they adopt.
///
/// So a gate costs a bit a rule, and a decision as much with 10,000 clients as with one: other clients'
/// own rules are in nobody's way. A client's own rules are looked at one by one.
package final class SharedGates: Sendable {
  package let library: CompiledLibrary
  let anchors: Anchors
  let index: RuleIndex

  /// With more rules of its own and above a client gets an index of its own.
  private static let mostOwnRules = 64

  package init(_ library: CompiledLibrary) {
    self.library = library
    anchors = Anchors(library)
    var adopted = [Bool](repeating: false, count: library.sharedPolicyCount)
    for client in library.clients {
      for policy in client.policies where policy < adopted.count { adopted[policy] = true }
    }
    let rules = adopted.indices.filter { adopted[$0] }.flatMap { library.policies[$0].rules }
    index = RuleIndex(library: library, rules: rules)
  }

  /// The view of one of the library's clients.
  package func gate(of client: Client) -> Gate {
    let own = client.policies.reduce(0) { count, policy in
      index.covers(policy: policy) ? count : count + library.policies[policy].rules.count
    }
    if own > Self.mostOwnRules { return Gate(library: library, client: client) }
    return Gate(self, client: client)
  }
}
