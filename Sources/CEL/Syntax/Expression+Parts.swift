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
