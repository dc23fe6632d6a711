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
    let isOpen = types.contains { $0.map { unifier.substitute($0).isOpen } ?? false }
    let offered = offered(call, types, isOpen: isOpen)
    if offered.count == 1 { return resolve(call, as: offered[0], types) }
    var candidates = offered.compactMap { candidate($0, call, types) }
    if candidates.count > 1 {
      let fewest = candidates.map(\.conversions).min()
      candidates.removeAll { $0.conversions != fewest }
      candidates = ranked(candidates, call.overloads, keepsAll: isOpen)
    }
    guard let first = candidates.first else { return refuse(call, types) }
    if candidates.count == 1 {
      refer(call.node, to: .function(call.name, overloads: call.overloads.alone[first.index]))
      let (parameters, result) = instantiate(first.index, of: call.overloads)
      fit(types, to: parameters)
      return commit(call, types, parameters, result)
    }
    let meant = candidates.map { call.overloads.overloads[$0.index] }
    refer(call.node, to: .function(call.name, overloads: meant))
    let known = types.compactMap(\.self).map(unifier.substitute)
    _ = settleOperands(call.operands, types)
    if candidates.allSatisfy({ $0.result == first.result }) { return first.result }
    return known.contains { $0.contains { $0 == .error } } ? .error : .dyn
  }

  /// The overloads that the operands may fit at first sight.
  private func offered(_ call: Call, _ types: [ValueType?], isOpen: Bool) -> [Int] {
    let set = call.overloads
    let offered = set.offered(isMember: call.isMember, arity: call.operands.count)
    guard offered.count > 1 else { return offered }
    func head(_ place: Int) -> ValueType.Head {
      guard types.count > place, let type = types[place] else { return .any }
      return unifier.resolve(type).head
    }
    let (first, second) = (head(0), head(1))
    let ordersAll = options.crossTypeOrdering || isOpen || !Self.isOrder(call.name)
    return offered.filter { index in
      set.heads[index].first.mayFit(first) && set.heads[index].second.mayFit(second)
        // To order numbers of two types takes `dyn` or an option.
        && (ordersAll || !set.mixesNumbers[index])
    }
  }

  private static func isOrder(_ name: String) -> Bool {
    switch name {
    case "_<_", "_<=_", "_>_", "_>=_": true
    default: false
    }
  }

  /// Takes the only overload there is, if the operands fit it.
  private mutating func resolve(_ call: Call, as index: Int, _ types: [ValueType?]) -> ValueType {
    let mark = unifier.mark
    let (parameters, result) = instantiate(index, of: call.overloads)
    guard conversions(call, types, parameters) != nil else {
      unifier.rollBack(to: mark)
      return refuse(call, types)
    }
    refer(call.node, to: .function(call.name, overloads: call.overloads.alone[index]))
    return commit(call, types, parameters, result)
  }

  private mutating func refuse(_ call: Call, _ types: [ValueType?]) -> ValueType {
    let natural = settleOperands(call.operands, types)
    return reportNoOverload(call, natural)
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
    guard let conversions = conversions(call, types, parameters) else { return nil }
    return Candidate(index: index, conversions: conversions, result: unifier.settle(result))
  }

  /// Makes operands fit parameters: how many literals change; nil where they do not fit.
  private mutating func conversions(
    _ call: Call, _ types: [ValueType?], _ parameters: [ValueType]
  ) -> Int? {
    for place in parameters.indices {
      if let type = types[place], !unifier.unify(parameters[place], type) { return nil }
    }
    var conversions = 0
    for place in parameters.indices where types[place] == nil {
      guard let more = self.conversions(of: call.operands[place], to: parameters[place]) else {
        return nil
      }
      conversions += more
    }
    return conversions
  }

  private mutating func fit(_ types: [ValueType?], to parameters: [ValueType]) {
    for place in parameters.indices {
      if let type = types[place] { _ = unifier.unify(parameters[place], type) }
    }
  }

  /// Takes the one overload that is meant, for good; the known operands fit it already.
  private mutating func commit(
    _ call: Call, _ types: [ValueType?], _ parameters: [ValueType], _ result: ValueType
  ) -> ValueType {
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
