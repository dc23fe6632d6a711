import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// Expressions of policies in SQL.
///
/// What reads one term alone is asked of the engine for each term of the set, and becomes lists of
/// ids; comparisons, `has`, fields, `exists` and `all` become SQL's own. What is neither is not
/// carried: it is NULL, and the rows in which it could decide are told.
final class Translator {
  let library: CompiledLibrary
  let dialect: any SQLDialect
  let table: RecipientTable
  let evaluator: PartialEvaluator
  /// The slots that differ from row to row.
  let openSlots: Set<Int>
  private var readsOfDefinitions: [ObjectIdentifier: Reads] = [:]
  private var lastElement = 0
  /// What was not carried since the last `takeNotes()`, with the reason.
  var notes: [String] = []

  init(
    library: CompiledLibrary, facts: PreparedFacts, openSlots: Set<Int>, table: RecipientTable,
    dialect: any SQLDialect
  ) {
    self.library = library
    self.dialect = dialect
    self.table = table
    self.openSlots = openSlots
    evaluator = PartialEvaluator(library: library, facts: facts)
  }

  /// An expression with the names that stand for something in it.
  struct Scope {
    let checked: CheckedExpression
    var locals: [(name: String, value: Translated)] = []
    /// Where it is not all ids that a term may be here: the others make something around it false.
    var domains: [TermInput: Set<UInt32>] = [:]

    subscript(name: String) -> Translated? { locals.last { $0.name == name }?.value }
  }

  /// What an expression asks that differs from row to row.
  struct Reads {
    var slots: Set<Int> = []
    var presences: Set<Int> = []
    var locals: Set<String> = []
    /// Whether it asks nothing of the row.
    var isEmpty: Bool { slots.isEmpty && locals.isEmpty }
  }

  func truth(of atom: Atom) -> SQLTruth {
    let checked = atom.checked
    return truth(checked.root, Scope(checked: checked))
  }

  func takeNotes() -> [String] {
    defer { notes = [] }
    return notes
  }

  func note(_ node: Expression, _ scope: Scope, _ reason: String) {
    let words = scope.checked.source.text(node.range).split { $0.isWhitespace }
      .joined(separator: " ")
    let text = "\(words): \(reason)"
    if !notes.contains(text) { notes.append(text) }
  }

  func newElement() -> Int {
    lastElement += 1
    return lastElement
  }

  // MARK: Nodes

  func truth(_ node: Expression, _ scope: Scope) -> SQLTruth {
    guard let found = translate(node, scope) else {
      note(node, scope, "it has no form in SQL that means the same")
      return .notCarried
    }
    switch found {
    case .constant(let value, let mayFail):
      var truth = SQLTruth(value.truth)
      truth.failures = Failures(mayFail)
      return truth
    case .truth(let truth): return truth
    case .value(let value):
      guard value.type == .bool else { return .notCarried }
      return SQLTruth(value.text, failures: value.failures)
    }
  }

  /// An expression in SQL; nil for what is not carried.
  func translate(_ node: Expression, _ scope: Scope) -> Translated? {
    let reads = reads(node, scope)
    if reads.isEmpty { return constant(node, scope) }
    if let known = tabulated(node, reads, scope) { return known }
    if case .presence(let operand, _) = node.kind { return presence(node, operand, scope) }
    switch scope.checked.references[node.id] {
    case .local(let name): return scope[name]
    case .variable(let variable): return value(ofSlot: variable.slot)
    case .definition(let definition): return call(of: definition, node, scope)
    case .constant, .function, .field, nil: break
    }
    switch node.kind {
    case .select(let operand, _, let isOptional):
      return isOptional ? nil : field(node, operand, scope)
    case .comprehension(let comprehension): return quantified(comprehension, scope)
    case .call(let name, let target, let arguments):
      return call(node, name, (target.map { [$0] } ?? []) + arguments, scope)
    case .literal, .identifier, .presence, .structure, .map, .list, .bind: return nil
    }
  }

  /// What the campaign decides.
  private func constant(_ node: Expression, _ scope: Scope) -> Translated {
    var inputs = PartialEvaluator.Inputs()
    inputs.constants = constants(of: scope)
    let answer = evaluator.function(node, scope.checked, inputs, arguments: 0)([])
    return .constant(answer.value, mayFail: answer.hasErrors)
  }

  func constants(of scope: Scope) -> [(name: String, value: Value)] {
    // Of names that hide others the innermost counts.
    var constants: [String: Value] = [:]
    for local in scope.locals {
      if case .constant(let value, _) = local.value {
        constants[local.name] = value
      } else {
        constants[local.name] = nil
      }
    }
    return constants.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  // MARK: Columns and fields

  private func value(ofSlot slot: Int) -> Translated? {
    guard let column = table.column(ofSlot: slot) else { return nil }
    var input: TermInput?
    if case .term = column.type { input = .slot(slot) }
    return .value(
      SQLValue(
        text: dialect.column(column.path), type: column.type,
        isJSON: dialect.isJSON(column.type),
        failures: Failures(column.isNullable && column.nullIsNone), input: input,
        isColumn: true, mayBeNone: column.nullIsNone && column.isNullable))
  }

  private func field(_ node: Expression, _ operand: Expression, _ scope: Scope) -> Translated? {
    guard case .field(_, let index) = scope.checked.references[node.id],
      case .value(let record)? = translate(operand, scope), case .record(let type) = record.type
    else { return nil }
    let field = library.vocabulary.records[type].fields[index]
    let member = dialect.field(field.name, of: record.text, isJSON: record.isJSON)
    return .value(
      SQLValue(
        text: dialect.element(member, field.type, isJSON: record.isJSON), type: field.type,
        isJSON: record.isJSON, failures: record.failures || Failures(field.isNullable),
        mayBeNone: field.isNullable))
  }

  private func presence(
    _ node: Expression, _ operand: Expression, _ scope: Scope
  ) -> Translated? {
    switch scope.checked.references[node.id] {
    case .variable(let variable):
      guard let column = table.column(ofSlot: variable.slot) else { return nil }
      let test = dialect.column(column.path) + " IS NOT NULL"
      if column.isNullable, column.nullIsNone { return .truth(SQLTruth(test, failures: false)) }
      return .truth(SQLTruth(.cases([(test, .yes)], else: nil), failures: false))
    case .field(_, let index):
      guard case .value(let record)? = translate(operand, scope), !record.mayBeNone,
        case .record(let type) = record.type
      else { return nil }
      let field = library.vocabulary.records[type].fields[index]
      let member = dialect.element(
        dialect.field(field.name, of: record.text, isJSON: record.isJSON), field.type,
        isJSON: record.isJSON)
      let isThere = member + " IS NOT NULL"
      // An element is always there; what a key leads to may not be.
      if !field.isNullable {
        return .truth(SQLTruth(.cases([(isThere, .yes)], else: nil), failures: record.failures))
      }
      let test =
        record.failures.isPossible
        ? SQLText.cases([(record.text + " IS NOT NULL", isThere)], else: nil) : isThere
      return .truth(SQLTruth(test, failures: record.failures))
    case .local, .constant, .function, .definition, nil: return nil
    }
  }

  // MARK: Definitions

  private func call(
    of definition: Definition, _ node: Expression, _ scope: Scope
  ) -> Translated? {
    guard let written = definition.arguments(writtenIn: node) else { return nil }
    var inner = Scope(checked: definition.body, domains: scope.domains)
    for (parameter, argument) in zip(definition.parameters, written) {
      guard let value = translate(argument, scope) else { return nil }
      inner.locals.append((parameter.name, value))
    }
    return translate(definition.body.root, inner)
  }

  // MARK: What is read

  func reads(_ node: Expression, _ scope: Scope) -> Reads {
    var reads = Reads()
    collect(node, scope.checked, [], &reads)
    reads.locals = reads.locals.filter { name in
      if case .constant = scope[name] { false } else { true }
    }
    return reads
  }

  private func collect(
    _ node: Expression, _ checked: CheckedExpression, _ bound: Set<String>, _ reads: inout Reads
  ) {
    switch checked.references[node.id] {
    case .variable(let variable):
      if openSlots.contains(variable.slot) {
        reads.slots.insert(variable.slot)
        if case .presence = node.kind { reads.presences.insert(variable.slot) }
      }
    case .local(let name): if !bound.contains(name) { reads.locals.insert(name) }
    case .definition(let definition):
      let inner = self.reads(definition)
      reads.slots.formUnion(inner.slots)
      reads.presences.formUnion(inner.presences)
    case .constant, .function, .field, nil: break
    }
    switch node.kind {
    case .comprehension(let comprehension):
      collect(comprehension.range, checked, bound, &reads)
      let inner = bound.union(comprehension.variables)
      for part in [comprehension.predicate, comprehension.transform].compactMap(\.self) {
        collect(part, checked, inner, &reads)
      }
    case .bind(let name, let value, let body):
      collect(value, checked, bound, &reads)
      collect(body, checked, bound.union([name]), &reads)
    case .literal, .identifier, .select, .presence, .call, .list, .map, .structure:
      // Presence of a variable reads nothing below it.
      if case .presence = node.kind, case .variable = checked.references[node.id] { return }
      if case .constant = checked.references[node.id] { return }
      for part in node.parts { collect(part, checked, bound, &reads) }
    }
  }

  private func reads(_ definition: Definition) -> Reads {
    let key = ObjectIdentifier(definition)
    if let known = readsOfDefinitions[key] { return known }
    var reads = Reads()
    collect(definition.body.root, definition.body, [], &reads)
    readsOfDefinitions[key] = reads
    return reads
  }
}
