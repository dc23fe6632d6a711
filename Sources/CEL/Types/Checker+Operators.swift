/// Operators that need not all their operands: `&&`, `||`, `!` and `?:`.
extension Checker {
  /// Checks `a && b`, `a || b` and `!a`.
  mutating func checkLogic(
    _ node: Expression, _ name: String, _ operands: [Expression]
  ) -> ValueType {
    let sign = name.filter { $0 != "_" }
    for operand in operands { check(operand, being: .bool, "an operand of `\(sign)`") }
    referToOperator(node, name, operands.count)
    return .bool
  }

  /// Checks `condition ? first : second`.
  mutating func checkConditional(
    _ node: Expression, _ operands: [Expression], expecting expected: ValueType?
  ) -> ValueType {
    check(operands[0], being: .bool, "the condition of `?:`")
    referToOperator(node, "_?_:_", operands.count)
    let waits = operands.map(isFlexible)
    // A branch that waits follows the one that does not.
    let (first, second) = waits[1] && !waits[2] ? (2, 1) : (1, 2)
    let known = check(operands[first], expecting: expected)
    let other = check(operands[second], expecting: expected ?? known)
    if unifier.unify(known, other) { return unifier.join(known, other) }
    let (left, right) = first == 1 ? (known, other) : (other, known)
    report(
      .typeMismatch,
      "the branches of `?:` are \(named(left)) and \(named(right))", node.range,
      help: "make both of one type")
    return .error
  }

  private mutating func referToOperator(_ node: Expression, _ name: String, _ count: Int) {
    guard let set = environment.function(named: name, isRooted: true) else { return }
    let fitting = set.overloads.filter { !$0.isMember && $0.parameters.count == count }
    refer(node, to: .function(name, overloads: fitting))
  }
}
