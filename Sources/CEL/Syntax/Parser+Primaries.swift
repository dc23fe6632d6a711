import Diagnostics

extension DiagnosticCode {
  /// A name that the language keeps for itself.
  static let reservedWord = DiagnosticCode("reserved-word")
}

/// The parts without operators: literals, names, global calls, parentheses, lists and maps.
extension Parser {
  /// The innermost parts.
  ///
  ///     primary = literal | "."? name arguments? | "(" expression ")" | list | map
  mutating func parsePrimary() -> Expression? {
    switch current.kind {
    case .null: return make(take().range, .literal(.null))
    case .yes: return make(take().range, .literal(.bool(true)))
    case .no: return make(take().range, .literal(.bool(false)))
    case .int, .uint, .double: return parseNumber(sign: nil)
    case .minus where next.kind == .int || next.kind == .double:
      return parseNumber(sign: take())
    case .string, .bytes: return parseString()
    case .identifier, .dot: return parseName()
    case .leftParenthesis: return parseParentheses()
    case .leftBracket: return parseList()
    case .leftBrace: return parseMap()
    case .invalid:
      // Already reported; read on as if it were a value.
      return ExpressionMaker.standIn(take().range)
    case .quotedName, .comma, .colon, .question, .rightParenthesis, .rightBracket, .rightBrace,
      .plus, .minus, .star, .slash, .percent, .not, .and, .or, .equal, .notEqual, .less,
      .lessOrEqual, .greater, .greaterOrEqual, .membership, .end:
      reportUnexpected(expected: "an expression")
      return nil
    }
  }

  private mutating func parseNumber(sign: Token?) -> Expression? {
    let token = take()
    let range = (sign ?? token).range.lowerBound..<token.range.upperBound
    let number = NumberLiteral.read(token.kind, text(token), isNegative: sign != nil)
    guard let number else {
      report(
        .badLiteral, "`\(source.excerpt(range))` is out of range", range,
        help: NumberLiteral.bounds(token.kind))
      return ExpressionMaker.standIn(range)
    }
    return make(range, .literal(number))
  }

  private mutating func parseString() -> Expression? {
    let token = take()
    var literal = StringLiteral(token.range, in: source)
    guard let value = literal.read() else {
      report(literal.diagnostics)
      return ExpressionMaker.standIn(token.range)
    }
    return make(token.range, .literal(value))
  }

  private mutating func parseName() -> Expression? {
    let start = current.range.lowerBound
    let isRooted = take(.dot)
    guard current.kind == .identifier else {
      reportUnexpected(expected: "a name after the dot")
      return nil
    }
    let token = take()
    let name = text(token)
    if Word.reserved.contains(name) {
      report(
        .reservedWord, "`\(name)` is a reserved word, no name", token.range,
        help: "choose another name; after a dot it may stand")
    }
    guard current.kind == .leftParenthesis else {
      return make(start..<token.range.upperBound, .identifier(name, isRooted: isRooted))
    }
    guard let arguments = parseArguments() else { return nil }
    return makeCall(isRooted ? ".\(name)" : name, token, target: nil, arguments, start: start)
  }

  /// A call's arguments.
  ///
  ///     arguments = "(" (expression ("," expression)*)? ")"
  mutating func parseArguments() -> Sequence<Expression>? {
    let opening = take()
    return parseSequence(opening, .rightParenthesis, trailingComma: false) { $0.parseExpression() }
  }

  /// A call whose arguments are read, or what it stands for where it is a macro.
  mutating func makeCall(
    _ name: String, _ token: Token, target: Expression?, _ arguments: Sequence<Expression>,
    start: Int
  ) -> Expression? {
    let range = start..<end
    let isWhole = arguments.isWhole && arguments.elements.allSatisfy { $0.id != 0 }
    guard isWhole else { return ExpressionMaker.standIn(range) }
    let call = Macro.Call(
      name: name, target: target, arguments: arguments.elements, range: range)
    if let expanded = expand(call) { return expanded.result }
    return make(range, .call(name, target: target, arguments: arguments.elements))
  }

  /// The same node as within, its place with the parentheses.
  private mutating func parseParentheses() -> Expression? {
    let opening = take()
    let inner = parseExpression()
    guard let end = close(opening, .rightParenthesis, isRead: inner != nil) else { return nil }
    let range = opening.range.lowerBound..<end
    return inner.map { Expression(id: $0.id, range: range, kind: $0.kind) }
      ?? ExpressionMaker.standIn(range)
  }

  /// A list.
  ///
  ///     list = "[" ("?"? expression ("," "?"? expression)* ","?)? "]"
  private mutating func parseList() -> Expression? {
    let opening = take()
    var optionalIndices: Set<Int> = []
    var index = 0
    let elements = parseSequence(opening, .rightBracket, trailingComma: true) {
      parser -> Expression? in
      if parser.takeOptionalMark() { optionalIndices.insert(index) }
      index += 1
      return parser.parseExpression()
    }
    guard let elements else { return nil }
    let range = opening.range.lowerBound..<end
    return elements.isWhole
      ? make(range, .list(elements.elements, optionalIndices: optionalIndices))
      : ExpressionMaker.standIn(range)
  }

  /// A map.
  ///
  ///     map = "{" ("?"? expression ":" expression ("," …)* ","?)? "}"
  private mutating func parseMap() -> Expression? {
    let opening = take()
    let entries = parseSequence(opening, .rightBrace, trailingComma: true) {
      parser -> Expression.MapEntry? in
      let isOptional = parser.takeOptionalMark()
      guard let key = parser.parseExpression() else { return nil }
      guard parser.take(.colon) else {
        parser.reportUnexpected(expected: "`:` and a value")
        return nil
      }
      return parser.parseExpression().map {
        Expression.MapEntry(key: key, value: $0, isOptional: isOptional)
      }
    }
    guard let entries else { return nil }
    let range = opening.range.lowerBound..<end
    return entries.isWhole ? make(range, .map(entries.elements)) : ExpressionMaker.standIn(range)
  }
}
