import Diagnostics

/// What follows a primary: selections, calls on it, indices, and the fields of a structure.
extension Parser {
  /// A primary with what follows it.
  ///
  ///     member = primary ( "." "?"? selector | "." name arguments | "[" "?"? expression "]" )*
  ///            | "."? name ("." selector)* "{" fields "}"
  mutating func parseMember() -> Expression? {
    let isName = current.kind == .identifier || current.kind == .dot
    guard var operand = parsePrimary() else { return nil }
    // The operand as a qualified name, as long as it may be the name of a structure.
    var name = isName ? plainName(of: operand) : nil
    while true {
      let step: Expression?
      switch current.kind {
      case .dot:
        step = parseSelection(of: operand)
        if let known = name, let step, case .select(_, let field, false) = step.kind {
          name = previous?.kind == .quotedName ? nil : "\(known).\(field)"
        } else {
          name = nil
        }
      case .leftBracket:
        step = parseIndex(of: operand)
        name = nil
      case .leftBrace:
        guard let known = name else { return operand }
        step = parseStructure(known, operand)
        name = nil
      case .identifier, .quotedName, .null, .yes, .no, .int, .uint, .double, .string, .bytes,
        .comma, .colon, .question, .leftParenthesis, .rightParenthesis, .rightBracket,
        .rightBrace, .plus, .minus, .star, .slash, .percent, .not, .and, .or, .equal, .notEqual,
        .less, .lessOrEqual, .greater, .greaterOrEqual, .membership, .invalid, .end:
        return operand
      }
      guard let step else { return nil }
      operand = step
    }
  }

  private func plainName(of expression: Expression) -> String? {
    guard case .identifier(let name, let isRooted) = expression.kind else { return nil }
    return isRooted ? ".\(name)" : name
  }

  private mutating func parseSelection(of operand: Expression) -> Expression? {
    take()
    var isOptional = false
    if current.kind == .question {
      isOptional = true
      allowOptional(take())
    }
    let selector = current
    guard let field = takeSelector() else {
      reportUnexpected(expected: "a name after the dot")
      return nil
    }
    let start = operand.range.lowerBound
    guard current.kind == .leftParenthesis, selector.kind == .identifier, !isOptional else {
      return make(
        start..<selector.range.upperBound,
        .select(operand, field: field, isOptional: isOptional))
    }
    guard let arguments = parseArguments() else { return nil }
    return makeCall(field, selector, target: operand, arguments, start: start)
  }

  /// A name after a dot: reserved words may stand here, keywords may not.
  ///
  ///     selector = word | quoted-name
  private mutating func takeSelector() -> String? {
    switch current.kind {
    case .identifier: text(take())
    case .quotedName: String(text(take()).dropFirst().dropLast())
    case .null, .yes, .no, .int, .uint, .double, .string, .bytes, .dot, .comma, .colon, .question,
      .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .leftBrace, .rightBrace,
      .plus, .minus, .star, .slash, .percent, .not, .and, .or, .equal, .notEqual, .less,
      .lessOrEqual, .greater, .greaterOrEqual, .membership, .invalid, .end:
      nil
    }
  }

  private mutating func parseIndex(of operand: Expression) -> Expression? {
    let opening = take()
    var isOptional = false
    if current.kind == .question {
      isOptional = true
      allowOptional(take())
    }
    let index = parseExpression()
    guard let end = close(opening, .rightBracket, isRead: index != nil) else { return nil }
    let range = operand.range.lowerBound..<end
    guard let index else { return ExpressionMaker.standIn(range) }
    return make(
      range, .call(isOptional ? "_[?_]" : "_[_]", target: nil, arguments: [operand, index]))
  }

  /// A structure's fields.
  ///
  ///     fields = ("?"? selector ":" expression ("," "?"? selector ":" expression)*)? ","?
  private mutating func parseStructure(_ name: String, _ operand: Expression) -> Expression? {
    let opening = take()
    let fields = parseSequence(opening, .rightBrace, trailingComma: true) {
      parser -> Expression.StructureField? in
      let isOptional = parser.takeOptionalMark()
      guard let field = parser.takeSelector() else {
        parser.reportUnexpected(expected: "a field's name")
        return nil
      }
      guard parser.take(.colon) else {
        parser.reportUnexpected(expected: "`:`")
        return nil
      }
      return parser.parseExpression().map {
        Expression.StructureField(name: field, value: $0, isOptional: isOptional)
      }
    }
    guard let fields else { return nil }
    let range = operand.range.lowerBound..<end
    return fields.isWhole
      ? make(range, .structure(name, fields.elements)) : ExpressionMaker.standIn(range)
  }

  /// The end of what is already read.
  var end: Int { previous?.range.upperBound ?? 0 }

  /// Takes a question mark that makes an element or an entry optional.
  mutating func takeOptionalMark() -> Bool {
    guard current.kind == .question else { return false }
    allowOptional(take())
    return true
  }

  private mutating func allowOptional(_ mark: Token) {
    guard !options.optionalSyntax else { return }
    report(
      .expressionSyntax, "optional syntax is not taken here", mark.range,
      help: "ask first by `has(…)`")
  }
}
