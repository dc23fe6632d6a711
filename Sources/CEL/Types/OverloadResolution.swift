/// A call of a function by name: what is asked for, and who may answer.
struct Call {
  let node: Expression
  let name: String
  /// The receiver first, where there is one.
  let operands: [Expression]
  let isMember: Bool
  /// All overloads of the name.
  let overloads: OverloadSet
}

/// Finds which overloads a call means.
///
/// Operands whose types are known bind the type parameters; literals that wait follow. Of several
/// overloads that fit, those win that change the fewest literals, and of these the more specific.
/// Where an operand's type is open (`dyn`), what remains is left for the values to decide.
extension Checker {
  private struct Candidate {
    /// Its place among the overloads.
    let index: Int
    let conversions: Int
    let result: ValueType
  }

  /// The type of a call's result; the overloads become the node's meaning.
  mutating func resolve(_ call: Call) -> ValueType {
    let types = call.operands.map { isFlexible($0) ? nil : check($0) }
    let known = types.compactMap(\.self).map(unifier.substitute)
    let isOpen = known.contains(where: \.isOpen)
    var candidates: [Candidate] = []
    for index in call.overloads.overloads.indices where isOffered(index, in: call, isOpen: isOpen) {
      if let candidate = candidate(index, call, types) { candidates.append(candidate) }
    }
    let fewest = candidates.map(\.conversions).min()
    candidates.removeAll { $0.conversions != fewest }
    candidates = ranked(candidates, call.overloads, keepsAll: isOpen)
    guard let first = candidates.first else {
      let natural = settleOperands(call.operands, types)
      return reportNoOverload(call, natural)
    }
    let meant = candidates.map { call.overloads.overloads[$0.index] }
    refer(call.node, to: .function(call.name, overloads: meant))
    if candidates.count == 1 { return commit(first.index, call, types) }
    _ = settleOperands(call.operands, types)
    if candidates.allSatisfy({ $0.result == first.result }) { return first.result }
    return known.contains { $0.contains { $0 == .error } } ? .error : .dyn
  }

  private func isOffered(_ index: Int, in call: Call, isOpen: Bool) -> Bool {
    let overload = call.overloads.overloads[index]
    guard overload.isMember == call.isMember, overload.parameters.count == call.operands.count
    else { return false }
    return options.crossTypeOrdering || isOpen || !isOrderAcrossNumbers(overload, call.name)
  }

  /// Whether an overload orders numbers of two types, which takes `dyn` or an option.
  private func isOrderAcrossNumbers(_ overload: Overload, _ name: String) -> Bool {
    switch name {
    case "_<_", "_<=_", "_>_", "_>=_":
      let numbers: Set<ValueType> = [.int, .uint, .double]
      return overload.parameters[0] != overload.parameters[1]
        && numbers.isSuperset(of: overload.parameters)
    default: return false
    }
  }

  /// An overload's types, with fresh parameters where it has any.
  private mutating func instantiate(
    _ index: Int, of set: OverloadSet
  ) -> (parameters: [ValueType], result: ValueType) {
    let overload = set.overloads[index]
    if set.isGeneric[index] { return unifier.instantiate(overload) }
    return (overload.parameters, overload.result)
  }

  private mutating func candidate(
    _ index: Int, _ call: Call, _ types: [ValueType?]
  ) -> Candidate? {
    let mark = unifier.mark
    defer { unifier.rollBack(to: mark) }
    let (parameters, result) = instantiate(index, of: call.overloads)
    var conversions = 0
    for (parameter, type) in zip(parameters, types) {
      if let type, !unifier.unify(parameter, type) { return nil }
    }
    for (place, parameter) in parameters.enumerated() where types[place] == nil {
      guard let more = self.conversions(of: call.operands[place], to: parameter) else {
        return nil
      }
      conversions += more
    }
    return Candidate(index: index, conversions: conversions, result: unifier.settle(result))
  }

  /// Takes the one overload that is meant, for good.
  private mutating func commit(
    _ index: Int, _ call: Call, _ types: [ValueType?]
  ) -> ValueType {
    let (parameters, result) = instantiate(index, of: call.overloads)
    for (parameter, type) in zip(parameters, types) {
      if let type { _ = unifier.unify(parameter, type) }
    }
    for (place, parameter) in parameters.enumerated() where types[place] == nil {
      let type = check(call.operands[place], expecting: parameter)
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
  private func ranked(
    _ candidates: [Candidate], _ set: OverloadSet, keepsAll: Bool
  ) -> [Candidate] {
    guard candidates.count > 1 else { return candidates }
    var best: [Candidate] = []
    var rest: [Candidate] = []
    for candidate in candidates {
      let rivals = set.rivals[candidate.index]
      if candidates.contains(where: { rivals.contains($0.index) }) {
        rest.append(candidate)
      } else {
        best.append(candidate)
      }
    }
    return keepsAll ? best + rest : best
  }
}
