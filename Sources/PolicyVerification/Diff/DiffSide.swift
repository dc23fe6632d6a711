import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// One library of two that are compared, bound as a client, or as somebody who adopts everything.
struct DiffSide {
  let library: CompiledLibrary
  /// The client's id as requests state it; nil where everything is adopted.
  let client: String?
  let encoder: Encoder
  /// The rules that bind, by name.
  let rules: [RuleName: Int]
  private let side: Side
  private let settings: [Int: Value]
  private let tightening: Set<Int>
  private let waivers: [Waiver]

  init(
    _ library: CompiledLibrary, _ client: String?, _ world: World, _ formulas: Formulas,
    dialect: String
  ) {
    self.library = library
    self.client = client
    let gate: Gate
    let view: LibraryView
    if let client, let found = library.client(named: client) {
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
    settings = view.settings
    encoder = Encoder(formulas, view, dialect: dialect)
    side = Side(gate)
    rules = Dictionary(
      gate.rules.map { (library.rules[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func encoding(_ rule: Int) -> RuleEncoding {
    RuleEncoding(library.rules[rule], encoder, waived: waived(rule))
  }

  func verdict() -> VerdictEncoding {
    VerdictEncoding(rules.values.sorted(), encoder, tightening: tightening, waived: waived)
  }

  /// On which days the client waives a rule.
  private func waived(_ rule: Int) -> Formula? {
    let own = waivers.filter { $0.rule == library.rules[rule].name }
    guard !own.isEmpty else { return nil }
    return encoder.formulas.any(
      own.map { encoder.relations.isInForce(Period(from: $0.from, until: $0.until)) })
  }

  /// Judges a request without what this side's vocabulary does not know.
  func judge(_ request: JSONValue) -> Side.Outcome? {
    side.judge(known(request, library.vocabulary.root))
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
      library, rules: rules, settings: library.settings.indices.map { settings[$0] ?? .null },
      standing: encoder.view.standing, client: client, seed: seed)
    return generator.request()
  }

  /// The kinds of action that have no parts, each with the formula that an action is of it; nil where
  /// the vocabulary has no `action.kind`.
  var kinds: [(id: String, formula: Formula)]? {
    guard let slot = library.vocabulary.slot(of: "action.kind"),
      case .term(let set, let kind, let state)? = encoder.value(ofSlot: slot),
      let own = encoder.view.terms.own(ofWorld: set)
    else { return nil }
    let terms = library.vocabulary.termSets[own]
    return terms.terms.indices.compactMap { number in
      let id = terms.terms[number].id
      // Control flow is no action.
      guard !terms.hasParts(UInt32(number)), id != "flow" else { return nil }
      let symbol = Symbol(set: UInt32(own), id: UInt32(number))
      let isIt = encoder.formulas.member(kind, NumberSet([encoder.view.terms.number(of: symbol)]))
      return (id, encoder.formulas.and(encoder.formulas.isKnown(state), isIt))
    }
  }
}
