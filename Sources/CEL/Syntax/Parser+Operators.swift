import Diagnostics

/// Operators, from the loosest to the tightest.
extension Parser {
  /// Any expression, one level deeper than where it stands; nil past the limit.
  ///
  ///     expression = or ("?" or ":" expression)?
  mutating func parseExpression() -> Expression? {
    guard enter() else { return nil }
    defer { leave() }
    guard let condition = parseOperators(from: .or) else { return nil }
    return current.kind == .question ? parseBranches(condition) : condition
  }

  private mutating func parseBranches(_ condition: Expression) -> Expression? {
    take()
    guard let first = parseOperators(from: .or) else { return nil }
    guard take(.colon) else {
      reportUnexpected(expected: "`:`")
      return nil
    }
    guard let second = parseExpression() else { return nil }
    return make(
      condition.range.lowerBound..<second.range.upperBound,
      .call("_?_:_", target: nil, arguments: [condition, first, second]))
  }

  /// Operands with operators of a level and of tighter ones between them, from left to right.
  ///
  ///     or = and ("||" and)*
  ///     and = relation ("&&" relation)*
  ///     relation = sum (("<" | "<=" | ">" | ">=" | "==" | "!=" | "in") sum)*
  ///     sum = product (("+" | "-") product)*
  ///     product = unary (("*" | "/" | "%") unary)*
  private mutating func parseOperators(from loosest: BinaryOperator.Level) -> Expression? {
    guard var left = parseUnary() else { return nil }
    while let infix = BinaryOperator(current.kind), infix.level >= loosest {
      guard let whole = parseRest(of: infix, after: left) else { return nil }
      left = whole
    }
    return left
  }

  /// What an operator makes of the operand before it and the one after it; of a chain of `&&` or
  /// of `||`, all operands.
  private mutating func parseRest(of infix: BinaryOperator, after left: Expression) -> Expression? {
    let kind = current.kind
    let isChain = infix.level <= .and
    var terms = [left]
    repeat {
      take()
      guard let tighter = infix.level.tighter else {
        guard let term = parseUnary() else { return nil }
        terms.append(term)
        break
      }
      guard let term = parseOperators(from: tighter) else { return nil }
      terms.append(term)
    } while isChain && current.kind == kind
    return balanced(terms[...], infix.name)
  }

  /// The operands of an associative operator as a balanced tree: long chains are common, deep trees
  /// are not wanted.
  private mutating func balanced(_ terms: ArraySlice<Expression>, _ name: String) -> Expression? {
    let middle = (terms.startIndex + terms.endIndex + 1) / 2
    guard terms.count > 1 else { return terms.first }
    guard let left = balanced(terms[..<middle], name), let right = balanced(terms[middle...], name)
    else { return nil }
    return make(
      left.range.lowerBound..<right.range.upperBound,
      .call(name, target: nil, arguments: [left, right]))
  }

  /// Signs; a minus directly before a number is part of it.
  ///
  ///     unary = member | "!"+ member | "-"+ member
  private mutating func parseUnary() -> Expression? {
    current.kind == .not || current.kind == .minus ? parseSigns() : parseMember()
  }

  private mutating func parseSigns() -> Expression? {
    let sign = current.kind
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

/// An operator between two operands: CEL's name of it, and how tightly it binds.
private struct BinaryOperator {
  let name: String
  let level: Level

  enum Level: Int, Comparable {
    case or
    case and
    case relation
    case sum
    case product

    /// The next tighter level; nil for the tightest.
    var tighter: Level? { Level(rawValue: rawValue + 1) }

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  private init(_ name: String, _ level: Level) {
    self.name = name
    self.level = level
  }

  /// The operator of a token; nil for other tokens.
  init?(_ kind: Token.Kind) {
    switch kind {
    case .or: self.init("_||_", .or)
    case .and: self.init("_&&_", .and)
    case .equal: self.init("_==_", .relation)
    case .notEqual: self.init("_!=_", .relation)
    case .less: self.init("_<_", .relation)
    case .lessOrEqual: self.init("_<=_", .relation)
    case .greater: self.init("_>_", .relation)
    case .greaterOrEqual: self.init("_>=_", .relation)
    case .membership: self.init("@in", .relation)
    case .plus: self.init("_+_", .sum)
    case .minus: self.init("_-_", .sum)
    case .star: self.init("_*_", .product)
    case .slash: self.init("_/_", .product)
    case .percent: self.init("_%_", .product)
    case .identifier, .quotedName, .null, .yes, .no, .int, .uint, .double, .string, .bytes, .dot,
      .comma, .colon, .question, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket,
      .leftBrace, .rightBrace, .not, .invalid, .end:
      return nil
    }
  }
}
