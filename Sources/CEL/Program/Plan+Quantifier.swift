import SharedStorage

/// `all` and `exists` as truths, without values for the predicate: the common comprehensions.
extension Plan {
  func comprehensionTruth(_ place: Int, _ evaluation: inout Evaluation) -> Truth {
    switch comprehensions[place].kind {
    case .all: return quantifiedTruth(place, deciding: .no, &evaluation)
    case .exists: return quantifiedTruth(place, deciding: .yes, &evaluation)
    case .existsOne, .filter, .map, .transformList, .transformMap, .transformMapEntry, .optMap,
      .optFlatMap, .sortBy:
      return truth(of: comprehensionValue(place, &evaluation), &evaluation)
    }
  }

  private func quantifiedTruth(
    _ place: Int, deciding: Truth, _ evaluation: inout Evaluation
  ) -> Truth {
    let comprehension = comprehensions[place]
    evaluation.cost &+= 1
    let range = value(comprehension.range, &evaluation)
    guard let elements = Elements(range), let predicate = comprehension.predicate else {
      if !range.isUndecided {
        evaluation.note(.noSuchOverload(comprehension.kind.rawValue, [range]))
      }
      if case .unknown = range { return .unknown }
      return .error
    }
    evaluation.comprehensionDepth += 1
    defer { leave(comprehension, &evaluation) }
    let records = evaluation.recordsWitnesses && evaluation.comprehensionDepth == 1
    var result = !deciding
    for place in 0..<elements.count {
      guard step(comprehension, elements, place, &evaluation) else { return .error }
      let truth = truth(predicate, &evaluation)
      result = deciding == .yes ? result || truth : result && truth
      if truth == deciding {
        if records { evaluation.witnesses.append(elements.element(place)) }
        if !evaluation.isExhaustive, !records { break }
      }
    }
    return result
  }
}
