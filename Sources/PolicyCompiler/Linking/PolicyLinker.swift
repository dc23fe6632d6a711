import CEL
import Diagnostics
import PolicyModel

/// Links policies, one after the other in the order of their ids, into one row of rules.
struct PolicyLinker {
  let vocabularyScope: Scope
  let types: TypeNames
  let constants: ConstantReader
  let settings: SettingLinker
  private(set) var tables: TableLinker
  private(set) var atoms: AtomTable
  private(set) var policies: [Policy] = []
  private(set) var rules: [RuleLinker.Linked] = []
  /// By policy's number: what its rules are linked with.
  private(set) var ruleLinkers: [RuleLinker] = []
  /// The atoms of all policies that can be adopted, which come first.
  private(set) var sharedAtomCount = 0

  init(
    vocabularyScope: Scope, types: TypeNames, constants: ConstantReader, settings: SettingLinker,
    daySlot: Int
  ) {
    self.vocabularyScope = vocabularyScope
    self.types = types
    self.constants = constants
    self.settings = settings
    tables = TableLinker(constants: constants, daySlot: daySlot)
    atoms = AtomTable(
      vocabularyScope.vocabulary, daySlot: daySlot,
      timeZones: vocabularyScope.environment.options.timeZones)
  }

  mutating func add(_ syntax: PolicySyntax, _ diagnostics: inout [Diagnostic]) {
    let linked = link(syntax, as: policies.count, from: rules.count, &diagnostics)
    policies.append(linked.policy)
    rules += linked.rules
    ruleLinkers.append(linked.linker)
    sharedAtomCount = atoms.atoms.count
  }

  /// Links a policy as the one of a number, its rules numbered from `start`; adds neither.
  mutating func link(
    _ syntax: PolicySyntax, as number: Int, from start: Int, _ diagnostics: inout [Diagnostic]
  ) -> (policy: Policy, rules: [RuleLinker.Linked], linker: RuleLinker) {
    var scope = Scope(of: syntax.id.text, in: vocabularyScope)
    for variable in settings.variables[syntax.id.text] ?? [] {
      scope.environment.declare(variable)
    }
    for table in syntax.tables { tables.add(table, to: &scope, &diagnostics) }
    DefinitionLinker.link(syntax.definitions, types, in: &scope, &diagnostics)
    let applies = syntax.applies.flatMap {
      atoms.link($0, in: scope, splitting: true, &diagnostics)
    }
    let linker = RuleLinker(
      policy: number, id: syntax.id.text, authority: syntax.authority ?? .house,
      period: syntax.period, scope: scope, applies: applies)
    let rules = linker.link(syntax.rules, &atoms, &diagnostics)
    let policy = Policy(
      id: syntax.id.text, title: syntax.title, authority: syntax.authority ?? .house,
      covers: covers(syntax, &diagnostics), source: syntax.source, period: syntax.period,
      reviewDates: syntax.reviewDates, rules: start..<start + rules.count, range: syntax.range)
    return (policy, rules, linker)
  }

  /// Links a rule of a policy that is linked already, once more and otherwise.
  mutating func relink(
    _ syntax: RuleSyntax, ofPolicy number: Int, _ diagnostics: inout [Diagnostic]
  ) -> RuleLinker.Linked? {
    ruleLinkers[number].link([syntax], &atoms, &diagnostics).first
  }

  /// Links a policy that is linked already, once more and otherwise.
  mutating func relink(
    _ syntax: PolicySyntax, as number: Int, _ diagnostics: inout [Diagnostic]
  ) -> (policy: Policy, rules: [RuleLinker.Linked]) {
    atoms.forgetNames(of: syntax.id.text)
    let start = policies[number].rules.lowerBound
    let linked = link(syntax, as: number, from: start, &diagnostics)
    return (linked.policy, linked.rules)
  }

  /// A client's own rules are a policy under the client's id, also where there are none yet.
  mutating func add(_ syntax: ClientSyntax, _ diagnostics: inout [Diagnostic]) {
    let linker = RuleLinker(
      policy: policies.count, id: syntax.id.text, authority: .client, period: .always,
      scope: Scope(of: syntax.id.text, in: vocabularyScope), applies: nil)
    let start = rules.count
    rules += linker.link(syntax.rules, &atoms, &diagnostics)
    policies.append(Self.policy(of: syntax, rules: start..<rules.count))
    ruleLinkers.append(linker)
  }

  /// Links a client's own rules, linked already, once more and otherwise.
  mutating func relink(
    _ syntax: ClientSyntax, as number: Int, from start: Int, _ diagnostics: inout [Diagnostic]
  ) -> (policy: Policy, rules: [RuleLinker.Linked]) {
    let linked = ruleLinkers[number].link(syntax.rules, &atoms, &diagnostics)
    return (Self.policy(of: syntax, rules: start..<start + linked.count), linked)
  }

  private static func policy(of syntax: ClientSyntax, rules: Range<Int>) -> Policy {
    Policy(
      id: syntax.id.text, title: syntax.title, authority: .client, covers: [], source: nil,
      period: .always, reviewDates: nil, rules: rules, range: syntax.range)
  }

  private func covers(
    _ syntax: PolicySyntax, _ diagnostics: inout [Diagnostic]
  ) -> [Symbol] {
    guard let first = syntax.covers.first else { return [] }
    guard let places = types.set(named: "place") else {
      diagnostics.append(
        Diagnostic(
          .unknownTermSet, "no set of terms is named `place`", at: first.range,
          help: "define the places that policies cover under `terms` of a vocabulary"))
      return []
    }
    return syntax.covers.compactMap { constants.symbol($0, of: places, &diagnostics) }
  }
}
