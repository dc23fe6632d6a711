/// Comprehensions that build: `map`, `filter`, the `transform…` macros, `optMap`.
extension Plan {
  func transformed(
    _ comprehension: borrowing ComprehensionPlan, _ elements: borrowing Elements,
    _ evaluation: inout Evaluation
  ) -> Value {
    var strictness = Strictness()
    var values: [Value] = []
    var entries: [MapValue.Entry] = []
    for place in 0..<elements.count {
      guard step(comprehension, elements, place, &evaluation) else {
        return .error(.overCostLimit)
      }
      if strictness.hasFailed, !evaluation.isExhaustive { break }
      if let predicate = comprehension.predicate,
        !holds(predicate, &strictness, &evaluation)
      {
        continue
      }
      guard let transform = comprehension.transform else {
        values.append(elements.element(place))
        continue
      }
      let made = value(transform, &evaluation)
      strictness.add(made, evaluation)
      switch comprehension.kind {
      case .transformMap: entries.append((elements.key(place), made))
      case .transformMapEntry:
        if case .map(let map) = made { entries.append(contentsOf: map.entries) }
      case .all, .exists, .existsOne, .filter, .map, .transformList, .optMap, .optFlatMap,
        .sortBy:
        values.append(made)
      }
    }
    if let undecided = strictness.value { return undecided }
    switch comprehension.kind {
    case .transformMap, .transformMapEntry:
      return checkedMap(entries, &evaluation)
    case .all, .exists, .existsOne, .filter, .map, .transformList, .optMap, .optFlatMap, .sortBy:
      return array(values, &evaluation)
    }
  }

  /// `xs.sortBy(x, key)`: elements with equal keys stay in their order.
  func sorted(
    _ comprehension: borrowing ComprehensionPlan, _ elements: borrowing Elements,
    _ evaluation: inout Evaluation
  ) -> Value {
    guard !elements.isMap, let transform = comprehension.transform else {
      return evaluation.fail(.noSuchOverload, "`sortBy` does not take a map")
    }
    var strictness = Strictness()
    var keys: [Value] = []
    for place in 0..<elements.count {
      guard step(comprehension, elements, place, &evaluation) else {
        return .error(.overCostLimit)
      }
      let key = value(transform, &evaluation)
      strictness.add(key, evaluation)
      if strictness.hasFailed, !evaluation.isExhaustive { break }
      keys.append(key)
    }
    if let undecided = strictness.value { return undecided }
    guard evaluation.charge(weightOf: keys) else { return .error(.overCostLimit) }
    switch Value.sortedPlaces(keys) {
    case .success(let places): return array(places.map(elements.element), &evaluation)
    case .failure(let error): return evaluation.fail(error)
    }
  }

  /// `o.optMap(v, e)` and `o.optFlatMap(v, e)`: none stays none.
  func optionalMap(
    _ comprehension: borrowing ComprehensionPlan, _ range: borrowing Value,
    _ evaluation: inout Evaluation
  ) -> Value {
    switch range {
    case .optional(let optional):
      guard let inner = optional.value, let transform = comprehension.transform else {
        return .absent
      }
      evaluation.locals[evaluation.base + comprehension.local] = inner
      let made = value(transform, &evaluation)
      if made.isUndecided { return made }
      if comprehension.kind == .optMap { return .some(made) }
      if case .optional = made { return made }
      return evaluation.fail(.noSuchOverload("optFlatMap", [made]))
    case .unknown, .error: return copy range
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .type, .opaque:
      return evaluation.fail(.noSuchOverload(comprehension.kind.rawValue, [copy range]))
    }
  }

  /// `o.orValue(x)` and `o.or(p)`: what stands behind is evaluated where `o` is none.
  func alternative(
    _ optional: NodeID, _ other: NodeID, unwraps: Bool, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    let name = unwraps ? "orValue" : "or"
    let optional = value(optional, &evaluation)
    switch optional {
    case .optional(let inner):
      if let inner = inner.value {
        if evaluation.isExhaustive { _ = value(other, &evaluation) }
        return unwraps ? inner : optional
      }
      let other = value(other, &evaluation)
      if unwraps || other.isUndecided { return other }
      if case .optional = other { return other }
      return evaluation.fail(.noSuchOverload(name, [optional, other]))
    case .unknown(let facts):
      // What stands behind may matter, once these facts are known.
      guard evaluation.isExhaustive || evaluation.collectsUnknowns,
        case .unknown(let others) = value(other, &evaluation), evaluation.collectsUnknowns
      else { return optional }
      return .unknown(facts.union(others))
    case .error:
      if evaluation.isExhaustive { _ = value(other, &evaluation) }
      return optional
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .type, .opaque:
      return evaluation.fail(.noSuchOverload(name, [optional]))
    }
  }
}
