package import CEL
package import PolicyModel

/// One client's view of a library: the rules that it is bound by, its settings, its facts.
///
/// Made once, used for any number of decisions, by any number of threads.
package struct Gate: Sendable {
  package let library: CompiledLibrary
  /// The client's id, as decisions show it.
  package let client: String
  /// The numbers of the policies that bind the client, ascending.
  package let policies: [Int]
  let anchors: Anchors
  /// Of no rule where each is looked at.
  let index: RuleIndex
  /// Of the index's rules those that bind the client, a bit each; empty where all do.
  let mask: [UInt64]
  /// Those that no index covers.
  let unindexed: UnindexedRules
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

  /// The numbers of the rules that bind the client, ascending.
  package var rules: [Int] { policies.flatMap { Array(library.policies[$0].rules) } }

  /// The view of a client, with an index of its own.
  ///
  /// Without the index every rule is looked at: for coverage and for tests.
  package init(library: CompiledLibrary, client: Client, usesIndex: Bool = true) {
    self.init(
      library: library, id: client.id, policies: client.policies, settings: client.settings,
      facts: client.facts, reviewers: client.reviewers, anchors: Anchors(library),
      rules: usesIndex ? .indexed : .listed, waivers: client.waivers,
      tightening: library.tighteningPolicies(of: client))
  }

  /// The view of a client that shares its index with others.
  init(_ shared: SharedGates, client: Client) {
    self.init(
      library: shared.library, id: client.id, policies: client.policies,
      settings: client.settings, facts: client.facts, reviewers: client.reviewers,
      anchors: shared.anchors, rules: .shared(shared.index), waivers: client.waivers,
      tightening: shared.library.tighteningPolicies(of: client))
  }

  /// The view of one policy alone, with its default settings but for those given, for a nameless
  /// client.
  package init(
    library: CompiledLibrary, policy: Int, clientID: String, settings: [Int: Value] = [:],
    usesIndex: Bool = true
  ) {
    self.init(
      library: library, id: clientID, policies: [policy], settings: settings, facts: [:],
      reviewers: [:], anchors: Anchors(library),
      rules: usesIndex ? .indexed : .listed)
  }

  /// The view of somebody who adopts everything: what the library could ask for.
  package init(
    everythingOf library: CompiledLibrary, clientID: String = "", settings: [Int: Value] = [:]
  ) {
    self.init(
      library: library, id: clientID, policies: Array(library.policies.indices),
      settings: settings, facts: [:], reviewers: [:], anchors: Anchors(library),
      rules: .listed)
  }

  /// How the rules that can matter are found.
  enum Finding {
    /// By looking at each.
    case listed
    /// By an index of its own.
    case indexed
    /// By an index over more policies than the client's; what is not in it is looked at.
    case shared(RuleIndex)
  }

  init(
    library: CompiledLibrary, id: String, policies: [Int], settings: [Int: Value],
    facts: [Int: Value], reviewers: [String: [String]], anchors: Anchors, rules: Finding,
    waivers: [Waiver] = [], tightening: [Int] = []
  ) {
    self.library = library
    client = id
    self.policies = policies
    self.anchors = anchors
    let bound = policies.lazy.flatMap { library.policies[$0].rules }
    switch rules {
    case .listed:
      index = RuleIndex(library: library, rules: [])
      mask = []
      unindexed = UnindexedRules(library, Array(bound), rulesOut: false)
    case .indexed:
      index = RuleIndex(library: library, rules: Array(bound))
      mask = []
      unindexed = UnindexedRules(library, [], rulesOut: false)
    case .shared(let shared):
      index = shared
      mask = shared.mask(of: policies)
      let own = policies.lazy.filter { !shared.covers(policy: $0) }
        .flatMap { library.policies[$0].rules }
      unindexed = UnindexedRules(library, Array(own), rulesOut: true)
    }
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
    policies = gate.policies
    anchors = gate.anchors
    index = gate.index
    mask = gate.mask
    unindexed = gate.unindexed
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

extension CompiledLibrary {
  /// The numbers of the policies that a client's layers below the top are: they only tighten.
  fileprivate func tighteningPolicies(of client: Client) -> [Int] {
    layers(of: client).dropLast().compactMap { policy(named: $0.id) }
  }
}
