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
    case (.integer(let left), .integer(let right)): integer(left + right)
    case (.integer(0), _): right
    case (_, .integer(0)): left
    case (_, _): make(.sum([left, right]))
    }
  }

  func difference(_ left: Formula, _ right: Formula) -> Formula {
    switch (self[left], self[right]) {
    case (.integer(let left), .integer(let right)): integer(left - right)
    case (_, .integer(0)): left
    case (_, _): make(.difference(left, right))
    }
  }

  /// Nil where both sides may be anything: no solver decides that.
  func product(_ left: Formula, _ right: Formula) -> Formula? {
    switch (self[left], self[right]) {
    case (.integer(let left), .integer(let right)): integer(left * right)
    case (.integer, _), (_, .integer): make(.product(left, right))
    case (_, _): nil
    }
  }

  func quotient(_ left: Formula, _ right: Formula) -> Formula {
    if case .integer(let left) = self[left], case .integer(let right) = self[right], right != 0 {
      return integer(left / right)
    }
    return make(.quotient(left, right))
  }

  func remainder(_ left: Formula, _ right: Formula) -> Formula {
    if case .integer(let left) = self[left], case .integer(let right) = self[right], right != 0 {
      return integer(left % right)
    }
    return make(.remainder(left, right))
  }

  func toReal(_ value: Formula) -> Formula { make(.toReal(value)) }
}
