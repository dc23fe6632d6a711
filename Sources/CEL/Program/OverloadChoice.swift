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
    switch (self, value) {
    case (.dyn, _), (.parameter, _), (.error, _): true
    case (.wrapper(let type), _):
      if case .null = value { true } else { type.takes(value, elements: elements) }
    case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double),
      (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration),
      (.type, .type), (.opaque, .symbol):
      true
    case (.list(let type), .list(let list)):
      !elements || list.elements.allSatisfy { type.takes($0, elements: elements) }
    case (.map(let keys, let values), .map(let map)):
      !elements
        || map.entries.allSatisfy {
          keys.takes($0.key, elements: elements) && values.takes($0.value, elements: elements)
        }
    case (.optional(let type), .optional(let optional)):
      !elements || optional.value.map { type.takes($0, elements: elements) } ?? true
    case (.record(let name), .record(let record)): name == record.type
    case (.opaque(let name, _), .opaque(let box)): name == box.value.type.runtimeName
    case (.null, _), (.bool, _), (.int, _), (.uint, _), (.double, _), (.string, _), (.bytes, _),
      (.timestamp, _), (.duration, _), (.list, _), (.map, _), (.type, _), (.optional, _),
      (.record, _), (.opaque, _):
      false
    }
  }
}
