import SharedStorage

/// Calls of functions: strict, with an error before an unknown.
extension Plan {
  func nullary(_ function: Int, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 1
    return invoke(functions[function], [], &evaluation)
  }

  func unary(_ function: Int, _ argument: NodeID, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 1
    let argument = value(argument, &evaluation)
    if argument.isUndecided { return argument }
    guard case .unary(let body) = functions[function].body else {
      return invoke(functions[function], [argument], &evaluation)
    }
    if let failure = charge(functions[function].cost, argument, argument, &evaluation) {
      return failure
    }
    return counted(body(argument, evaluation.host.context), &evaluation)
  }

  func binary(
    _ function: Int, _ first: NodeID, _ second: NodeID, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    switch operands(first, second, &evaluation) {
    case .undecided(let value): return value
    case .both(let first, let second): return invoke(function, first, second, &evaluation)
    }
  }

  /// Calls a function of two arguments on their values.
  func invoke(
    _ function: Int, _ first: Value, _ second: Value, _ evaluation: inout Evaluation
  ) -> Value {
    guard case .binary(let body) = functions[function].body else {
      return invoke(functions[function], [first, second], &evaluation)
    }
    if let failure = charge(functions[function].cost, first, second, &evaluation) {
      return failure
    }
    return counted(body(first, second, evaluation.host.context), &evaluation)
  }

  func call(
    _ function: Int, _ arguments: Children, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    var values: [Value] = []
    if let undecided = collect(arguments, into: &values, &evaluation) { return undecided }
    return invoke(functions[function], values, &evaluation)
  }

  /// The values of strict parts in order; what the whole is, where one of them has no value.
  func collect(
    _ parts: Children, into values: inout [Value], _ evaluation: inout Evaluation
  ) -> Value? {
    values.reserveCapacity(Int(parts.count))
    var strictness = Strictness()
    for place in parts.range {
      let part = value(children[place], &evaluation)
      strictness.add(part, evaluation)
      if strictness.hasFailed, !evaluation.isExhaustive { break }
      values.append(part)
    }
    return strictness.value
  }

  /// Calls a function on values, choosing the overload by their types where several are left.
  private func invoke(
    _ function: PlannedFunction, _ arguments: [Value], _ evaluation: inout Evaluation
  ) -> Value {
    if function.overloads.count > 1, !evaluation.charge(weightOf: arguments) {
      return .error(.overCostLimit)
    }
    guard let overload = function.overload(for: arguments) else {
      return evaluation.fail(.noSuchOverload(function.name, arguments))
    }
    if function.overloads.count > 1, overload.standsForOperator {
      return operation(function.name, arguments, &evaluation)
    }
    guard let body = overload.implementation else {
      return evaluation.fail(.noSuchOverload, "`\(overload.id)` has no body")
    }
    if let first = arguments.first,
      let failure = charge(overload.cost, first, arguments[arguments.count - 1], &evaluation)
    {
      return failure
    }
    switch (body, arguments.count) {
    case (.nullary(let body), 0): return counted(body(evaluation.host.context), &evaluation)
    case (.unary(let body), 1):
      return counted(body(arguments[0], evaluation.host.context), &evaluation)
    case (.binary(let body), 2):
      return counted(body(arguments[0], arguments[1], evaluation.host.context), &evaluation)
    case (.ternary(let body), 3):
      return counted(
        body(arguments[0], arguments[1], arguments[2], evaluation.host.context), &evaluation)
    case (.variadic(let body), _):
      return counted(body(arguments, evaluation.host.context), &evaluation)
    case (.nullary, _), (.unary, _), (.binary, _), (.ternary, _):
      return evaluation.fail(.noSuchOverload(function.name, arguments))
    }
  }

  /// The standard `==`, `!=` and `in`, where a host's overloads of them stand beside.
  private func operation(
    _ name: String, _ arguments: [Value], _ evaluation: inout Evaluation
  ) -> Value {
    guard arguments.count == 2 else {
      return evaluation.fail(.noSuchOverload(name, arguments))
    }
    if name == "@in" { return found(arguments[0], in: arguments[1], &evaluation) }
    return equal(arguments[0], arguments[1], name == "_!=_", &evaluation)
  }

  /// Adds what a call costs; the error where that is over the limit, before it is made.
  private func charge(
    _ cost: Overload.Cost, _ first: Value, _ last: Value, _ evaluation: inout Evaluation
  ) -> Value? {
    switch cost {
    case .one: return nil
    case .traversal: evaluation.cost &+= first.extent / 10 + 1
    case .product: evaluation.cost &+= (first.extent / 10 + 1) * (last.extent / 10 + 1)
    case .size: evaluation.cost &+= first.extent
    case .concatenation:
      // Its result is counted when it is made; here it is found out whether it may be made.
      let sum = first.extent + last.extent
      let cost = if case .list = first { sum } else { sum / 10 }
      if evaluation.cost &+ cost > evaluation.costLimit { evaluation.cost &+= cost }
    }
    return evaluation.isOverLimit ? evaluation.fail(.overCostLimit) : nil
  }

  /// Counts a function's error, and what it took to make its result.
  private func counted(_ result: Value, _ evaluation: inout Evaluation) -> Value {
    switch result {
    case .error(let error): evaluation.note(error)
    case .list, .map: evaluation.cost &+= result.extent
    case .string, .bytes: evaluation.cost &+= result.extent / 10
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .record, .optional,
      .type, .opaque, .unknown:
      return result
    }
    return evaluation.isOverLimit ? evaluation.fail(.overCostLimit) : result
  }
}

extension Value {
  /// How much there is to go through: bytes, elements, entries.
  fileprivate var extent: UInt64 {
    switch self {
    case .string(let value): UInt64(value.string.utf8.count)
    case .bytes(let value): UInt64(value.bytes.count)
    case .list(let value): UInt64(value.elements.count)
    case .map(let value): UInt64(value.count)
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .record, .optional,
      .type, .opaque, .unknown, .error:
      1
    }
  }
}
