import CEL
import Diagnostics
import PolicyModel

/// What is not encoded: symbols that may be anything, named by what is asked of which values.
extension Encoder {
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
  func name(_ node: Expression, _ scope: Scope) -> String {
    var reads = Reads()
    collect(node, scope.checked, &reads)
    var parts = [words(node, scope.checked), dialect]
    parts += reads.bodies
    parts += tables.map(text(ofTable:))
    parts += identities(of: reads.slots)
    return (parts + locals(of: node, scope)).joined(separator: "|")
  }

  /// Facts and settings, with what tells their values from those of another library or client.
  func identities(of slots: Set<Int>) -> [String] {
    slots.sorted().map { slot in
      if let value = value(ofSlot: slot) { return "\(slotName(slot))=\(identityText(value))" }
      let setting = slot - view.library.vocabulary.facts.count
      let fixed = view.settings[setting]?.description
      return "\(slotName(slot))=\(fixed ?? view.settingsName(setting))"
    }
  }

  /// The names that stand for something in an expression, with what they stand for.
  func locals(of node: Expression, _ scope: Scope) -> [String] {
    scope.locals.filter { uses(node, $0.name, scope.checked) }.map {
      "\($0.name)=\(identityText($0.value))"
    }
  }

  /// A table's rows: two libraries may number their tables otherwise.
  func text(ofTable number: Int) -> String {
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

  func opaqueTruth(_ node: Expression, _ scope: Scope) -> Ternary {
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
