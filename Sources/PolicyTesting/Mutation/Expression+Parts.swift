import CEL

extension Expression {
  /// The same kind of expression, made of other parts: as many as `parts` has.
  func with(parts: [Expression]) -> Expression {
    let kind: Kind =
      switch kind {
      case .literal, .identifier: kind
      case .select(_, let field, let isOptional):
        .select(parts[0], field: field, isOptional: isOptional)
      case .presence(_, let field): .presence(parts[0], field: field)
      case .call(let name, nil, _): .call(name, target: nil, arguments: parts)
      case .call(let name, .some, _):
        .call(name, target: parts[0], arguments: Array(parts.dropFirst()))
      case .list(_, let optionals): .list(parts, optionalIndices: optionals)
      case .map(let entries):
        .map(
          entries.enumerated().map { index, entry in
            MapEntry(
              key: parts[2 * index], value: parts[2 * index + 1], isOptional: entry.isOptional)
          })
      case .structure(let name, let fields):
        .structure(
          name,
          zip(fields, parts).map {
            StructureField(name: $0.name, value: $1, isOptional: $0.isOptional)
          })
      case .comprehension(let loop): .comprehension(loop.with(parts: parts))
      case .bind(let name, _, _): .bind(name, parts[0], parts[1])
      }
    return Expression(id: id, range: range, kind: kind)
  }

  func replacing(part index: Int, by part: Expression) -> Expression {
    var parts = parts
    parts[index] = part
    return with(parts: parts)
  }

  /// The same place, with something else in it.
  func saying(_ kind: Kind) -> Expression { Expression(id: id, range: range, kind: kind) }

  /// The operands of a chain of `&&`, or of `||`; the expression itself where it is none.
  func operands(of name: String) -> [Expression] {
    guard case .call(name, nil, let operands) = kind else { return [self] }
    return operands.flatMap { $0.operands(of: name) }
  }

  /// A chain of operands; one operand is itself.
  func chain(_ name: String, _ operands: [Expression]) -> Expression {
    guard var result = operands.first else { return self }
    for operand in operands.dropFirst() {
      result = saying(.call(name, target: nil, arguments: [result, operand]))
    }
    return result
  }
}

extension Expression.Comprehension {
  fileprivate func with(parts: [Expression]) -> Expression.Comprehension {
    Expression.Comprehension(
      kind: kind, range: parts[0], variables: variables,
      predicate: predicate == nil ? nil : parts[1],
      transform: transform == nil ? nil : parts[parts.count - 1])
  }

  /// The same over another macro.
  func with(kind: Kind) -> Expression.Comprehension {
    Expression.Comprehension(
      kind: kind, range: range, variables: variables, predicate: predicate, transform: transform)
  }
}
