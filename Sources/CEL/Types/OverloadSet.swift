/// The overloads of one function, with what can be said of them before any call.
struct OverloadSet: Sendable {
  private(set) var overloads: [Overload] = []
  /// By overload: whether its types have parameters.
  private(set) var isGeneric: [Bool] = []
  /// By overload: those that are more specific, which are meant where they fit too.
  private(set) var rivals: [[Int]] = []

  /// Adds overloads; one of a known id takes the place of the known one.
  mutating func add(_ more: [Overload]) {
    for overload in more {
      if let index = overloads.firstIndex(where: { $0.id == overload.id }) {
        overloads[index] = overload
      } else {
        overloads.append(overload)
      }
    }
    isGeneric = overloads.map { ($0.parameters + [$0.result]).contains(where: \.hasParameter) }
    rivals = overloads.indices.map { index in
      overloads.indices.filter { isMoreSpecific($0, than: index) }
    }
  }

  /// Whether every call of the first overload could be one of the second, and not the reverse.
  private func isMoreSpecific(_ first: Int, than second: Int) -> Bool {
    guard isGeneric[second], overloads[first].isMember == overloads[second].isMember else {
      return false
    }
    return accepts(second, typesOf: first) && !accepts(first, typesOf: second)
  }

  private func accepts(_ overload: Int, typesOf other: Int) -> Bool {
    let types = overloads[other].parameters
    var trial = TypeUnifier()
    let (parameters, _) = trial.instantiate(overloads[overload])
    return parameters.count == types.count
      && zip(parameters, types).allSatisfy { trial.unify($0, $1) }
  }
}
