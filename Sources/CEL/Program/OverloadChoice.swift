/// Which overload a call means, told by the values at hand.
extension PlannedFunction {
  /// The only overload, or the first whose parameters take the arguments; nil where none does.
  ///
  /// Elements of lists are looked at first; where no overload fits so, the outer types suffice.
  func overload(for arguments: [Value]) -> Overload? {
    if overloads.count == 1 { return overloads[0] }
    return overloads.first { $0.takes(arguments, elements: true) }
      ?? overloads.first { $0.takes(arguments, elements: false) }
  }
}

extension Overload {
  /// The ids under which the evaluator does an operator itself.
  static let operators: Set<String> = [
    "equals", "not_equals", "in_list", "in_map",
  ]

  /// Whether this is one of the standard operators that need no implementation.
  var standsForOperator: Bool { Overload.operators.contains(id) }

  fileprivate func takes(_ arguments: [Value], elements: Bool) -> Bool {
    guard parameters.count == arguments.count else { return false }
    return zip(parameters, arguments).allSatisfy { $0.takes($1, elements: elements) }
  }
}

extension ValueType {
  fileprivate func takes(_ value: Value, elements: Bool) -> Bool {
    switch self {
    case .dyn, .parameter, .error: return true
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration:
      return value.type == self
    case .wrapper(let type):
      if case .null = value { return true }
      return type.takes(value, elements: elements)
    case .list(let type):
      guard case .list(let list) = value else { return false }
      return !elements || list.elements.allSatisfy { type.takes($0, elements: true) }
    case .map(let keys, let values):
      guard case .map(let map) = value else { return false }
      return !elements
        || map.entries.allSatisfy {
          keys.takes($0.key, elements: true) && values.takes($0.value, elements: true)
        }
    case .optional(let type):
      guard case .optional(let optional) = value else { return false }
      return !elements || optional.value.map { type.takes($0, elements: true) } ?? true
    case .type:
      guard case .type = value else { return false }
      return true
    case .record(let name):
      guard case .record(let record) = value else { return false }
      return record.type == name
    case .opaque(let name, _):
      if case .symbol = value { return true }
      guard case .opaque(let box) = value else { return false }
      return box.value.type.runtimeName == name
    }
  }
}
