import Diagnostics

extension DiagnosticCode {
  /// A type that the environment does without: dyn, uint, bytes, optional or a type as a value.
  static let dynamicType = DiagnosticCode("dynamic-type")
}

/// The types that a narrower environment does without (`Options.refusesDynamicTypes`).
extension Checker {
  /// A node's type, or `error` where it is one that the environment does without; reported here.
  mutating func screened(_ type: ValueType, of node: Expression) -> ValueType {
    guard options.refusesDynamicTypes, let help = Checker.help(against: unifier.resolve(type))
    else { return type }
    report(
      .dynamicType, "this is \(named(type)), a type that is not used here", node.range, help: help)
    return .error
  }

  /// How to do without a type; nil for a type that is welcome.
  private static func help(against type: ValueType) -> String? {
    switch type {
    case .dyn: "use values whose type is known before they are read"
    case .uint: "write a whole number without `u`: it is an int"
    case .bytes: "use a string"
    case .type: "types are known before anything is evaluated: leave the question out"
    case .optional: "ask with `has(...)` whether a value is there"
    case .null, .bool, .int, .double, .string, .timestamp, .duration, .list, .map, .wrapper,
      .record, .opaque, .parameter, .error:
      nil
    }
  }
}
