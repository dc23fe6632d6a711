import Diagnostics

/// What is said of a token that cannot stand where it stands.
extension Parser {
  /// Reports the current token, unless the lexer already did.
  mutating func reportUnexpected(expected: String, opening: Token? = nil) {
    let token = current
    guard token.kind != .invalid else { return }
    let found = token.kind == .end ? "the end of the expression" : shown(token)
    var notes: [Diagnostic.Note] = []
    if let opening {
      let place = SourceRange(source, opening.range)
      notes.append(Diagnostic.Note("the `\(text(opening))` stands here", at: place))
    }
    report(
      .expressionSyntax, "expected \(expected), found \(found)", token.range,
      help: help(for: token), notes: notes)
  }

  private func shown(_ token: Token) -> String {
    switch token.kind {
    case .string, .bytes: "a string"
    case .int, .uint, .double: "the number `\(source.excerpt(token.range))`"
    case .quotedName, .identifier, .null, .yes, .no, .dot, .comma, .colon, .question,
      .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .leftBrace, .rightBrace,
      .plus, .minus, .star, .slash, .percent, .not, .and, .or, .equal, .notEqual, .less,
      .lessOrEqual, .greater, .greaterOrEqual, .membership, .invalid, .end:
      "`\(source.excerpt(token.range))`"
    }
  }

  /// The mend, where the words of another language show what was meant.
  private func help(for token: Token) -> String? {
    if let previous, previous.kind == .identifier, text(previous).lowercased() == "not" {
      return token.kind == .membership ? "write `!(x in y)`" : "write `!` for not"
    }
    switch token.kind {
    case .identifier:
      switch text(token).lowercased() {
      case "and": return "write `&&`"
      case "or": return "write `||`"
      case "not": return "write `!` for not, as in `!(x in y)`"
      case "is": return "write `==`"
      case "if", "else", "then": return "write `condition ? value : other`"
      case "contains", "matches", "startswith", "endswith":
        return "call it on the text, as in `a.\(text(token))(b)`"
      default: return nil
      }
    case .equal: return previous?.kind == .equal ? "write `==`" : nil
    case .greater: return previous?.kind == .less ? "write `!=` for not equal" : nil
    case .question:
      return previous?.kind == .question || previous?.kind == .colon
        ? nil : "put a conditional within another in parentheses"
    case .rightParenthesis, .rightBracket, .rightBrace:
      return previous?.kind == .comma ? "remove the comma before it" : nil
    case .quotedName: return "a name in backticks stands after a dot"
    case .null, .yes, .no, .int, .uint, .double, .string, .bytes, .dot, .comma, .colon,
      .leftParenthesis, .leftBracket, .leftBrace, .plus, .minus, .star, .slash, .percent, .not,
      .and, .or, .notEqual, .less, .lessOrEqual, .greaterOrEqual, .membership, .invalid, .end:
      return nil
    }
  }
}

extension SourceFile {
  /// The text of a range for a message: on one line, and cut after 40 characters.
  func excerpt(_ range: Range<Int>) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text(range.lowerBound..<min(range.upperBound, range.lowerBound + 240))
      .unicodeScalars
    {
      guard scalars.count < 40 else { return String(scalars) + "…" }
      scalars.append(scalar.value < 0x20 ? " " : scalar)
    }
    return String(scalars)
  }
}
