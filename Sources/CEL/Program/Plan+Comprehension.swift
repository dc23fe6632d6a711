import SharedStorage

/// Comprehensions as values. `all` and `exists` are Kleene's; the others are strict.
extension Plan {
  func comprehensionValue(_ place: Int, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 1
    let comprehension = comprehensions[place]
    let range = value(comprehension.range, &evaluation)
    switch comprehension.kind {
    case .optMap, .optFlatMap: return optionalMap(comprehension, range, &evaluation)
    case .all, .exists, .existsOne, .filter, .map, .transformList, .transformMap,
      .transformMapEntry, .sortBy:
      break
    }
    guard let elements = Elements(range) else {
      if range.isUndecided { return range }
      return evaluation.fail(.noSuchOverload(comprehension.kind.rawValue, [range]))
    }
    evaluation.comprehensionDepth += 1
    defer { leave(comprehension, &evaluation) }
    switch comprehension.kind {
    case .all: return quantified(comprehension, elements, deciding: false, &evaluation)
    case .exists: return quantified(comprehension, elements, deciding: true, &evaluation)
    case .existsOne: return existsOne(comprehension, elements, &evaluation)
    case .sortBy: return sorted(comprehension, elements, &evaluation)
    case .filter, .map, .transformList, .transformMap, .transformMapEntry, .optMap, .optFlatMap:
      return transformed(comprehension, elements, &evaluation)
    }
  }

  /// Leaves a comprehension and lets go of its elements.
  func leave(_ comprehension: borrowing ComprehensionPlan, _ evaluation: inout Evaluation) {
    evaluation.comprehensionDepth -= 1
    let local = evaluation.base + comprehension.local
    evaluation.locals[local] = .null
    if comprehension.hasTwoVariables { evaluation.locals[local + 1] = .null }
  }

  /// Puts an element into the locals; false where the cost is over its limit.
  func step(
    _ comprehension: borrowing ComprehensionPlan, _ elements: borrowing Elements, _ place: Int,
    _ evaluation: inout Evaluation
  ) -> Bool {
    evaluation.cost &+= 1
    if evaluation.isOverLimit { return false }
    let local = evaluation.base + comprehension.local
    if comprehension.hasTwoVariables {
      evaluation.locals[local] = elements.key(place)
      evaluation.locals[local + 1] = elements.value(place)
    } else {
      evaluation.locals[local] = elements.element(place)
    }
    return true
  }

  private func quantified(
    _ comprehension: borrowing ComprehensionPlan, _ elements: borrowing Elements, deciding: Bool,
    _ evaluation: inout Evaluation
  ) -> Value {
    guard let predicate = comprehension.predicate else { return .bool(!deciding) }
    let records = evaluation.recordsWitnesses && evaluation.comprehensionDepth == 1
    var junction = Junction(deciding: deciding)
    for place in 0..<elements.count {
      guard step(comprehension, elements, place, &evaluation) else {
        return .error(.overCostLimit)
      }
      let truth = value(predicate, &evaluation)
      junction.add(truth, &evaluation)
      if records, case .bool(deciding) = truth {
        evaluation.witnesses.append(elements.element(place))
      }
      if junction.isDecided, !evaluation.isExhaustive, !records { break }
    }
    return junction.value
  }

  private func existsOne(
    _ comprehension: borrowing ComprehensionPlan, _ elements: borrowing Elements,
    _ evaluation: inout Evaluation
  ) -> Value {
    guard let predicate = comprehension.predicate else { return .bool(false) }
    var count = 0
    var strictness = Strictness()
    for place in 0..<elements.count {
      guard step(comprehension, elements, place, &evaluation) else {
        return .error(.overCostLimit)
      }
      if holds(predicate, &strictness, &evaluation) { count += 1 }
      if strictness.hasFailed, !evaluation.isExhaustive { break }
    }
    return strictness.value ?? .bool(count == 1)
  }

  /// Whether a strict predicate is true; what else it may be is noted.
  func holds(
    _ predicate: NodeID, _ strictness: inout Strictness, _ evaluation: inout Evaluation
  ) -> Bool {
    let truth = value(predicate, &evaluation)
    switch truth {
    case .bool(let truth): return truth
    case .unknown, .error: strictness.add(truth, evaluation)
    case .null, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes, .list,
      .map, .record, .optional, .type, .opaque:
      strictness.add(evaluation.fail(.notBool(truth)), evaluation)
    }
    return false
  }
}

/// What a comprehension goes through: a list's elements or a map's entries.
enum Elements {
  case list(ListValue)
  case map(MapValue)

  init?(_ range: borrowing Value) {
    switch range {
    case .list(let list): self = .list(list)
    case .map(let map): self = .map(map)
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .record, .optional, .type, .opaque, .unknown, .error:
      return nil
    }
  }

  var isMap: Bool {
    if case .map = self { true } else { false }
  }

  var count: Int {
    switch self {
    case .list(let list): list.elements.count
    case .map(let map): map.count
    }
  }

  /// What a single variable stands for: a list's element, a map's key.
  func element(_ place: Int) -> Value {
    switch self {
    case .list(let list): list.elements[place]
    case .map(let map): map.entries[place].key
    }
  }

  /// What the first of two variables stands for: the place in a list, a map's key.
  func key(_ place: Int) -> Value {
    switch self {
    case .list: .int(Int64(place))
    case .map(let map): map.entries[place].key
    }
  }

  /// What the second of two variables stands for.
  func value(_ place: Int) -> Value {
    switch self {
    case .list(let list): list.elements[place]
    case .map(let map): map.entries[place].value
    }
  }
}
