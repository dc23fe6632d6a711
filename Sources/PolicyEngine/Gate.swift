import CEL
package import PolicyModel

/// One client's view of a library: the rules that it is bound by, its settings, its facts.
///
/// Made once, used for any number of decisions, by any number of threads.
package struct Gate: Sendable {
  package let library: CompiledLibrary
  /// The client's id, as decisions show it.
  package let client: String
  /// The numbers of the rules that bind the client, ascending.
  package let rules: [Int]
  let anchors: Anchors
  let index: RuleIndex?
  /// By setting's number: the client's value or the default.
  let settings: [Value]
  /// The numbers of the settings that the client has set.
  let ownSettings: Set<Int>
  /// By slot, ascending: what is always so for the client.
  let standing: [(slot: Int, value: Value)]
  let reviewers: [String: [String]]

  /// The view of a client.
  ///
  /// Without the index every rule is looked at: for coverage and for tests.
  package init(library: CompiledLibrary, client: Client, usesIndex: Bool = true) {
    self.init(
      library: library, id: client.id, policies: client.policies, settings: client.settings,
      facts: client.facts, reviewers: client.reviewers, usesIndex: usesIndex)
  }

  /// The view of one policy alone, with its default settings, for a nameless client.
  package init(
    library: CompiledLibrary, policy: Int, clientID: String, usesIndex: Bool = true
  ) {
    self.init(
      library: library, id: clientID, policies: [policy], settings: [:], facts: [:],
      reviewers: [:], usesIndex: usesIndex)
  }

  /// The view of somebody who adopts everything: what the library could ask for.
  package init(everythingOf library: CompiledLibrary) {
    self.init(
      library: library, id: "", policies: Array(library.policies.indices), settings: [:],
      facts: [:], reviewers: [:], usesIndex: false)
  }

  private init(
    library: CompiledLibrary, id: String, policies: [Int], settings: [Int: Value],
    facts: [Int: Value], reviewers: [String: [String]], usesIndex: Bool
  ) {
    self.library = library
    client = id
    rules = policies.sorted().flatMap { Array(library.policies[$0].rules) }
    anchors = Anchors(library.vocabulary)
    index = usesIndex ? RuleIndex(library: library, rules: rules) : nil
    self.settings = library.settings.enumerated().map { settings[$0] ?? $1.defaultValue }
    ownSettings = Set(settings.keys)
    var standing = facts
    if let slot = library.vocabulary.slot(of: "client.id") {
      standing[slot] = .string(StringValue(id))
    }
    self.standing = standing.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    self.reviewers = reviewers
  }

  /// The same view under another client's name.
  init(_ gate: Gate, renamedTo id: String) {
    library = gate.library
    client = id
    rules = gate.rules
    anchors = gate.anchors
    index = gate.index
    settings = gate.settings
    ownSettings = gate.ownSettings
    let slot = gate.library.vocabulary.slot(of: "client.id")
    standing = gate.standing.map { fact in
      fact.slot == slot ? (fact.slot, .string(StringValue(id))) : fact
    }
    reviewers = gate.reviewers
  }
}
