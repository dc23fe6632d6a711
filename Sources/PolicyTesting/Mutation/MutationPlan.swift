import Diagnostics
import DocumentTree
import PolicyCompiler
import PolicyModel

/// All steps by which one policy, a client or a vocabulary is changed, in the order of its text.
struct MutationPlan {
  private let policy: String
  private let document: Node
  private let conditions: ConditionEdits
  private let values: ValueEdits
  private var isClient = false
  private(set) var mutations: [Mutation] = []

  /// Nil where no policy document has the id.
  init?(_ policy: String, _ relinker: PolicyRelinker) {
    guard let document = relinker.documents[policy] else { return nil }
    self.init(policy, document, relinker)
    addPolicy()
    let rules = document["rules"]?.elements ?? []
    for (index, rule) in rules.enumerated() { addRule(rule, at: index) }
    mutations.sort { $0.range.bytes.lowerBound < $1.range.bytes.lowerBound }
  }

  /// The steps in a client's document: its own rules, its settings, its waivers; nil where no client has
  /// the id.
  init?(client: String, _ relinker: PolicyRelinker) {
    guard let document = relinker.clients[client] else { return nil }
    self.init(client, document, relinker)
    isClient = true
    for (index, rule) in (document["rules"]?.elements ?? []).enumerated() {
      addRule(rule, at: index)
    }
    addSettings()
    addWaivers()
    mutations.sort { $0.range.bytes.lowerBound < $1.range.bytes.lowerBound }
  }

  /// The steps in the definitions that one vocabulary document shares with all policies.
  init(vocabulary number: Int, _ relinker: PolicyRelinker) {
    let document = relinker.vocabularies[number]
    self.init("vocabulary " + (document["vocabulary"]?.scalar?.text ?? ""), document, relinker)
    for (name, edits) in definitions() {
      add(edits, nil, "define \(name)") { .definition(name, number, $0) }
    }
    mutations.sort { $0.range.bytes.lowerBound < $1.range.bytes.lowerBound }
  }

  private init(_ policy: String, _ document: Node, _ relinker: PolicyRelinker) {
    let terms = TermNeighbours(relinker.library.vocabulary.termSets)
    self.policy = policy
    self.document = document
    conditions = ConditionEdits(
      expressions: ExpressionEdits(constants: ConstantEdits(terms: terms)))
    values = ValueEdits(terms: terms)
  }

  // MARK: What all rules share

  private mutating func addPolicy() {
    if let applies = document["applies"] {
      addPolicy(conditions.edits(of: applies).within(document, key: "applies"), "applies")
      addPolicy(
        [
          Edit(
            .dropCondition, at: applies.range, "`applies` is dropped",
            hint: "a case to which the policy does not apply",
            document.replacing(key: "applies", by: nil))
        ], "applies")
    }
    addPolicy(values.edits(ofPeriod: document, "effective"), "effective")
    if let covers = document["covers"] {
      addPolicy(
        values.edits(ofTerms: covers).within(document, key: "covers"), "covers", .places)
    }
    for (name, edits) in definitions() { addPolicy(edits, "define \(name)", .definitions) }
    for (name, entry, set) in named("settings") {
      addPolicy(set(values.edits(ofValue: entry, "default")), "setting \(name)", .values)
    }
    for (name, entry, set) in named("tables") {
      guard let rows = entry["rows"] else { continue }
      let edits = values.edits(ofRows: rows).within(entry, key: "rows")
      addPolicy(set(edits), "table \(name)", .values)
    }
  }

  /// The steps of each definition.
  private func definitions() -> [(name: String, edits: [Edit])] {
    named("define").compactMap { name, entry, set in
      entry["is"].map { (name, set(conditions.edits(of: $0).within(entry, key: "is"))) }
    }
  }

  /// The entries under a key, and what makes steps of one into steps of the policy.
  private func named(
    _ key: String
  ) -> [(name: String, value: Node, set: ([Edit]) -> [Edit])] {
    guard let group = document[key] else { return [] }
    return (group.entries ?? []).map { entry in
      let set = { (edits: [Edit]) in
        edits.within(group, key: entry.name).within(document, key: key)
      }
      return (entry.name, entry.value, set)
    }
  }

  private mutating func addPolicy(
    _ edits: [Edit], _ part: String, _ reach: Mutation.Reach = .conditions
  ) {
    add(edits, nil, part) { .policy($0, reach) }
  }

  // MARK: Rules

  private mutating func addRule(_ rule: Node, at index: Int) {
    guard let id = rule["rule"]?.scalar?.text, let rules = document["rules"] else { return }
    let without = document.replacing(key: "rules", by: rules.replacing(at: index, by: nil))
    let dropped = Edit(
      .dropRule, at: rule["rule"]?.range ?? rule.range, "the rule is dropped",
      hint: "a case where it is broken", without)
    let isClient = isClient
    add([dropped], id, "rule") {
      isClient ? .client($0, .dropped(index)) : .withoutRule(index, $0)
    }
    for key in ["when", "require", "forbid"] {
      guard let condition = rule[key] else { continue }
      addRule(conditions.edits(of: condition).within(rule, key: key), id, key, at: index)
    }
    if let when = rule["when"], when.elements == nil {
      addRule(
        [
          Edit(
            .dropCondition, at: when.range, "\(when.summary) is dropped",
            hint: "a case where the rule does not apply, and would be broken if it did",
            rule.replacing(key: "when", by: nil))
        ], id, "when", at: index)
    }
    for (part, edits) in exceptions(of: rule) { addRule(edits, id, part, at: index) }
    addRule(values.edits(ofPeriod: rule, "effective"), id, "effective", at: index)
    addRule([verdict(of: rule)], id, "verdict", at: index)
    addRule(unknown(of: rule), id, "unknown", at: index)
  }

  private mutating func addRule(_ edits: [Edit], _ id: String, _ part: String, at index: Int) {
    guard isClient, let rules = document["rules"] else {
      return add(edits, id, part) { .rule(index, $0) }
    }
    let whole = edits.within(rules, at: index).within(document, key: "rules")
    add(whole, id, part) { .client($0, .changed(index)) }
  }

  // MARK: What a client states

  private mutating func addSettings() {
    guard let settings = document["settings"] else { return }
    for entry in settings.entries ?? [] {
      let dropped = Edit(
        .dropSetting, at: entry.key.range, "`\(entry.name)` is not set",
        hint: "a case that the setting alone decides", settings.replacing(key: entry.name, by: nil))
      let edits = [dropped] + values.edits(ofValue: settings, entry.name)
      add(edits.within(document, key: "settings"), nil, "setting \(entry.name)") {
        .client($0, .untouched)
      }
    }
  }

  private mutating func addWaivers() {
    guard let waivers = document["waivers"], let elements = waivers.elements else { return }
    for (index, waiver) in elements.enumerated() {
      let rest = elements.count > 1 ? waivers.replacing(at: index, by: nil) : nil
      let dropped = Edit(
        .dropWaiver, at: waiver["waiver"]?.range ?? waiver.range, "the waiver is dropped",
        hint: "a case in which the rule is waived", document.replacing(key: "waivers", by: rest))
      let moved = values.edits(ofDays: waiver).within(waivers, at: index)
        .within(document, key: "waivers")
      let name = waiver["waiver"]?.scalar?.text ?? ""
      add([dropped] + moved, nil, "waiver \(name)") { .client($0, .untouched) }
    }
  }

  private func exceptions(of rule: Node) -> [(part: String, edits: [Edit])] {
    guard let unless = rule["unless"], let elements = unless.elements else { return [] }
    return elements.enumerated().map { index, exception in
      let name = exception["exception"]?.scalar?.text ?? ""
      var edits = values.edits(ofPeriod: exception, "effective")
      if let when = exception["when"] {
        edits += conditions.edits(of: when).within(exception, key: "when")
      }
      edits = edits.within(unless, at: index).within(rule, key: "unless")
      let rest = elements.count > 1 ? unless.replacing(at: index, by: nil) : nil
      let dropped = Edit(
        .dropException, at: exception["exception"]?.range ?? exception.range,
        "the exception is dropped", hint: "a case where it is excepted",
        rule.replacing(key: "unless", by: rest))
      return ("exception \(name)", [dropped] + edits)
    }
  }

  private func verdict(of rule: Node) -> Edit {
    let old = rule["verdict"]?.scalar?.text ?? Verdict.deny.rawValue
    let isDeny = old == Verdict.deny.rawValue
    let new = (isDeny ? Verdict.requireReview : .deny).rawValue
    return Edit(
      .swapVerdict, at: (rule["verdict"] ?? rule["rule"] ?? rule).range,
      "the verdict is `\(new)`, not `\(old)`",
      hint: "`expect: \(old)` in a case where this rule alone is broken",
      rule.replacing(key: "verdict", by: rule.saying(new)))
  }

  private func unknown(of rule: Node) -> [Edit] {
    let old = rule["unknown"]?.scalar?.text ?? Verdict.requireReview.rawValue
    // What a law asks is never allowed unseen: the compiler would refuse it.
    let isLaw = document["authority"]?.scalar?.text == Authority.law.rawValue
    let others = Verdict.allCases.filter { $0.rawValue != old && !(isLaw && $0 == .allow) }
    return others.map { other in
      Edit(
        .swapUnknown, at: (rule["unknown"] ?? rule["rule"] ?? rule).range,
        "what is unknown gives `\(other.rawValue)`, not `\(old)`",
        hint: "`expect: \(old)` in a case where this rule alone is undecided",
        rule.replacing(key: "unknown", by: rule.saying(other.rawValue)))
    }
  }

  private mutating func add(
    _ edits: [Edit], _ rule: String?, _ part: String, _ target: (Node) -> Mutation.Target
  ) {
    mutations += edits.map { edit in
      Mutation(
        kind: edit.kind, policy: policy, rule: rule, part: part, range: edit.range,
        what: edit.what, hint: edit.hint, target: target(edit.node))
    }
  }
}
