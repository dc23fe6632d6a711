import CEL
import Diagnostics
package import DocumentTree
package import PolicyModel

/// Links changed policies against a library that is linked already: all else stays as it is.
///
/// Rules that change nothing but themselves cost a fraction of a millisecond. What a changed policy
/// gets wrong is not told: such a policy is refused.
package struct PolicyRelinker: Sendable {
  package let library: CompiledLibrary
  /// By policy's id: its document.
  package var documents: [String: Node] { trees.trees.policies }
  /// By client's id: its document.
  package var clients: [String: Node] { trees.trees.clients }
  /// All vocabulary documents.
  package var vocabularies: [Node] { trees.trees.vocabularies }
  private let trees: DocumentTrees
  /// By vocabulary document: what it defines.
  private let definitions: [[DefinitionSyntax]]
  private let linker: PolicyLinker
  private let stage: PolicyStage

  init(
    library: CompiledLibrary, trees: DocumentTrees,
    definitions: [[DefinitionSyntax]], linker: PolicyLinker, stage: PolicyStage
  ) {
    self.library = library
    self.trees = trees
    self.definitions = definitions
    self.linker = linker
    self.stage = stage
  }

  /// The library with one rule, by its number, written otherwise; nil where that is refused.
  package func relinking(rule number: Int, as node: Node) -> CompiledLibrary? {
    var diagnostics: [Diagnostic] = []
    var linker = linker
    guard let syntax = RuleSyntax(node, &diagnostics),
      let linked = linker.relink(
        syntax, ofPolicy: library.rules[number].policy, &diagnostics)
    else { return nil }
    var rules = library.rules
    rules[number] = linked.rule
    return checked(
      library.with(
        policies: library.policies, rules: rules, settings: library.settings,
        atoms: linker.atoms.atoms, tables: linker.tables.tables,
        sharedAtomCount: library.sharedAtomCount),
      [linked], &diagnostics)
  }

  /// The library with one policy, by its number, written otherwise; nil where that is refused.
  ///
  /// Rules may be fewer or more; then the numbers of all later rules change.
  package func relinking(policy number: Int, as node: Node) -> CompiledLibrary? {
    var diagnostics: [Diagnostic] = []
    var linker = linker
    guard let syntax = PolicySyntax(node, &diagnostics) else { return nil }
    let settings = settings(of: syntax, &diagnostics)
    let linked = linker.relink(syntax, as: number, &diagnostics)
    let old = library.policies[number].rules
    var rules = library.rules
    rules.replaceSubrange(old, with: linked.rules.map(\.rule))
    var policies = library.policies.map { policy in
      policy.rules.lowerBound < old.upperBound
        ? policy : policy.moved(by: linked.rules.count - old.count)
    }
    policies[number] = linked.policy
    return checked(
      library.with(
        policies: policies, rules: rules, settings: settings, atoms: linker.atoms.atoms,
        tables: linker.tables.tables, sharedAtomCount: library.sharedAtomCount),
      linked.rules, &diagnostics)
  }

  /// The library with other definitions in one vocabulary document, by its place in `vocabularies`;
  /// nil where that is refused.
  ///
  /// Cost: all policies are linked again. What else the document says stays as it was.
  package func relinking(definitionsOf number: Int, as node: Node) -> CompiledLibrary? {
    var diagnostics: [Diagnostic] = []
    guard let syntax = VocabularySyntax(node, &diagnostics) else { return nil }
    var definitions = definitions
    definitions[number] = syntax.definitions
    let linked = stage.link(definitions.flatMap(\.self), &diagnostics)
    return checked(
      library.with(
        policies: linked.policies, rules: linked.rules.map(\.rule), settings: library.settings,
        atoms: linked.atoms.atoms, tables: linked.tables.tables,
        sharedAtomCount: linked.sharedAtomCount),
      linked.rules, &diagnostics)
  }

  /// The library's settings with the defaults that a changed policy gives its own.
  private func settings(
    of syntax: PolicySyntax, _ diagnostics: inout [Diagnostic]
  ) -> [Setting] {
    var changed = SettingLinker(constants: linker.constants, firstSlot: 0)
    for setting in syntax.settings { changed.add(setting, of: syntax.id.text, &diagnostics) }
    return library.settings.map { setting in
      guard let number = changed.numbers[setting.name] else { return setting }
      let other = changed.settings[number]
      return Setting(
        name: setting.name, type: setting.type, defaultValue: other.defaultValue,
        tighter: setting.tighter, doc: setting.doc, slot: setting.slot, range: setting.range)
    }
  }

  private func checked(
    _ changed: CompiledLibrary, _ rules: [RuleLinker.Linked], _ diagnostics: inout [Diagnostic]
  ) -> CompiledLibrary? {
    RuleChecks.check(rules, changed, stage.scope.environment.options, &diagnostics)
    return diagnostics.contains { $0.severity == .error } ? nil : changed
  }
}

extension CompiledLibrary {
  fileprivate func with(
    policies: [Policy], rules: [Rule], settings: [Setting], atoms: [Atom], tables: [Table],
    sharedAtomCount: Int
  ) -> CompiledLibrary {
    CompiledLibrary(
      vocabulary: vocabulary, policies: policies, rules: rules, atoms: atoms, settings: settings,
      tables: tables, clients: clients, mappings: mappings, identity: identity,
      timeZones: timeZones, documentCount: documentCount, sharedAtomCount: sharedAtomCount)
  }
}

extension Policy {
  /// The same policy, its rules' numbers moved.
  func moved(by count: Int) -> Policy {
    Policy(
      id: id, title: title, authority: authority, covers: covers, source: source, period: period,
      reviewDates: reviewDates, rules: rules.lowerBound + count..<rules.upperBound + count,
      range: range)
  }
}
