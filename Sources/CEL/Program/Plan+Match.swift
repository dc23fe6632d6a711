import SharedStorage

/// `matches`: with a pattern that the plan holds, and with one that comes of a value.
extension Plan {
  func match(_ text: NodeID, _ pattern: Int, _ evaluation: inout Evaluation) -> Value {
    evaluation.cost &+= 1
    let text = value(text, &evaluation)
    if text.isUndecided { return text }
    guard case .string(let text) = text else {
      return evaluation.fail(.noSuchOverload("matches", [text]))
    }
    return match(text, patterns[pattern], &evaluation)
  }

  /// A pattern is compiled once while it is among the last ones that were asked for.
  func openMatch(
    _ text: NodeID, _ pattern: NodeID, _ evaluation: inout Evaluation
  ) -> Value {
    evaluation.cost &+= 1
    switch operands(text, pattern, &evaluation) {
    case .undecided(let value): return value
    case .both(.string(let text), .string(let written)):
      if let pattern = evaluation.patterns[written.string] {
        return match(text, pattern, &evaluation)
      }
      do throws(EvaluationError) {
        let pattern = try Pattern(written.string)
        evaluation.keep(pattern)
        evaluation.cost &+= UInt64(pattern.programSize)
        return match(text, pattern, &evaluation)
      } catch {
        // A program may have been made before it was found too large.
        evaluation.cost &+= UInt64(Pattern.maximumProgramSize)
        return evaluation.fail(evaluation.isOverLimit ? .overCostLimit : error)
      }
    case .both(let text, let pattern):
      return evaluation.fail(.noSuchOverload("matches", [text, pattern]))
    }
  }

  private func match(
    _ text: StringValue, _ pattern: Pattern, _ evaluation: inout Evaluation
  ) -> Value {
    let bytes = UInt64(text.string.utf8.count)
    evaluation.cost &+= (bytes / 10 + 1) * UInt64(pattern.text.utf8.count / 4 + 1)
    if evaluation.isOverLimit { return evaluation.fail(.overCostLimit) }
    return .bool(pattern.matches(text.string))
  }
}
