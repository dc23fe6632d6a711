import CEL
import PolicyModel

/// Fields of records, and definitions with what is given to them.
extension Encoder {
  // MARK: Fields

  func field(
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

  func call(
    of definition: Definition, _ node: Expression, _ scope: Scope
  ) -> Symbolic? {
    guard let written = definition.arguments(writtenIn: node) else { return nil }
    var locals: [(name: String, value: Symbolic)] = []
    for (parameter, argument) in zip(definition.parameters, written) {
      guard let value = value(argument, scope) ?? opaque(argument, scope) else { return nil }
      locals.append((parameter.name, value))
    }
    // What the key does not name must not count inside: the result stands wherever the key is met.
    let outerNarrow = narrow
    narrow = narrow.isEmpty ? [:] : relevant(definition, locals.map(\.value))
    defer { narrow = outerNarrow }
    let key = DefinitionKey(
      definition: ObjectIdentifier(definition), arguments: locals.map(\.value), narrow: narrow)
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
}

/// A definition with what is given to it: encoded once.
struct DefinitionKey: Hashable {
  let definition: ObjectIdentifier
  let arguments: [Symbolic]
  let narrow: [Formula: NumberSet]
}
