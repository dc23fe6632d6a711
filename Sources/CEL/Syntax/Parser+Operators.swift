import Diagnostics

/// Operators, from the loosest to the tightest.
extension Parser {
  /// Any expression.
  ///
  ///     expression = or ("?" or ":" expression)?
  mutating func parseExpression() -> Expression? {
    nested { $0.parseConditional() }
  }

  private mutating func parseConditional() -> Expression? {
    guard let condition = parseOr() else { return nil }
    guard take(.question) else { return condition }
    guard let first = parseOr() else { return nil }
    guard take(.colon) else {
      reportUnexpected(expected: "`:`")
      return nil
    }
    guard let second = parseExpression() else { return nil }
    return make(
      condition.range.lowerBound..<second.range.upperBound,
      .call("_?_:_", target: nil, arguments: [condition, first, second]))
  }

  /// A chain of alternatives.
  ///
  ///     or = and ("||" and)*
  private mutating func parseOr() -> Expression? {
    parseChain(.or, "_||_") { $0.parseAnd() }
  }

  /// A chain of conditions.
  ///
  ///     and = relation ("&&" relation)*
  private mutating func parseAnd() -> Expression? {
    parseChain(.and, "_&&_") { $0.parseBinary(.relation) }
  }

  /// A chain of one associative operator, as a balanced tree: long chains are common, deep trees
  /// are not wanted.
  private mutating func parseChain(
    _ kind: Token.Kind, _ name: String, _ operand: (inout Parser) -> Expression?
  ) -> Expression? {
    guard let first = operand(&self) else { return nil }
    guard current.kind == kind else { return first }
    var terms = [first]
    while take(kind) {
      guard let term = operand(&self) else { return nil }
      terms.append(term)
    }
    return balanced(terms[...], name)
  }

  private mutating func balanced(_ terms: ArraySlice<Expression>, _ name: String) -> Expression? {
    let middle = (terms.startIndex + terms.endIndex + 1) / 2
    guard terms.count > 1 else { return terms.first }
    guard let left = balanced(terms[..<middle], name), let right = balanced(terms[middle...], name)
    else { return nil }
    return make(
      left.range.lowerBound..<right.range.upperBound,
      .call(name, target: nil, arguments: [left, right]))
  }

  /// Operators of one level, from left to right.
  ///
  ///     relation = sum (("<" | "<=" | ">" | ">=" | "==" | "!=" | "in") sum)*
  ///     sum = product (("+" | "-") product)*
  ///     product = unary (("*" | "/" | "%") unary)*
  private mutating func parseBinary(_ level: Level) -> Expression? {
    guard var left = parseOperand(of: level) else { return nil }
    while let name = level.operatorName(current.kind) {
      take()
      guard let right = parseOperand(of: level) else { return nil }
      let range = left.range.lowerBound..<right.range.upperBound
      guard let call = make(range, .call(name, target: nil, arguments: [left, right])) else {
        return nil
      }
      left = call
    }
    return left
  }

  private mutating func parseOperand(of level: Level) -> Expression? {
    switch level {
    case .relation: parseBinary(.sum)
    case .sum: parseBinary(.product)
    case .product: parseUnary()
    }
  }

  private enum Level {
    case relation
    case sum
    case product

    /// CEL's name of the operator that a token is at this level.
    func operatorName(_ kind: Token.Kind) -> String? {
      switch (self, kind) {
      case (.relation, .equal): "_==_"
      case (.relation, .notEqual): "_!=_"
      case (.relation, .less): "_<_"
      case (.relation, .lessOrEqual): "_<=_"
      case (.relation, .greater): "_>_"
      case (.relation, .greaterOrEqual): "_>=_"
      case (.relation, .membership): "@in"
      case (.sum, .plus): "_+_"
      case (.sum, .minus): "_-_"
      case (.product, .star): "_*_"
      case (.product, .slash): "_/_"
      case (.product, .percent): "_%_"
      case (_, _): nil
      }
    }
  }

  /// Signs; a minus directly before a number is part of it.
  ///
  ///     unary = member | "!"+ member | "-"+ member
  private mutating func parseUnary() -> Expression? {
    let sign = current.kind
    guard sign == .not || sign == .minus else { return parseMember() }
    var starts: [Int] = []
    while current.kind == sign {
      if sign == .minus, next.kind == .int || next.kind == .double { break }
      starts.append(take().range.lowerBound)
    }
    guard var operand = parseMember() else { return nil }
    for start in starts.reversed() {
      let kind = Expression.Kind.call(
        sign == .not ? "!_" : "-_", target: nil, arguments: [operand])
      guard let call = make(start..<operand.range.upperBound, kind) else { return nil }
      operand = call
    }
    return operand
  }
}
