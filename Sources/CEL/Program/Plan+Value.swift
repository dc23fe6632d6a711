import SharedStorage

/// The full half of the evaluator: a value for every node, unknown and error among them.
extension Plan {
  func value(_ node: NodeID, _ evaluation: inout Evaluation) -> Value {
    switch nodes[node.index] {
    case .constant(let constant): return constants[Int(constant)]
    case .failure(let failure): return evaluation.fail(failures[Int(failure)])
    case .slot(let slot): return slotValue(slot, failure: -1, &evaluation)
    case .statedSlot(let slot, let failure): return slotValue(slot, failure: failure, &evaluation)
    case .local(let local):
      evaluation.cost &+= 1
      return evaluation.locals[evaluation.base + Int(local)]
    case .field(let operand, let field, let failure):
      return fieldValue(operand, field, failure, &evaluation)
    case .nullableField(let operand, let field):
      return nullableFieldValue(operand, field, &evaluation)
    case .optionalField(let operand, let field):
      return optionalFieldValue(operand, field, &evaluation)
    case .select(let operand, let name, let isOptional):
      return selection(operand, constants[Int(name)], isOptional: isOptional, &evaluation)
    case .index(let operand, let key, let isOptional):
      return indexed(operand, key, isOptional: isOptional, &evaluation)
    case .slotPresence(let slot):
      return slotPresenceValue(slot, &evaluation)
    case .fieldPresence(let operand, let field, let allowsNull):
      return fieldPresence(operand, field, allowsNull: allowsNull, &evaluation)
    case .presence(let operand, let name):
      return presence(operand, constants[Int(name)], &evaluation)
    case .negation(let operand): return negation(operand, &evaluation)
    case .conjunction(let operands): return junction(operands, deciding: false, &evaluation)
    case .disjunction(let operands): return junction(operands, deciding: true, &evaluation)
    case .conditional(let condition, let then, let otherwise):
      return conditionalValue(condition, then, otherwise, &evaluation)
    case .equality(let left, let right, let isNegated):
      return equality(left, right, isNegated, &evaluation)
    case .slotEquality(let slot, let constant, let failure, let isNegated):
      return slotEqualityValue(slot, constant, failure, isNegated, &evaluation)
    case .comparison(let relation, let left, let right):
      return comparison(relation, left, right, &evaluation)
    case .slotComparison(let relation, let slot, let constant, let failure):
      return slotComparisonValue(relation, slot, constant, failure, &evaluation)
    case .membership(let element, let collection):
      return membership(element, collection, &evaluation)
    case .setMembership(let element, let set):
      return setMembership(element, Int(set), &evaluation)
    case .match(let text, let pattern): return match(text, Int(pattern), &evaluation)
    case .openMatch(let text, let pattern): return openMatch(text, pattern, &evaluation)
    case .alternative(let optional, let other, let unwraps):
      return alternative(optional, other, unwraps: unwraps, &evaluation)
    case .symbolTest(let test): return symbolValue(test, &evaluation)
    case .nullary(let function): return nullary(Int(function), &evaluation)
    case .unary(let function, let argument): return unary(Int(function), argument, &evaluation)
    case .binary(let function, let first, let second):
      return binary(Int(function), first, second, &evaluation)
    case .call(let function, let arguments): return call(Int(function), arguments, &evaluation)
    case .definition(let call): return definitionValue(callees[Int(call)], &evaluation)
    case .bind(let local, let bound, let body):
      bind(local, bound, &evaluation)
      return value(body, &evaluation)
    case .list(let elements): return list(elements, &evaluation)
    case .listOfOptionals(let list): return listOfOptionals(Int(list), &evaluation)
    case .map(let map): return mapValue(Int(map), &evaluation)
    case .structure(let structure): return structureValue(Int(structure), &evaluation)
    case .comprehension(let comprehension):
      return comprehensionValue(Int(comprehension), &evaluation)
    }
  }

  /// The value of a slot; `null` fails where there is a failure for it.
  func slotValue(_ slot: Int32, failure: Int32, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 1
    return stated(evaluation.slots[Int(slot)], failure, &evaluation)
  }

  /// Two operands of something strict: both values, or what the whole is in their place.
  ///
  /// An error comes before an unknown. The right operand is not evaluated where the left one has
  /// failed, unless everything is.
  func operands(
    _ left: NodeID, _ right: NodeID, _ evaluation: inout Evaluation
  ) -> Operands {
    let left = value(left, &evaluation)
    if case .error = left, !evaluation.isExhaustive { return .undecided(left) }
    let right = value(right, &evaluation)
    guard left.isUndecided || right.isUndecided else { return .both(left, right) }
    var strictness = Strictness()
    strictness.add(left, evaluation)
    strictness.add(right, evaluation)
    return .undecided(strictness.value ?? left)
  }

  enum Operands {
    case both(Value, Value)
    /// Unknown or an error.
    case undecided(Value)
  }
}

/// What strict parts have come to: an error before an unknown before a value.
struct Strictness {
  private var error: EvaluationError?
  private var unknown: UnknownSet?

  /// Takes note of a part; values other than unknown and error say nothing.
  mutating func add(_ part: Value, _ evaluation: borrowing Evaluation) {
    switch part {
    case .error(let part): if error == nil { error = part }
    case .unknown(let part):
      guard let known = unknown else {
        unknown = part
        return
      }
      if evaluation.collectsUnknowns { unknown = known.union(part) }
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .optional, .type, .opaque:
      return
    }
  }

  var hasFailed: Bool { error != nil }

  /// The error or the unknown; nil where all parts have values.
  var value: Value? {
    if let error { return .error(error) }
    return unknown.map(Value.unknown)
  }
}
