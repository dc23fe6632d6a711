extension Expression {
  /// The parts that an expression is directly made of, from left to right.
  public var parts: [Expression] {
    switch kind {
    case .literal, .identifier: []
    case .select(let operand, _, _), .presence(let operand, _): [operand]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .list(let elements, _): elements
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .structure(_, let fields): fields.map(\.value)
    case .comprehension(let comprehension):
      [comprehension.range] + [comprehension.predicate, comprehension.transform].compactMap(\.self)
    case .bind(_, let value, let body): [value, body]
    }
  }

  /// Visits the parts from left to right, without making a list of them.
  public func forEachPart(_ visit: (Expression) -> Void) {
    switch kind {
    case .literal, .identifier: return
    case .select(let operand, _, _), .presence(let operand, _): visit(operand)
    case .call(_, let target, let arguments):
      if let target { visit(target) }
      arguments.forEach(visit)
    case .list(let elements, _): elements.forEach(visit)
    case .map, .structure, .comprehension, .bind: parts.forEach(visit)
    }
  }
}

extension Expression.Kind {
  /// The same with other parts in place of its own.
  func mapParts<Failure: Error>(
    _ transform: (Expression) throws(Failure) -> Expression
  ) throws(Failure) -> Expression.Kind {
    switch self {
    case .literal, .identifier: self
    case .select(let operand, let field, let isOptional):
      .select(try transform(operand), field: field, isOptional: isOptional)
    case .presence(let operand, let field): .presence(try transform(operand), field: field)
    case .call(let name, let target, let arguments):
      .call(name, target: try target.map(transform), arguments: try arguments.map(transform))
    case .list(let elements, let optionalIndices):
      .list(try elements.map(transform), optionalIndices: optionalIndices)
    case .map(let entries):
      .map(
        try entries.map { entry throws(Failure) in
          Expression.MapEntry(
            key: try transform(entry.key), value: try transform(entry.value),
            isOptional: entry.isOptional)
        })
    case .structure(let name, let fields):
      .structure(
        name,
        try fields.map { field throws(Failure) in
          Expression.StructureField(
            name: field.name, value: try transform(field.value), isOptional: field.isOptional)
        })
    case .comprehension(let comprehension):
      .comprehension(
        Expression.Comprehension(
          kind: comprehension.kind, range: try transform(comprehension.range),
          variables: comprehension.variables,
          predicate: try comprehension.predicate.map(transform),
          transform: try comprehension.transform.map(transform)))
    case .bind(let name, let value, let body):
      .bind(name, try transform(value), try transform(body))
    }
  }
}

extension Expression.Comprehension {
  /// What an `all` or `exists` over one variable asks of each element; nil for every other macro.
  package var quantified: (isAll: Bool, variable: String, predicate: Expression)? {
    guard let predicate, variables.count == 1 else { return nil }
    switch kind {
    case .all: return (true, variables[0], predicate)
    case .exists: return (false, variables[0], predicate)
    case .existsOne, .filter, .map, .transformList, .transformMap, .transformMapEntry, .optMap,
      .optFlatMap, .sortBy:
      return nil
    }
  }
}
