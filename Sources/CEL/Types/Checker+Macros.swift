/// `all`, `exists`, `map` and their like, and `cel.bind`.
extension Checker {
  mutating func checkComprehension(_ node: Expression.Comprehension) -> ValueType {
    let range = check(node.range)
    switch node.kind {
    case .optMap, .optFlatMap: return checkOptionalMap(node, range)
    case .all, .exists, .existsOne, .filter, .map, .transformList, .transformMap,
      .transformMapEntry, .sortBy:
      break
    }
    let variables = variableTypes(of: node, range)
    let depth = scope.count
    for (name, type) in zip(node.variables, variables) {
      scope.append(Local(name: name, type: type))
    }
    defer { scope.removeLast(scope.count - depth) }
    if let predicate = node.predicate {
      check(predicate, being: .bool, "the condition of `\(node.kind.macro)`")
    }
    let transform = node.transform.map { check($0) } ?? .bool
    switch node.kind {
    case .all, .exists, .existsOne: return .bool
    case .filter: return .list(variables[0])
    case .map, .transformList: return .list(transform)
    case .transformMap: return .map(variables[0], transform)
    case .transformMapEntry: return entryType(node, transform)
    case .optMap: return .optional(transform)
    case .optFlatMap: return transform
    case .sortBy:
      checkSortKey(node, transform)
      return .list(variables[0])
    }
  }

  /// The types of the variables, one or two, that go over a list or a map.
  private mutating func variableTypes(
    of node: Expression.Comprehension, _ range: ValueType
  ) -> [ValueType] {
    let hasTwo = node.variables.count == 2
    switch unifier.resolve(range) {
    case .list(let element): return hasTwo ? [.int, element] : [element]
    case .map(let key, let value) where node.kind != .sortBy:
      return hasTwo ? [key, value] : [key]
    case .error: return hasTwo ? [.error, .error] : [.error]
    case .dyn: return hasTwo ? [.dyn, .dyn] : [.dyn]
    case .parameter:
      _ = unifier.unify(.dyn, range)
      return hasTwo ? [.dyn, .dyn] : [.dyn]
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .map,
      .type, .wrapper, .optional, .record, .opaque:
      let ranges = node.kind == .sortBy ? "a list" : "a list or a map"
      report(
        .typeMismatch, "`\(node.kind.macro)` goes over \(ranges), not over \(named(range))",
        node.range.range)
      return hasTwo ? [.error, .error] : [.error]
    }
  }

  /// Reports a key of `sortBy` whose type has no order.
  private mutating func checkSortKey(_ node: Expression.Comprehension, _ key: ValueType) {
    switch unifier.resolve(key) {
    case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn, .error,
      .parameter:
      return
    case .null, .list, .map, .type, .wrapper, .optional, .record, .opaque:
      report(
        .typeMismatch, "`sortBy` sorts by what has an order, not by \(named(key))",
        node.transform?.range ?? node.range.range,
        help: "numbers, bools, texts, octets, instants and durations have one")
    }
  }

  /// The map that the entries, each a map, make together.
  private mutating func entryType(
    _ node: Expression.Comprehension, _ transform: ValueType
  ) -> ValueType {
    let entry = ValueType.map(unifier.fresh(), unifier.fresh())
    if unifier.unify(entry, transform) { return entry }
    report(
      .typeMismatch, "`transformMapEntry` makes maps, not \(named(transform))",
      node.transform?.range ?? node.range.range, help: "write `{key: value}`")
    return .error
  }

  /// Checks `x.optMap(v, e)` and `x.optFlatMap(v, e)`.
  private mutating func checkOptionalMap(
    _ node: Expression.Comprehension, _ range: ValueType
  ) -> ValueType {
    let element = unifier.fresh()
    let isOptional = unifier.unify(.optional(element), range)
    if !isOptional {
      report(
        .typeMismatch, "`\(node.kind.macro)` is asked of an optional, not of \(named(range))",
        node.range.range)
    }
    guard let transform = node.transform, let variable = node.variables.first else {
      return .error
    }
    scope.append(Local(name: variable, type: isOptional ? element : .error))
    defer { scope.removeLast() }
    let type = check(transform)
    if node.kind == .optMap { return isError(type) ? .error : .optional(type) }
    let result = ValueType.optional(unifier.fresh())
    if unifier.unify(result, type) { return result }
    report(.typeMismatch, "`optFlatMap` makes optionals, not \(named(type))", transform.range)
    return .error
  }

  /// Checks `cel.bind(name, value, body)`.
  mutating func checkBind(
    _ name: String, _ value: Expression, _ body: Expression, expecting expected: ValueType?
  ) -> ValueType {
    let type = check(value)
    scope.append(Local(name: name, type: type))
    defer { scope.removeLast() }
    return check(body, expecting: expected)
  }
}

extension Expression.Comprehension.Kind {
  /// The name as it is written in an expression.
  fileprivate var macro: String {
    switch self {
    case .all, .exists, .filter, .map, .transformList, .transformMap, .transformMapEntry, .optMap,
      .optFlatMap, .sortBy:
      rawValue
    case .existsOne: "exists_one"
    }
  }
}
