/// Arithmetic and order, folded where both sides are constants.
extension Formulas {
  func less(_ left: Formula, _ right: Formula) -> Formula {
    if left == right { return no }
    switch (self[left], self[right]) {
    case (.integer(let left), .integer(let right)): return truth(left < right)
    case (.real(let left), .real(let right)): return truth(left < right)
    case (_, _): return make(.less(left, right))
    }
  }

  func lessOrSame(_ left: Formula, _ right: Formula) -> Formula { not(less(right, left)) }

  func between(_ low: Int128, _ value: Formula, _ high: Int128) -> Formula {
    and(lessOrSame(integer(low), value), lessOrSame(value, integer(high)))
  }

  func sum(_ left: Formula, _ right: Formula) -> Formula {
    switch (self[left], self[right]) {
    case (.integer(let one), .integer(let other)):
      folded(one.addingReportingOverflow(other)) ?? make(.sum([left, right]))
    case (.integer(0), _): right
    case (_, .integer(0)): left
    case (_, _): make(.sum([left, right]))
    }
  }

  func difference(_ left: Formula, _ right: Formula) -> Formula {
    switch (self[left], self[right]) {
    case (.integer(let one), .integer(let other)):
      folded(one.subtractingReportingOverflow(other)) ?? make(.difference(left, right))
    case (_, .integer(0)): left
    case (_, _): make(.difference(left, right))
    }
  }

  /// Nil where both sides may be anything: no solver decides that.
  func product(_ left: Formula, _ right: Formula) -> Formula? {
    switch (self[left], self[right]) {
    case (.integer(let one), .integer(let other)):
      folded(one.multipliedReportingOverflow(by: other)) ?? make(.product(left, right))
    case (.integer, _), (_, .integer): make(.product(left, right))
    case (_, _): nil
    }
  }

  /// A constant that fits; what does not is left to the solver, whose numbers have no end.
  private func folded(_ result: (partialValue: Int128, overflow: Bool)) -> Formula? {
    result.overflow ? nil : integer(result.partialValue)
  }

  func quotient(_ left: Formula, _ right: Formula) -> Formula {
    if case .integer(let one) = self[left], case .integer(let other) = self[right], other != 0,
      let folded = folded(one.dividedReportingOverflow(by: other))
    {
      return folded
    }
    return make(.quotient(left, right))
  }

  func remainder(_ left: Formula, _ right: Formula) -> Formula {
    if case .integer(let one) = self[left], case .integer(let other) = self[right], other != 0,
      let folded = folded(one.remainderReportingOverflow(dividingBy: other))
    {
      return folded
    }
    return make(.remainder(left, right))
  }

  func toReal(_ value: Formula) -> Formula { make(.toReal(value)) }
}
