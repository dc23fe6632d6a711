/// The smallest piece of an expression that means something, and its place.
struct Token {
  let kind: Kind
  /// UTF-8 bytes of the expression's text.
  let range: Range<Int>

  enum Kind: UInt8 {
    case identifier
    /// A name in backticks.
    case quotedName
    case null
    case yes
    case no
    case int
    case uint
    case double
    case string
    case bytes
    case dot
    case comma
    case colon
    case question
    case leftParenthesis
    case rightParenthesis
    case leftBracket
    case rightBracket
    case leftBrace
    case rightBrace
    case plus
    case minus
    case star
    case slash
    case percent
    case not
    case and
    case or
    case equal
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case membership
    /// A piece that is already reported as wrong.
    case invalid
    case end
  }
}

extension Token.Kind {
  /// Brackets that open and close, and the step that they make in depth.
  var bracketStep: Int {
    switch self {
    case .leftParenthesis, .leftBracket, .leftBrace: 1
    case .rightParenthesis, .rightBracket, .rightBrace: -1
    case .identifier, .quotedName, .null, .yes, .no, .int, .uint, .double, .string, .bytes, .dot,
      .comma, .colon, .question, .plus, .minus, .star, .slash, .percent, .not, .and, .or, .equal,
      .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .membership, .invalid, .end:
      0
    }
  }
}

/// Words with a meaning of their own.
enum Word {
  /// The kind of the token that a word makes: a keyword's, or a name's.
  static func kind(of word: String) -> Token.Kind {
    switch word {
    case "null": .null
    case "true": .yes
    case "false": .no
    case "in": .membership
    default: .identifier
    }
  }

  /// Kept for other languages: no variable's or function's name, but good after a dot.
  static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "namespace", "package", "return", "var", "void", "while",
  ]
}
