import SharedStorage

/// `==`, `!=`, the four orders and `in`.
extension Plan {
  func equality(
    _ left: NodeID, _ right: NodeID, _ isNegated: Bool, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    if case .constant(let constant) = nodes[right.index] {
      let left = value(left, &evaluation)
      if left.isUndecided { return left }
      return equal(left, constants[Int(constant)], isNegated, &evaluation)
    }
    switch operands(left, right, &evaluation) {
    case .both(let left, let right): return equal(left, right, isNegated, &evaluation)
    case .undecided(let value): return value
    }
  }

  func slotEqualityValue(
    _ slot: Int32, _ constant: Int32, _ failure: Int32, _ isNegated: Bool,
    _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let left = slotValue(slot, failure: failure, &evaluation)
    if left.isUndecided { return left }
    return equal(left, constants[Int(constant)], isNegated, &evaluation)
  }

  func equal(
    _ left: Value, _ right: Value, _ isNegated: Bool, _ evaluation: inout Evaluation
  ) -> Value {
    switch (left, right) {
    case (.int(let left), .int(let right)): return .bool((left == right) != isNegated)
    case (.symbol(let left), .symbol(let right)): return .bool((left == right) != isNegated)
    case (.string(let left), .string(let right)):
      evaluation.cost &+= UInt64(left.string.utf8.count) >> 4
      return .bool(left.isEqual(to: right) != isNegated)
    case (.list, .list), (.map, .map), (.record, .record), (.optional, .optional),
      (.bytes, .bytes):
      guard evaluation.charge(weightOf: left) else { return .error(.overCostLimit) }
    case (_, _): break
    }
    switch Value.equality(left, right) {
    case .yes: return .bool(!isNegated)
    case .no: return .bool(isNegated)
    case .unknown, .error: return undecidedPart(of: [left, right], evaluation)
    }
  }

  func comparison(
    _ relation: Relation, _ left: NodeID, _ right: NodeID, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    if case .constant(let constant) = nodes[right.index] {
      let left = value(left, &evaluation)
      if left.isUndecided { return left }
      return compared(relation, left, constants[Int(constant)], &evaluation)
    }
    switch operands(left, right, &evaluation) {
    case .both(let left, let right): return compared(relation, left, right, &evaluation)
    case .undecided(let value): return value
    }
  }

  func slotComparisonValue(
    _ relation: Relation, _ slot: Int32, _ constant: Int32, _ failure: Int32,
    _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let left = slotValue(slot, failure: failure, &evaluation)
    if left.isUndecided { return left }
    return compared(relation, left, constants[Int(constant)], &evaluation)
  }

  /// Whether a relation holds between two values.
  func compared(
    _ relation: Relation, _ left: Value, _ right: Value, _ evaluation: inout Evaluation
  ) -> Value {
    switch (left, right) {
    case (.int(let left), .int(let right)): return .bool(relation.holds(left, right))
    case (.double(let left), .double(let right)): return .bool(relation.holds(left, right))
    case (_, _): break
    }
    if let ordering = Value.compare(left, right) { return .bool(relation.holds(ordering)) }
    switch (left, right) {
    case (.error(let error), _): return evaluation.fail(error)
    case (.unknown, _): return left
    case (_, _) where Value.areComparable(left, right): return .bool(false)
    case (_, _):
      return evaluation.fail(.noSuchOverload(relation.function, [left, right]))
    }
  }

  func membership(
    _ element: NodeID, _ collection: NodeID, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    switch operands(element, collection, &evaluation) {
    case .both(let element, let collection): return found(element, in: collection, &evaluation)
    case .undecided(let value): return value
    }
  }

  /// Whether a list holds an element, or a map a key.
  func found(
    _ element: Value, in collection: Value, _ evaluation: inout Evaluation
  ) -> Value {
    switch collection {
    case .list(let list): return search(element, list, &evaluation)
    case .map(let map): return .bool(map[element] != nil)
    case .unknown, .error: return collection
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .record, .optional, .type, .opaque:
      return evaluation.fail(.noSuchOverload("@in", [element, collection]))
    }
  }

  private func search(
    _ element: Value, _ list: ListValue, _ evaluation: inout Evaluation
  ) -> Value {
    let elements = list.elements
    evaluation.cost &+= UInt64(elements.count)
    switch element {
    case .list, .map, .record, .optional:
      guard evaluation.charge(weightOf: elements) else { return .error(.overCostLimit) }
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .type, .opaque, .unknown, .error:
      break
    }
    var result = Truth.no
    for place in elements.indices {
      switch (element, elements[place]) {
      case (.symbol(let left), .symbol(let right)): if left == right { return .bool(true) }
      case (.int(let left), .int(let right)): if left == right { return .bool(true) }
      case (.string(let left), .string(let right)):
        if left.isEqual(to: right) { return .bool(true) }
      case (let left, let right):
        result = result || Value.equality(left, right)
        if result == .yes { return .bool(true) }
      }
    }
    if result == .no { return .bool(false) }
    return undecidedPart(of: [element, .list(list)], evaluation)
  }

  func setMembership(
    _ element: NodeID, _ set: Int, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let element = value(element, &evaluation)
    switch element {
    case .unknown, .error: return element
    // No element of a set has parts.
    case .list, .map, .record, .optional: return .bool(false)
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .type, .opaque:
      let isFound = sets[set].use { $0.contains(element) }
      return .bool(isFound)
    }
  }

  /// What leaves a comparison open: the first error within the values, or what is unknown in them.
  private func undecidedPart(of values: [Value], _ evaluation: borrowing Evaluation) -> Value {
    var strictness = Strictness()
    for value in values { value.addUndecidedParts(to: &strictness, evaluation) }
    return strictness.value ?? .unknown(UnknownSet(sorted: []))
  }
}

extension Value {
  fileprivate func addUndecidedParts(
    to strictness: inout Strictness, _ evaluation: borrowing Evaluation
  ) {
    switch self {
    case .unknown, .error: strictness.add(self, evaluation)
    case .list(let list):
      for element in list.elements { element.addUndecidedParts(to: &strictness, evaluation) }
    case .map(let map):
      for entry in map.entries { entry.value.addUndecidedParts(to: &strictness, evaluation) }
    case .record(let record):
      for field in record.fields { field.addUndecidedParts(to: &strictness, evaluation) }
    case .optional(let optional): optional.value?.addUndecidedParts(to: &strictness, evaluation)
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .type, .opaque:
      return
    }
  }
}

extension EvaluationError {
  /// The error of a call whose arguments' types no overload takes.
  static func noSuchOverload(_ function: String, _ arguments: [Value]) -> EvaluationError {
    let types = arguments.map { "`\($0.type.runtimeName)`" }.joined(separator: ", ")
    return EvaluationError(.noSuchOverload, "`\(function)` does not take (\(types))")
  }
}
