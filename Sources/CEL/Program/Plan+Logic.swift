import SharedStorage

/// Kleene's logic over values: a deciding value before an unknown before an error.
extension Plan {
  func negation(_ operand: NodeID, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 1
    let operand = value(operand, &evaluation)
    switch operand {
    case .bool(let operand): return .bool(!operand)
    case .unknown, .error: return operand
    case .null, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list,
      .map, .record, .optional, .type, .opaque:
      return evaluation.fail(.notBool(operand))
    }
  }

  /// `&&`, which false decides, or `||`, which true decides.
  func junction(
    _ operands: Children, deciding: Bool, _ evaluation: inout Evaluation
  ) -> Value {
    var junction = Junction(deciding: deciding)
    for place in operands.range {
      junction.add(value(children[place], &evaluation), &evaluation)
      if junction.isDecided, !evaluation.isExhaustive { break }
    }
    return junction.value
  }

  func conditionalValue(
    _ condition: NodeID, _ then: NodeID, _ otherwise: NodeID, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let condition = value(condition, &evaluation)
    if evaluation.isExhaustive {
      let branches = (value(then, &evaluation), value(otherwise, &evaluation))
      if case .bool(let decision) = condition { return decision ? branches.0 : branches.1 }
    }
    switch condition {
    case .bool(true): return value(then, &evaluation)
    case .bool(false): return value(otherwise, &evaluation)
    case .unknown, .error: return condition
    case .null, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list,
      .map, .record, .optional, .type, .opaque:
      return evaluation.fail(.notBool(condition))
    }
  }
}

/// What the operands of an `&&`, `||`, `all` or `exists` have come to.
struct Junction {
  /// The truth that decides: false for `&&` and `all`.
  let deciding: Bool
  private(set) var isDecided = false
  private var unknown: UnknownSet?
  private var error: EvaluationError?

  init(deciding: Bool) { self.deciding = deciding }

  mutating func add(_ operand: Value, _ evaluation: inout Evaluation) {
    switch operand {
    case .bool(let operand): if operand == deciding { isDecided = true }
    case .unknown(let operand):
      guard let known = unknown else {
        unknown = operand
        return
      }
      if evaluation.collectsUnknowns { unknown = known.union(operand) }
    case .error(let operand): if error == nil { error = operand }
    case .null, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list,
      .map, .record, .optional, .type, .opaque:
      let failure = EvaluationError.notBool(operand)
      evaluation.note(failure)
      if error == nil { error = failure }
    }
  }

  var value: Value {
    if isDecided { return .bool(deciding) }
    if let unknown { return .unknown(unknown) }
    if let error { return .error(error) }
    return .bool(!deciding)
  }
}
