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
  /// How much of maps is encoded.
  let maps: MapEncoding
  /// Tells what is opaque apart where the same words mean something else in another library.
  let dialect: String
  /// Definitions that mean the same in another library though they read otherwise: what is not
  /// encoded goes by their names, not their words.
  let agreed: Set<String>
  /// What quantifiers that stand as symbols have to do with those of another library.
  let quantifiers: QuantifierAgreement?
  /// By slot: what it holds.
  private var slots: [Int: Symbolic] = [:]
  var definitions: [DefinitionKey: (value: Symbolic?, counts: [Symbolic: Int])] = [:]
  var definitionReads: [ObjectIdentifier: Reads] = [:]
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

  init(
    _ formulas: Formulas, _ view: LibraryView, listBound: Int = ListBound.usual,
    maps: MapEncoding = .whole, dialect: String = "", agreed: Set<String> = [],
    quantifiers: QuantifierAgreement? = nil
  ) {
    self.formulas = formulas
    self.view = view
    self.maps = maps
    self.dialect = dialect
    self.agreed = agreed
    self.quantifiers = quantifiers
    facts = FactEncoding(formulas: formulas, view: view, listBound: listBound, maps: maps)
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

  /// All that is encoded of a library, or of two that are compared: a formula takes some 400 bytes.
  private static let mostFormulas = 4_000_000

  /// Whether a quantifier may go through one more element; where it may not, it stands as a symbol.
  func takesElement() -> Bool {
    elementCount += 1
    return elementCount <= Self.mostElements && formulas.nodes.count <= Self.mostFormulas
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
    case .comprehension(let comprehension): return quantified(node, comprehension, scope)
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

  // MARK: Conditions on lists

  /// Whether some list has more conditions than half its elements: two sides then need more.
  var isCut: Bool { conditionCounts.values.contains { $0 * 2 > facts.listBound } }

  func count(_ counts: [Symbolic: Int]) {
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
}
