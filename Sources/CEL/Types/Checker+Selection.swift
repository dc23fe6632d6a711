import Diagnostics

extension DiagnosticCode {
  /// A value has no field of the name that is selected.
  static let unknownField = DiagnosticCode("unknown-field")
}

/// Fields of records and maps.
extension Checker {
  /// The type of an operand's field, whose place in a record becomes the node's meaning.
  mutating func select(
    _ field: String, of type: ValueType, operand: Expression, at node: Expression
  ) -> ValueType {
    switch unifier.resolve(type) {
    case .dyn: return .dyn
    case .error: return .error
    case .parameter:
      // Nothing is known of the operand, and nothing shall be assumed of it later.
      _ = unifier.unify(.dyn, type)
      return .dyn
    case .record(let name):
      guard let index = index(of: field, inRecord: name, at: node) else { return .error }
      refer(node, to: .field(record: name, index: index))
      return environment.records[name]?.fields[index].type ?? .error
    case .map(let key, let value):
      guard takesNames(key) else {
        report(
          .unknownField, "the keys of this map are of type `\(text(key))`, which no field names",
          node.range, help: "write the key in brackets: `[\"\(field)\"]`")
        return .error
      }
      return value
    case .optional(let type): return selectThroughOptional(field, of: type, operand, at: node)
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .list, .type,
      .wrapper, .opaque:
      reportFieldless(field, of: type, operand: operand, at: node)
      return .error
    }
  }

  /// A selection from an optional is an optional.
  private mutating func selectThroughOptional(
    _ field: String, of type: ValueType, _ operand: Expression, at node: Expression
  ) -> ValueType {
    if case .optional = unifier.resolve(type) {
      reportFieldless(field, of: type, operand: operand, at: node)
      return .error
    }
    let selected = select(field, of: type, operand: operand, at: node)
    // A record's field is a place only in the record itself.
    references[node.id] = nil
    return isError(selected) ? .error : .optional(selected)
  }

  private func takesNames(_ key: ValueType) -> Bool {
    switch unifier.resolve(key) {
    case .string, .dyn, .error, .parameter: true
    case .null, .bool, .int, .uint, .double, .bytes, .timestamp, .duration, .list, .map, .type,
      .wrapper, .optional, .record, .opaque:
      false
    }
  }

  private mutating func index(
    of field: String, inRecord name: String, at node: Expression
  ) -> Int? {
    let fields = environment.records[name]?.fields ?? []
    if let index = fields.firstIndex(where: { $0.name == field }) { return index }
    report(
      .unknownField, "`\(name)` has no field `\(field)`", node.range,
      help: suggestion(for: field, in: fields.map(\.name)))
    return nil
  }

  private mutating func reportFieldless(
    _ field: String, of type: ValueType, operand: Expression, at node: Expression
  ) {
    if case .variable(let variable)? = references[operand.id],
      environment.isNamespace(variable.name, isRooted: true), let chain = NameChain(operand)
    {
      var chain = NameChain(
        names: variable.name.split(separator: ".").map(String.init), nodes: chain.nodes,
        isRooted: chain.isRooted)
      chain.names.append(field)
      reportUndeclared(chain, range: node.range)
      return
    }
    let isFunction =
      environment.function(named: field)?.overloads.contains {
        $0.isMember && $0.parameters.count == 1
      } ?? false
    report(
      .unknownField, "\(named(type)) has no field `\(field)`", node.range,
      help: isFunction ? "it is a function: write `.\(field)()`" : nil)
  }
}
