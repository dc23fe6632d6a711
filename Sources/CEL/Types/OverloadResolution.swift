/// A call of a function by name: what is asked for, and who may answer.
struct Call {
  let node: Expression
  let name: String
  /// The receiver first, where there is one.
  let operands: [Expression]
  let isMember: Bool
  /// All overloads of the name.
  let overloads: [Overload]
}

/// Finds which overloads a call means.
///
/// Operands whose types are known bind the type parameters; literals that wait follow. Of several
/// overloads that fit, those win that change the fewest literals, and of these the more specific.
/// Where an operand's type is open (`dyn`), what remains is left for the values to decide.
extension Checker {
  private struct Candidate {
    let overload: Overload
    let conversions: Int
    let result: ValueType
  }

  /// The type of a call's result; the overloads become the node's meaning.
  mutating func resolve(_ call: Call) -> ValueType {
    let types = call.operands.map { isFlexible($0) ? nil : check($0) }
    let known = types.compactMap(\.self).map(unifier.substitute)
    let isOpen = known.contains(where: \.isOpen)
    var candidates: [Candidate] = []
    for overload in call.overloads where isOffered(overload, in: call, isOpen: isOpen) {
      if let candidate = candidate(overload, call.operands, types) { candidates.append(candidate) }
    }
    let fewest = candidates.map(\.conversions).min()
    candidates.removeAll { $0.conversions != fewest }
    candidates = ranked(candidates, keepsAll: isOpen)
    guard let first = candidates.first else {
      let natural = settleOperands(call.operands, types)
      return reportNoOverload(call, natural)
    }
    refer(call.node, to: .function(call.name, overloads: candidates.map(\.overload)))
    if candidates.count == 1 { return commit(first.overload, call, types) }
    _ = settleOperands(call.operands, types)
    if candidates.allSatisfy({ $0.result == first.result }) { return first.result }
    return known.contains { $0.contains { $0 == .error } } ? .error : .dyn
  }

  private func isOffered(_ overload: Overload, in call: Call, isOpen: Bool) -> Bool {
    guard overload.isMember == call.isMember, overload.parameters.count == call.operands.count
    else { return false }
    if options.crossTypeOrdering || isOpen { return true }
    let orderings: Set = ["_<_", "_<=_", "_>_", "_>=_"]
    return !orderings.contains(call.name) || overload.parameters[0] == overload.parameters[1]
  }

  private mutating func candidate(
    _ overload: Overload, _ operands: [Expression], _ types: [ValueType?]
  ) -> Candidate? {
    let mark = unifier.mark
    defer { unifier.rollBack(to: mark) }
    let (parameters, result) = unifier.instantiate(overload)
    var conversions = 0
    for (parameter, type) in zip(parameters, types) {
      if let type, !unifier.unify(parameter, type) { return nil }
    }
    for (index, parameter) in parameters.enumerated() where types[index] == nil {
      guard let more = self.conversions(of: operands[index], to: parameter) else { return nil }
      conversions += more
    }
    return Candidate(
      overload: overload, conversions: conversions, result: unifier.settle(result))
  }

  /// Takes the one overload that is meant, for good.
  private mutating func commit(
    _ overload: Overload, _ call: Call, _ types: [ValueType?]
  ) -> ValueType {
    let (parameters, result) = unifier.instantiate(overload)
    for (parameter, type) in zip(parameters, types) {
      if let type { _ = unifier.unify(parameter, type) }
    }
    for (index, parameter) in parameters.enumerated() where types[index] == nil {
      let type = check(call.operands[index], expecting: parameter)
      _ = unifier.unify(parameter, type)
    }
    checkConstants(besides: call.name, call.operands)
    checkConstantArguments(of: call)
    return result
  }

  /// Checks the literals that still wait, as what they are by themselves.
  private mutating func settleOperands(
    _ operands: [Expression], _ types: [ValueType?]
  ) -> [ValueType] {
    zip(operands, types).map { operand, type in type ?? check(operand) }
  }

  /// The candidates of which no other is more specific; or all of them, those first.
  private func ranked(_ candidates: [Candidate], keepsAll: Bool) -> [Candidate] {
    guard candidates.count > 1 else { return candidates }
    var best: [Candidate] = []
    var rest: [Candidate] = []
    for candidate in candidates {
      let isBeaten = candidates.contains {
        isMoreSpecific($0.overload, than: candidate.overload)
      }
      if isBeaten { rest.append(candidate) } else { best.append(candidate) }
    }
    return keepsAll ? best + rest : best
  }

  /// Whether every call of the first overload could be one of the second, and not the reverse.
  private func isMoreSpecific(_ first: Overload, than second: Overload) -> Bool {
    first.id != second.id && accepts(second, typesOf: first) && !accepts(first, typesOf: second)
  }

  private func accepts(_ overload: Overload, typesOf other: Overload) -> Bool {
    var trial = TypeUnifier()
    let (parameters, _) = trial.instantiate(overload)
    return zip(parameters, other.parameters).allSatisfy { trial.unify($0, $1) }
  }
}
