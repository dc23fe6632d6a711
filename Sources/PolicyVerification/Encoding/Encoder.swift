import CEL
import Diagnostics
import PolicyModel

/// Expressions of policies as formulas over facts.
///
/// Exact where it encodes; what it cannot encode stands as a symbol that may be anything, the same
/// symbol wherever the same is asked of the same values. Such a formula says too much is possible,
/// never too little: what is impossible by it is impossible.
final class Encoder {
  let formulas: Formulas
  let view: LibraryView
  let facts: FactEncoding
  let relations: TermRelations
  /// Whether `all` and `exists` over maps stand as symbols: quick, and enough where two sides ask the
  /// same of a map.
  let abstractsMaps: Bool
  /// Tells what is opaque apart where the same words mean something else in another library.
  let dialect: String
  /// Definitions that mean the same in another library though they read otherwise: what is not
  /// encoded goes by their names, not their words.
  let agreed: Set<String>
  /// By slot: what it holds.
  private var slots: [Int: Symbolic] = [:]
  private var definitions: [DefinitionKey: (value: Symbolic?, counts: [Symbolic: Int])] = [:]
  private var definitionReads: [ObjectIdentifier: Reads] = [:]
  private var atoms: [AtomKey: (truth: Ternary, counts: [Symbolic: Int])] = [:]
  /// The tables that the rule at hand asks: two policies may have tables of one name.
  var tables: [Int] = []
  /// How many conditions there are on each list of texts or records, in the rule at hand.
  var conditionCounts: [Symbolic: Int] = [:]
  /// Values of choices that matter where the encoder is: elsewhere something else decides.
  var narrow: [Formula: NumberSet] = [:]

  /// How many elements of lists and maps quantifiers have gone through, in the rule at hand.
  private var elementCount = 0

  private struct AtomKey: Hashable {
    let atom: Int
    /// What is not encoded goes by the tables that its rule asks too.
    let tables: [Int]
  }

  private struct DefinitionKey: Hashable {
    let definition: ObjectIdentifier
    let arguments: [Symbolic]
    let narrow: [Formula: NumberSet]
  }

  init(
    _ formulas: Formulas, _ view: LibraryView, listBound: Int = ListBound.usual,
    abstractsMaps: Bool = false, dialect: String = "", agreed: Set<String> = []
  ) {
    self.formulas = formulas
    self.view = view
    self.abstractsMaps = abstractsMaps
    self.dialect = dialect
    self.agreed = agreed
    facts = FactEncoding(formulas: formulas, view: view, listBound: listBound)
    let now: Formula
    if let slot = view.library.vocabulary.slot(of: "now"),
      case .integer(let formula, _) = facts.value(ofSlot: slot)
    {
      now = formula
    } else {
      now = formulas.symbol("now", .integer)
    }
    relations = TermRelations(formulas: formulas, view: view, now: now)
  }

  /// Begins with a rule.
  func begin(_ rule: Rule) {
    tables = rule.tables.map(\.table)
    conditionCounts = [:]
    elementCount = 0
  }

  /// A quantifier over consents within one over consents within another goes through a million
  /// combinations, and no solver decides what comes of it.
  private static let mostElements = 60_000

  /// Whether a quantifier may go through one more element; where it may not, it stands as a symbol.
  func takesElement() -> Bool {
    elementCount += 1
    return elementCount <= Self.mostElements
  }

  /// An expression with the names that stand for something in it.
  struct Scope {
    let checked: CheckedExpression
    var locals: [(name: String, value: Symbolic)] = []
  }

  /// The truth of an atom, which many rules share: encoded once.
  private func truth(ofAtom number: Int) -> Ternary {
    let key = AtomKey(atom: number, tables: tables)
    if let known = atoms[key] {
      count(known.counts)
      return known.truth
    }
    let outer = conditionCounts
    conditionCounts = [:]
    let checked = view.library.atoms[number].checked
    let truth = truth(checked.root, Scope(checked: checked))
    let own = conditionCounts
    atoms[key] = (truth, own)
    conditionCounts = outer
    count(own)
    return truth
  }

  func truth(of condition: Condition) -> Ternary {
    switch condition {
    case .atom(let number): truth(ofAtom: number)
    case .all(let parts): formulas.all(parts.map { truth(of: $0) })
    case .any(let parts): formulas.any(parts.map { truth(of: $0) })
    case .none(let parts): formulas.not(formulas.any(parts.map { truth(of: $0) }))
    }
  }

  /// Whether a value is not known or failed.
  func isUndecided(_ checked: CheckedExpression) -> Formula {
    let scope = Scope(checked: checked)
    switch value(checked.root, scope) ?? opaque(checked.root, scope) {
    case .truth(let truth): return formulas.not(formulas.or(truth.yes, truth.no))
    case let other?: return formulas.not(formulas.isKnown(other.state ?? formulas.known))
    case nil:
      return formulas.opaqueSymbol(
        "undecided:" + name(checked.root, scope), .truth, words(checked.root, checked))
    }
  }

  func truth(_ node: Expression, _ scope: Scope) -> Ternary {
    if case .truth(let truth)? = value(node, scope) { return truth }
    return opaqueTruth(node, scope)
  }

  /// The value of an expression; nil where it, or what it is made of, is not encoded.
  func value(_ node: Expression, _ scope: Scope) -> Symbolic? {
    switch scope.checked.references[node.id] {
    case .constant(let value):
      return facts.constant(value)
    case .local(let name):
      if case .presence = node.kind { break }
      return scope.locals.last { $0.name == name }?.value
    case .variable(let variable):
      if case .presence = node.kind { return .truth(presence(ofSlot: variable.slot)) }
      return value(ofSlot: variable.slot)
    case .definition(let definition): return call(of: definition, node, scope)
    case .function, .field, nil: break
    }
    switch node.kind {
    case .literal(let literal): return value(of: literal)
    case .identifier, .structure, .map, .bind: return nil
    case .select(let operand, _, let isOptional):
      return isOptional ? nil : field(node, operand, scope)?.value
    case .presence(let operand, _):
      return field(node, operand, scope).map { .truth($0.presence) }
    case .list(let elements, let optional):
      return optional.isEmpty ? list(elements, scope) : nil
    case .comprehension(let comprehension): return quantified(comprehension, scope)
    case .call(let name, let target, let arguments):
      return call(node, name, (target.map { [$0] } ?? []) + arguments, scope)
    }
  }

  private func value(of literal: Expression.Literal) -> Symbolic? {
    switch literal {
    case .null, .uint, .bytes: nil
    case .bool(let value): facts.constant(.bool(value))
    case .int(let value): facts.constant(.int(value))
    case .double(let value): facts.constant(.double(value))
    case .string(let value): facts.constant(.text(value))
    }
  }

  // MARK: Slots

  func value(ofSlot slot: Int) -> Symbolic? {
    if let known = slots[slot] { return known }
    let count = view.library.vocabulary.facts.count
    let value: Symbolic?
    if slot < count {
      value = facts.value(ofSlot: slot)
    } else if slot < count + view.library.settings.count {
      value = setting(slot - count)
    } else {
      value = nil
    }
    slots[slot] = value
    return value
  }

  private func setting(_ number: Int) -> Symbolic? {
    let setting = view.library.settings[number]
    if let value = view.settings[number] { return facts.constant(value, setting.type) }
    return SettingEncoding(facts).value(of: setting, view.settingsName(number))
  }

  private func presence(ofSlot slot: Int) -> Ternary {
    guard slot < view.library.vocabulary.facts.count else {
      return formulas.certain(formulas.yes)
    }
    return facts.presence(ofSlot: slot)
  }

  // MARK: Fields

  private func field(
    _ node: Expression, _ operand: Expression, _ scope: Scope
  ) -> FactEncoding.Field? {
    guard case .field(_, let index) = scope.checked.references[node.id],
      case .record(let record, let state)? = value(operand, scope),
      let field = facts.field(index, of: record)
    else { return nil }
    return FactEncoding.Field(
      value: after(state, field.value), presence: formulas.guarded(field.presence, by: state))
  }

  /// A value that is there only where another one is.
  func after(_ first: State, _ value: Symbolic) -> Symbolic {
    if first == formulas.known { return value }
    func both(_ second: State) -> State {
      let ready = formulas.isKnown(first)
      return State(
        unknown: formulas.or(first.unknown, formulas.and(ready, second.unknown)),
        failed: formulas.or(first.failed, formulas.and(ready, second.failed)))
    }
    switch value {
    case .truth(let truth): return .truth(formulas.guarded(truth, by: first))
    case .integer(let formula, let state): return .integer(formula, both(state))
    case .real(let formula, let state): return .real(formula, both(state))
    case .term(let set, let formula, let state): return .term(set: set, formula, both(state))
    case .text(let formula, let state): return .text(formula, both(state))
    case .list(let list, let state): return .list(list, both(state))
    case .map(let map, let state): return .map(map, both(state))
    case .record(let record, let state): return .record(record, both(state))
    }
  }

  // MARK: Definitions

  private func call(
    of definition: Definition, _ node: Expression, _ scope: Scope
  ) -> Symbolic? {
    var written: [Expression] = []
    if case .call(_, let target, let arguments) = node.kind {
      written = arguments
      if let target, written.count < definition.parameters.count { written = [target] + written }
    }
    guard written.count == definition.parameters.count else { return nil }
    var locals: [(name: String, value: Symbolic)] = []
    for (parameter, argument) in zip(definition.parameters, written) {
      guard let value = value(argument, scope) ?? opaque(argument, scope) else { return nil }
      locals.append((parameter.name, value))
    }
    let key = DefinitionKey(
      definition: ObjectIdentifier(definition), arguments: locals.map(\.value),
      narrow: narrow.isEmpty ? [:] : relevant(definition, locals.map(\.value)))
    if let known = definitions[key] {
      count(known.counts)
      return known.value
    }
    let outer = conditionCounts
    conditionCounts = [:]
    let inner = Scope(checked: definition.body, locals: locals)
    let result = value(definition.body.root, inner) ?? opaque(definition.body.root, inner)
    let own = conditionCounts
    definitions[key] = (result, own)
    conditionCounts = outer
    count(own)
    return result
  }

  /// What a definition comes to by itself.
  func result(of definition: Definition, _ arguments: [Symbolic]) -> Symbolic? {
    conditionCounts = [:]
    let locals = zip(definition.parameters, arguments).map { (name: $0.name, value: $1) }
    let scope = Scope(checked: definition.body, locals: locals)
    return value(definition.body.root, scope) ?? opaque(definition.body.root, scope)
  }

  /// Whether some list has more conditions than half its elements: two sides then need more.
  var isCut: Bool { conditionCounts.values.contains { $0 * 2 > facts.listBound } }

  private func count(_ counts: [Symbolic: Int]) {
    for (list, count) in counts { conditionCounts[list, default: 0] += count }
  }

  /// Takes note of a condition on a list, where symbols stand for its elements.
  func countCondition(on list: SymbolicList) {
    guard let first = list.elements.first, first.present != formulas.yes else { return }
    switch first.value {
    case .term: return
    case .truth, .integer, .real, .text, .list, .map, .record:
      conditionCounts[first.value, default: 0] += 1
    }
  }

  /// What of the narrowing a definition can see.
  private func relevant(
    _ definition: Definition, _ arguments: [Symbolic]
  ) -> [Formula: NumberSet] {
    var choices: Set<Formula> = []
    for case .term(_, let formula, _) in arguments { choices.insert(formula) }
    for slot in reads(definition).slots {
      if case .term(_, let formula, _)? = value(ofSlot: slot) { choices.insert(formula) }
    }
    return narrow.filter { choices.contains($0.key) }
  }

  // MARK: What is not encoded

  /// What an expression asks beside its own words.
  struct Reads {
    var slots: Set<Int> = []
    /// The bodies of definitions, in the order in which they are met; nothing of those that are agreed.
    var bodies: [String] = []
    /// The bodies of all definitions.
    var allBodies: [String] = []
  }

  func reads(_ checked: CheckedExpression) -> Reads {
    var reads = Reads()
    collect(checked.root, checked, &reads)
    return reads
  }

  func reads(_ definition: Definition) -> Reads {
    let key = ObjectIdentifier(definition)
    if let known = definitionReads[key] { return known }
    let reads = reads(definition.body)
    definitionReads[key] = reads
    return reads
  }

  private func collect(_ node: Expression, _ checked: CheckedExpression, _ reads: inout Reads) {
    switch checked.references[node.id] {
    case .variable(let variable): reads.slots.insert(variable.slot)
    case .definition(let definition):
      let inner = self.reads(definition)
      let body = words(of: definition)
      reads.slots.formUnion(inner.slots)
      let isAgreed = agreed.contains(definition.name)
      Self.add(isAgreed ? [definition.name] : [body] + inner.bodies, to: &reads.bodies)
      Self.add([body] + inner.allBodies, to: &reads.allBodies)
    case .constant, .local, .function, .field, nil: break
    }
    for part in node.parts { collect(part, checked, &reads) }
  }

  private static func add(_ bodies: [String], to list: inout [String]) {
    for body in bodies where !list.contains(body) { list.append(body) }
  }

  /// A definition as it reads.
  func words(of definition: Definition) -> String {
    let parameters = definition.parameters.map { "\($0.name): \($0.type)" }
    return "\(definition.name)(\(parameters.joined(separator: ", ")))="
      + words(definition.body.root, definition.body)
  }

  func words(_ node: Expression, _ checked: CheckedExpression) -> String {
    checked.source.text(node.range).split { $0.isWhitespace }.joined(separator: " ")
  }

  /// The name under which what is not encoded stands: the same words, of the same values.
  private func name(_ node: Expression, _ scope: Scope) -> String {
    var reads = Reads()
    collect(node, scope.checked, &reads)
    var parts = [words(node, scope.checked), dialect]
    parts += reads.bodies
    parts += tables.map(text(ofTable:))
    for slot in reads.slots.sorted() {
      guard let value = value(ofSlot: slot) else { continue }
      parts.append("\(slotName(slot))=\(identityText(value))")
    }
    for local in scope.locals where uses(node, local.name, scope.checked) {
      parts.append("\(local.name)=\(identityText(local.value))")
    }
    return parts.joined(separator: "|")
  }

  /// A table's rows: two libraries may number their tables otherwise.
  private func text(ofTable number: Int) -> String {
    let table = view.library.tables[number]
    let set = view.library.vocabulary.termSets[table.key]
    return table.name
      + table.rows.map { row in
        "\(set.terms[Int(row.term)].id)=\(row.value)\(row.period)"
      }.joined(separator: ",")
  }

  private func slotName(_ slot: Int) -> String {
    let facts = view.library.vocabulary.facts
    return slot < facts.count
      ? facts[slot].path : "settings." + view.library.settings[slot - facts.count].name
  }

  /// The formulas of a value, which two encoders share.
  func identityText(_ value: Symbolic) -> String {
    switch value {
    case .truth(let truth): "\(truth.yes.number),\(truth.no.number),\(truth.unknown.number)"
    case .integer(let formula, let state), .real(let formula, let state),
      .term(_, let formula, let state), .text(let formula, let state):
      "\(formula.number),\(state.unknown.number),\(state.failed.number)"
    case .record(let record, _): record.path
    case .list(let list, let state):
      "\(list.size.number),\(state.unknown.number),\(state.failed.number)"
        + list.elements.map { "\($0.present.number)\(identityText($0.value))" }.joined()
    case .map(let map, let state):
      "\(map.size.number),\(state.unknown.number),\(state.failed.number)"
    }
  }

  private func uses(_ node: Expression, _ name: String, _ checked: CheckedExpression) -> Bool {
    if case .local(name)? = checked.references[node.id] { return true }
    return node.parts.contains { uses($0, name, checked) }
  }

  private func opaqueTruth(_ node: Expression, _ scope: Scope) -> Ternary {
    opaqueTruth(name(node, scope), words(node, scope.checked))
  }

  func opaqueTruth(_ name: String, _ words: String) -> Ternary {
    let yes = formulas.opaqueSymbol("yes:" + name, .truth, words)
    let no = formulas.opaqueSymbol("no:" + name, .truth, words)
    let unknown = formulas.opaqueSymbol("unknown:" + name, .truth, words)
    return Ternary(
      yes: yes, no: formulas.and(formulas.not(yes), no),
      unknown: formulas.and(formulas.not(yes), formulas.not(no), unknown))
  }

  func opaqueState(_ name: String, _ words: String) -> State {
    let unknown = formulas.opaqueSymbol("unknown:" + name, .truth, words)
    let failed = formulas.opaqueSymbol("failed:" + name, .truth, words)
    return State(unknown: formulas.and(unknown, formulas.not(failed)), failed: failed)
  }

  /// A value that may be anything of its type; nil for types that nothing asks about.
  func opaque(_ node: Expression, _ scope: Scope) -> Symbolic? {
    let name = name(node, scope)
    let words = words(node, scope.checked)
    switch scope.checked.types[node.id] {
    case .bool: return .truth(opaqueTruth(name, words))
    case .int, .duration, .timestamp:
      return .integer(
        formulas.opaqueSymbol("value:" + name, .integer, words), opaqueState(name, words))
    case .double:
      return .real(formulas.opaqueSymbol("value:" + name, .real, words), opaqueState(name, words))
    case .string:
      return .text(
        formulas.opaqueSymbol("value:" + name, .integer, words), opaqueState(name, words))
    case .dyn, .null, .uint, .bytes, .list, .map, .type, .wrapper, .optional, .record, .opaque,
      .parameter, .error:
      return nil
    }
  }
}
