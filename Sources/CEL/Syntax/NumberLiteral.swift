import Diagnostics

extension DiagnosticCode {
  /// A number or a string that cannot be read as one.
  static let badLiteral = DiagnosticCode("bad-literal")
}

/// Reads number literals; a minus sign before one is part of it, or the least int could not be
/// written.
enum NumberLiteral {
  /// The number that a token's text stands for; nil where it is out of range.
  static func read(_ kind: Token.Kind, _ text: String, isNegative: Bool) -> Expression.Literal? {
    switch kind {
    case .int:
      guard let magnitude = magnitude(text) else { return nil }
      if isNegative {
        // 0 &- 2^63 has the bits of the least Int64.
        guard magnitude <= Int64.min.magnitude else { return nil }
        return .int(Int64(truncatingIfNeeded: 0 &- magnitude))
      }
      return Int64(exactly: magnitude).map(Expression.Literal.int)
    case .uint:
      return magnitude(String(text.dropLast())).map(Expression.Literal.uint)
    case .double:
      // Beyond the largest double is infinity, as in C and Go.
      return Double(text).map { .double(isNegative ? -$0 : $0) }
    case .identifier, .quotedName, .null, .yes, .no, .string, .bytes, .dot, .comma, .colon,
      .question, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .leftBrace,
      .rightBrace, .plus, .minus, .star, .slash, .percent, .not, .and, .or, .equal, .notEqual,
      .less, .lessOrEqual, .greater, .greaterOrEqual, .membership, .invalid, .end:
      preconditionFailure("a number is read from a token that is none")
    }
  }

  private static func magnitude(_ text: String) -> UInt64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
  }

  /// What a kind of whole number holds, for the help line.
  static func bounds(_ kind: Token.Kind) -> String {
    kind == .uint
      ? "a uint is at most 18446744073709551615"
      : "an int is from -9223372036854775808 to 9223372036854775807"
  }
}
