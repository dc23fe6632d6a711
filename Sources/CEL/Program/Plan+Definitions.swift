import SharedStorage

/// Calls of definitions, and `cel.bind`: evaluated once, handed on even if unknown or an error.
extension Plan {
  func definitionTruth(
    _ call: Callee, _ evaluation: inout Evaluation
  ) -> Truth {
    guard enter(call, &evaluation) else { return .error }
    let result = call.plan.use { $0.truth($0.root, &evaluation) }
    evaluation.base -= call.frame
    return result
  }

  func definitionValue(
    _ call: Callee, _ evaluation: inout Evaluation
  ) -> Value {
    guard enter(call, &evaluation) else { return .error(.overCostLimit) }
    let result = call.plan.use { $0.value($0.root, &evaluation) }
    evaluation.base -= call.frame
    return result
  }

  /// Evaluates the arguments into the callee's frame, then moves to it.
  ///
  /// The frame begins in the caller's, above the locals that are in use; an argument's own
  /// locals and frames lie above the arguments before it. Chains of definitions can cost
  /// exponentially, so the limit is looked at here.
  private func enter(_ call: Callee, _ evaluation: inout Evaluation) -> Bool {
    evaluation.cost &+= 1
    if evaluation.isOverLimit { return false }
    for (offset, place) in call.arguments.range.enumerated() {
      let argument = value(children[place], &evaluation)
      evaluation.locals[evaluation.base + call.frame + offset] = argument
    }
    evaluation.base += call.frame
    return true
  }

  func bind(_ local: Int32, _ bound: NodeID, _ evaluation: inout Evaluation) {
    let bound = value(bound, &evaluation)
    evaluation.locals[evaluation.base + Int(local)] = bound
  }
}
