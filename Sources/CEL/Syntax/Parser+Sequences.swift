import Diagnostics

/// Sequences in brackets. A mistake in one element leaves the others readable.
extension Parser {
  /// The elements of a sequence; not whole where one of them is reported as wrong.
  struct Sequence<Element> {
    var elements: [Element] = []
    var isWhole = true
  }

  /// Reads elements with commas between them up to the closing bracket, and takes that.
  ///
  /// Nil where the bracket has no end, which is reported.
  mutating func parseSequence<Element>(
    _ opening: Token, _ closing: Token.Kind, trailingComma: Bool,
    _ element: (inout Parser) -> Element?
  ) -> Sequence<Element>? {
    var sequence = Sequence<Element>()
    if take(closing) { return sequence }
    // The grammar lets a comma stand alone where it lets one stand at the end.
    if trailingComma, current.kind == .comma, next.kind == closing { take() }
    repeat {
      if trailingComma, current.kind == closing { break }
      let element = element(&self)
      if let element { sequence.elements.append(element) } else { sequence.isWhole = false }
      guard !isOver else { return nil }
      if current.kind != .comma, current.kind != closing {
        if element != nil {
          reportUnexpected(expected: expectation(closing), opening: opening)
        }
        sequence.isWhole = false
        skipToSeparator()
      }
    } while take(.comma)
    return take(closing) ? sequence : nil
  }

  private func expectation(_ closing: Token.Kind) -> String {
    switch closing {
    case .rightBracket: "`,` or `]`"
    case .rightBrace: "`,` or `}`"
    case .rightParenthesis, .identifier, .quotedName, .null, .yes, .no, .int, .uint, .double,
      .string, .bytes, .dot, .comma, .colon, .question, .leftParenthesis, .leftBracket,
      .leftBrace, .plus, .minus, .star, .slash, .percent, .not, .and, .or, .equal, .notEqual,
      .less, .lessOrEqual, .greater, .greaterOrEqual, .membership, .invalid, .end:
      "`,` or `)`"
    }
  }

  /// Takes the bracket that ends a single expression, and gives the place after it.
  ///
  /// Where the expression is wrong, reads on after the bracket; nil where there is none.
  mutating func close(_ opening: Token, _ closing: Token.Kind, isRead: Bool) -> Int? {
    guard !isOver else { return nil }
    if current.kind != closing {
      if isRead {
        reportUnexpected(
          expected: closing == .rightBracket ? "`]`" : "`)`", opening: opening)
      }
      repeat { skipToSeparator() } while take(.comma)
    }
    return take(closing) ? end : nil
  }
}
