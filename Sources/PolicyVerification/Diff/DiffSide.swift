import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// One library of two that are compared, bound as a client, or as somebody who adopts everything.
struct DiffSide {
  let library: CompiledLibrary
  /// The client's id as requests state it; nil where everything is adopted.
  let client: String?
  let encoders: Encoders
  /// The rules that bind, by name.
  let rules: [RuleName: Int]
  private let side: Side
  private let bound: Client?
  private let tightening: Set<Int>
  private let waivers: [Waiver]
  var view: LibraryView { encoders.exact.view }

  init(
    _ library: CompiledLibrary, _ client: String?, _ world: World, _ formulas: Formulas,
    _ dialect: String, _ agreed: Set<String>, _ quantifiers: QuantifierAgreement
  ) {
    self.library = library
    self.client = client
    let gate: Gate
    let view: LibraryView
    bound = client.flatMap { library.client(named: $0) }
    if let found = bound {
      gate = Gate(library: library, client: found)
      view = .of(found, library, in: world)
      tightening = Set(
        library.layers(of: found).dropLast().compactMap { library.policy(named: $0.id) })
      waivers = found.waivers
    } else {
      gate = Gate(everythingOf: library, clientID: LibraryView.anyClient)
      view = .ofAnyClient(library, in: world, settings: LibraryView.defaults(of: library))
      tightening = []
      waivers = []
    }
    encoders = Encoders(
      formulas, view, dialect: dialect, agreed: agreed, quantifiers: quantifiers)
    side = Side(gate)
    rules = Dictionary(
      gate.rules.map { (library.rules[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// All that decides a rule, as a text.
  func meaning(of rule: Int, _ terms: TermAgreement) -> String {
    RuleMeaning(encoders.coarse, terms).text(of: library.rules[rule], waivers: waivers(of: rule))
  }

  /// How a rule's policy makes an action governed, as a text.
  func governance(of rule: Int) -> String {
    let policy = library.policies[library.rules[rule].policy]
    let covers = policy.covers.map { library.vocabulary.text(of: $0) }
    return "\(policy.authority) \(tightening.contains(library.rules[rule].policy)) \(covers)"
  }

  func encoding(_ rule: Int, _ encoder: Encoder) -> RuleEncoding {
    let own = waivers(of: rule)
    let waived =
      own.isEmpty
      ? nil
      : encoder.formulas.any(
        own.map { encoder.relations.isInForce(Period(from: $0.from, until: $0.until)) })
    return RuleEncoding(library.rules[rule], encoder, waived: waived)
  }

  /// What a rule that is encoded so adds to the verdict here.
  func part(_ rule: Int, _ encoding: RuleEncoding) -> VerdictEncoding.Part {
    VerdictEncoding.Part(
      encoding, of: library.rules[rule], encoders.coarse, tightening: tightening)
  }

  private func waivers(of rule: Int) -> [Waiver] {
    waivers.filter { $0.rule == library.rules[rule].name }
  }

  // MARK: Requests

  /// Judges a request without what this side's vocabulary does not know.
  func judge(_ request: JSONValue) -> Side.Outcome? { judge(request, side) }

  /// The same under a gate of one rule's policy alone.
  func judge(_ request: JSONValue, _ side: Side) -> Side.Outcome? {
    side.judge(known(request, library.vocabulary.root))
  }

  /// A gate of one rule's policy alone: quicker, where only that rule is asked about.
  func side(of rule: Int) -> Side {
    let policy = library.rules[rule].policy
    guard let bound else {
      return side.under(
        Gate(
          library: library, policy: policy, clientID: LibraryView.anyClient, usesIndex: false))
    }
    let client = Client(
      id: bound.id, title: bound.title, parent: bound.parent, policies: [policy],
      settings: bound.settings, facts: bound.facts, reviewers: bound.reviewers,
      waivers: bound.waivers, range: bound.range)
    return side.under(Gate(library: library, client: client, usesIndex: false))
  }

  private func known(_ value: JSONValue, _ tree: FactTree) -> JSONValue {
    guard case .object(let entries) = value, case .group(_, let members) = tree else {
      return value
    }
    return .object(
      entries.compactMap { key, value in
        if key == "client", case .string = value { return (key, value) }
        return members.first { $0.name == key }.map { (key, known(value, $0.tree)) }
      })
  }

  func requestByChance(_ rules: [Int], seed: UInt64) -> JSONValue {
    var generator = FactGenerator(
      library, rules: rules,
      settings: library.settings.indices.map { view.settings[$0] ?? .null },
      standing: view.standing, client: client, seed: seed)
    return generator.request()
  }

  func request(_ model: Model) -> JSONValue {
    Witness(formulas: encoders.exact.formulas, model: model, view: view).request(client: client)
  }

  /// The kinds of action that have no parts, each with the formula that an action is of it; nil where
  /// the vocabulary has no `action.kind`.
  var kinds: [(id: String, formula: Formula)]? {
    let encoder = encoders.coarse
    guard let slot = library.vocabulary.slot(of: "action.kind"),
      case .term(let set, let kind, let state)? = encoder.value(ofSlot: slot),
      let own = view.terms.own(ofWorld: set)
    else { return nil }
    let terms = library.vocabulary.termSets[own]
    return terms.terms.indices.compactMap { number in
      let id = terms.terms[number].id
      // Control flow is no action.
      guard !terms.hasParts(UInt32(number)), id != "flow" else { return nil }
      let symbol = Symbol(set: UInt32(own), id: UInt32(number))
      let isIt = encoder.formulas.member(kind, NumberSet([view.terms.number(of: symbol)]))
      return (id, encoder.formulas.and(encoder.formulas.isKnown(state), isIt))
    }
  }
}
