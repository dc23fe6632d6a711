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
  /// By rule's number: the client's waivers of it.
  let waivers: [Int: [Waiver]]
  /// The numbers of policies whose rules only tighten: that one of them applies governs nothing.
  let tightening: Set<Int>

  /// The view of a client.
  ///
  /// Without the index every rule is looked at: for coverage and for tests.
  package init(library: CompiledLibrary, client: Client, usesIndex: Bool = true) {
    self.init(
      library: library, id: client.id, policies: client.policies, settings: client.settings,
      facts: client.facts, reviewers: client.reviewers, usesIndex: usesIndex,
      waivers: client.waivers,
      tightening: library.layers(of: client).dropLast().compactMap {
        library.policy(named: $0.id)
      })
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

  init(
    library: CompiledLibrary, id: String, policies: [Int], settings: [Int: Value],
    facts: [Int: Value], reviewers: [String: [String]], usesIndex: Bool,
    waivers: [Waiver] = [], tightening: [Int] = []
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
    var byRule: [Int: [Waiver]] = [:]
    for waiver in waivers {
      if let rule = library.rule(named: waiver.rule) { byRule[rule, default: []].append(waiver) }
    }
    self.waivers = byRule
    self.tightening = Set(tightening)
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
    waivers = gate.waivers
    tightening = gate.tightening
  }

  /// The client's waiver of a rule that is in force on a day; of several the first written.
  func waiver(of rule: Int, on day: Day) -> Waiver? {
    if waivers.isEmpty { return nil }
    return waivers[rule]?.first { $0.state(on: day) == .inForce }
  }

  /// What a rule's outcome is for the client: broken and undecided ones may be waived.
  func waiving(_ outcome: Outcome, of rule: Int, on day: Day) -> Outcome {
    switch outcome {
    case .broken, .undecided: waiver(of: rule, on: day) == nil ? outcome : .waived
    case .notApplicable, .excepted, .kept, .waived: outcome
    }
  }
}
