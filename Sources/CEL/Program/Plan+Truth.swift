import SharedStorage

/// The fast half of the evaluator: truth without values in between.
///
/// A node that has no fast way here is evaluated as a value. Both halves must agree; a test
/// evaluates every case both ways.
extension Plan {
  func truth(_ node: NodeID, _ evaluation: inout Evaluation) -> Truth {
    switch nodes[node.index] {
    case .slotEquality(let slot, let constant, let failure, let isNegated):
      evaluation.cost &+= 2
      return slotEquality(slot, constant, failure, isNegated, &evaluation)
    case .slotComparison(let relation, let slot, let constant, let failure):
      evaluation.cost &+= 2
      return slotComparison(relation, slot, constant, failure, &evaluation)
    case .slotPresence(let slot):
      evaluation.cost &+= 1
      return slotPresence(slot, &evaluation)
    case .negation(let operand):
      evaluation.cost &+= 1
      return !truth(operand, &evaluation)
    case .conjunction(let operands):
      return conjunction(operands, &evaluation)
    case .disjunction(let operands):
      return disjunction(operands, &evaluation)
    case .conditional(let condition, let then, let otherwise):
      evaluation.cost &+= 1
      return conditional(condition, then, otherwise, &evaluation)
    case .definition(let call):
      return definitionTruth(callees[Int(call)], &evaluation)
    case .bind(let local, let bound, let body):
      bind(local, bound, &evaluation)
      return truth(body, &evaluation)
    case .symbolTest(let test):
      return symbolTruth(test, &evaluation)
    case .comprehension(let comprehension):
      return comprehensionTruth(Int(comprehension), &evaluation)
    case .constant, .failure, .slot, .statedSlot, .local, .field, .nullableField, .optionalField,
      .select, .index, .fieldPresence, .presence, .equality, .comparison, .membership,
      .setMembership, .match, .openMatch, .alternative, .nullary, .unary, .binary, .call, .list,
      .listOfOptionals, .map,
      .structure:
      return truth(of: value(node, &evaluation), &evaluation)
    }
  }

  /// A value as a truth; any but a bool is an error.
  func truth(of value: Value, _ evaluation: inout Evaluation) -> Truth {
    switch value {
    case .bool(let value): return value ? .yes : .no
    case .unknown: return .unknown
    case .error: return .error
    case .null, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list,
      .map, .record, .optional, .type, .opaque:
      evaluation.note(.notBool(value))
      return .error
    }
  }

  private func conjunction(_ operands: Children, _ evaluation: inout Evaluation) -> Truth {
    var result = Truth.yes
    for place in operands.range {
      result = result && truth(children[place], &evaluation)
      if result == .no, !evaluation.isExhaustive { break }
    }
    return result
  }

  private func disjunction(_ operands: Children, _ evaluation: inout Evaluation) -> Truth {
    var result = Truth.no
    for place in operands.range {
      result = result || truth(children[place], &evaluation)
      if result == .yes, !evaluation.isExhaustive { break }
    }
    return result
  }

  private func conditional(
    _ condition: NodeID, _ then: NodeID, _ otherwise: NodeID, _ evaluation: inout Evaluation
  ) -> Truth {
    let decision = truth(condition, &evaluation)
    if evaluation.isExhaustive {
      let branches = (truth(then, &evaluation), truth(otherwise, &evaluation))
      return decision == .yes ? branches.0 : decision == .no ? branches.1 : decision
    }
    switch decision {
    case .yes: return truth(then, &evaluation)
    case .no: return truth(otherwise, &evaluation)
    case .unknown, .error: return decision
    }
  }
}

/// Atoms on a slot and a constant.
extension Plan {
  private func slotEquality(
    _ slot: Int32, _ constant: Int32, _ failure: Int32, _ isNegated: Bool,
    _ evaluation: inout Evaluation
  ) -> Truth {
    let result: Truth
    // To take the constant's string out of its table would count a reference that threads share.
    if texts.count > 0, texts[Int(constant)].count >= 0,
      case .string(let left) = evaluation.slots[Int(slot)]
    {
      let right = texts[Int(constant)]
      result = Truth(
        bytes.hold(left.string, from: Int(right.start), count: Int(right.count)))
      return isNegated ? !result : result
    }
    switch (evaluation.slots[Int(slot)], constants[Int(constant)]) {
    case (.symbol(let left), .symbol(let right)): result = Truth(left == right)
    case (.bool(let left), .bool(let right)): result = Truth(left == right)
    case (.int(let left), .int(let right)): result = Truth(left == right)
    case (.unknown, _): return .unknown
    case (.null, _) where failure >= 0:
      evaluation.note(failures[Int(failure)])
      return .error
    case (.error(let error), _):
      evaluation.note(error)
      return .error
    case (let left, let right):
      return truth(of: equal(left, right, isNegated, &evaluation), &evaluation)
    }
    return isNegated ? !result : result
  }

  private func slotComparison(
    _ relation: Relation, _ slot: Int32, _ constant: Int32, _ failure: Int32,
    _ evaluation: inout Evaluation
  ) -> Truth {
    switch (evaluation.slots[Int(slot)], constants[Int(constant)]) {
    case (.int(let left), .int(let right)): return Truth(relation.holds(left, right))
    case (.double(let left), .double(let right)): return Truth(relation.holds(left, right))
    case (.null, _) where failure >= 0:
      evaluation.note(failures[Int(failure)])
      return .error
    case (.unknown, _): return .unknown
    case (let left, let right):
      return truth(of: compared(relation, left, right, &evaluation), &evaluation)
    }
  }

  private func slotPresence(_ slot: Int32, _ evaluation: inout Evaluation) -> Truth {
    switch evaluation.slots[Int(slot)] {
    case .null: return .no
    case .unknown: return .unknown
    case .error(let error):
      evaluation.note(error)
      return .error
    case .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list,
      .map, .record, .optional, .type, .opaque:
      return .yes
    }
  }
}

extension EvaluationError {
  /// The error of something else where a bool is wanted.
  static func notBool(_ value: Value) -> EvaluationError {
    EvaluationError(.noSuchOverload, "`\(value.type.runtimeName)` is no bool")
  }
}
