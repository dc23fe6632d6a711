import Diagnostics

/// Cuts an expression's text into tokens, with white space and comments left out.
///
/// Codes: `expression-syntax`, `bad-literal`. The text must be valid UTF-8. Literals are only
/// delimited here; `StringLiteral` and `NumberLiteral` read them.
struct Lexer {
  private let source: SourceFile
  private let bytes: [UInt8]
  private var position = 0
  private var tokens: [Token] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: SourceFile) {
    self.source = source
    bytes = source.bytes
    tokens.reserveCapacity(bytes.count / 3 + 1)
  }

  /// All tokens; the last one is an `.end` right after the last piece of text.
  ///
  /// Stops early where there are as many mistakes as `Parser` reports.
  mutating func run() -> [Token] {
    while position < bytes.count, diagnostics.count < Parser.maximumErrors {
      let start = position
      if let kind = scan() { tokens.append(Token(kind: kind, range: start..<position)) }
    }
    let end = tokens.last?.range.upperBound ?? bytes.count
    tokens.append(Token(kind: .end, range: end..<end))
    return tokens
  }

  /// Takes one token, or white space or a comment, which are none.
  private mutating func scan() -> Token.Kind? {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: " "), 0x09, 0x0A, 0x0C, 0x0D:
      position += 1
      return nil
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return scanNumber()
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return scanString(start: position, isRaw: false) ? .string : .invalid
    case UInt8(ascii: "`"):
      return scanQuotedName()
    case UInt8(ascii: "."):
      if peek(1).isDigit { return scanNumber() }
      position += 1
      return .dot
    default:
      return byte.startsName ? scanWord() : scanSymbol()
    }
  }

  private func peek(_ offset: Int) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while position < bytes.count, condition(bytes[position]) { position += 1 }
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ range: Range<Int>, help: String?
  ) {
    diagnostics.append(Diagnostic(code, message, at: SourceRange(source, range), help: help))
  }
}

// MARK: - Words and numbers

extension Lexer {
  /// A word, or the prefix of a string, in either case.
  ///
  ///     word = letter (letter | digit)*
  ///     prefix = "r" | "b" | "br"
  private mutating func scanWord() -> Token.Kind {
    let start = position
    skip { $0.continuesName }
    let length = position - start
    if length <= 2, position < bytes.count, bytes[position].isQuote {
      let first = bytes[start] | 0x20
      let last = bytes[position - 1] | 0x20
      let isRaw = last == UInt8(ascii: "r")
      if length == 1, isRaw { return scanString(start: start, isRaw: true) ? .string : .invalid }
      if first == UInt8(ascii: "b"), length == 1 || isRaw {
        return scanString(start: start, isRaw: isRaw) ? .bytes : .invalid
      }
    }
    // Only a short word may be a keyword: most names make no string here.
    return length <= 5 ? Word.kind(of: source.text(start..<position)) : .identifier
  }

  /// A number, without its sign.
  ///
  ///     number = (digits | "0x" hex-digits) "u"?
  ///            | digits? "." digits exponent? | digits exponent
  private mutating func scanNumber() -> Token.Kind {
    let start = position
    var kind = Token.Kind.int
    if peek(0) == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x"), peek(2).isHexDigit {
      position += 2
      skip { $0.isHexDigit }
    } else {
      skip { $0.isDigit }
      if peek(0) == UInt8(ascii: "."), peek(1).isDigit {
        kind = .double
        position += 1
        skip { $0.isDigit }
      }
      if peek(0) | 0x20 == UInt8(ascii: "e") {
        let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
        if peek(isSigned ? 2 : 1).isDigit {
          kind = .double
          position += isSigned ? 2 : 1
          skip { $0.isDigit }
        }
      }
    }
    if kind == .int, peek(0) | 0x20 == UInt8(ascii: "u") {
      kind = .uint
      position += 1
    }
    guard peek(0).continuesName else { return kind }
    let end = position
    skip { $0.continuesName }
    report(
      .badLiteral, "`\(source.excerpt(start..<position))` is no number", start..<position,
      help: helpForTail(start: start, end: end))
    return .invalid
  }

  private func helpForTail(start: Int, end: Int) -> String? {
    let tail = source.text(end..<position)
    let number = source.text(start..<end)
    switch tail {
    case "s", "m", "h", "d", "ms", "us", "ns":
      return "write a span of time as `duration(\"\(number)\(tail)\")`"
    default:
      return tail.hasPrefix("_") ? "write the digits without `_`" : nil
    }
  }
}

// MARK: - Quoted pieces

extension Lexer {
  /// Takes a string from its first quote on; false where it has no end.
  private mutating func scanString(start: Int, isRaw: Bool) -> Bool {
    let quote = bytes[position]
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        position += isTriple ? 3 : 1
        return true
      }
      if !isTriple, byte == 0x0A || byte == 0x0D { break }
      position += byte == UInt8(ascii: "\\") && !isRaw && position + 1 < bytes.count ? 2 : 1
    }
    let mark = String(repeating: Character(Unicode.Scalar(quote)), count: isTriple ? 3 : 1)
    report(
      .badLiteral, "this string does not end", start..<position,
      help: isTriple || position == bytes.count
        ? "end it with `\(mark)`"
        : "end it with `\(mark)` on the same line, or write a line break as `\\n`")
    return false
  }

  /// A name in backticks.
  ///
  ///     quoted-name = "`" (letter | digit | "_" | "." | "-" | "/" | " ")+ "`"
  private mutating func scanQuotedName() -> Token.Kind {
    let start = position
    position += 1
    skip { $0.continuesName || [0x20, 0x2D, 0x2E, 0x2F].contains($0) }
    if peek(0) == UInt8(ascii: "`"), position > start + 1 {
      position += 1
      return .quotedName
    }
    report(
      .expressionSyntax, "this name in backticks does not end", start..<position,
      help: "letters, digits, spaces and `_`, `.`, `-`, `/` can stand in it, then a backtick")
    return .invalid
  }
}

// MARK: - Operators and brackets

extension Lexer {
  private mutating func scanSymbol() -> Token.Kind? {
    let next = peek(1)
    let start = position
    position += 1
    switch bytes[start] {
    case UInt8(ascii: ","): return .comma
    case UInt8(ascii: ":"): return .colon
    case UInt8(ascii: "?"): return .question
    case UInt8(ascii: "("): return .leftParenthesis
    case UInt8(ascii: ")"): return .rightParenthesis
    case UInt8(ascii: "["): return .leftBracket
    case UInt8(ascii: "]"): return .rightBracket
    case UInt8(ascii: "{"): return .leftBrace
    case UInt8(ascii: "}"): return .rightBrace
    case UInt8(ascii: "+"): return .plus
    case UInt8(ascii: "-"): return .minus
    case UInt8(ascii: "*"): return .star
    case UInt8(ascii: "%"): return .percent
    case UInt8(ascii: "/"):
      guard next == UInt8(ascii: "/") else { return .slash }
      skip { $0 != 0x0A }
      return nil
    case UInt8(ascii: "!"): return followed(by: "=", .notEqual) ?? .not
    case UInt8(ascii: "<"): return followed(by: "=", .lessOrEqual) ?? .less
    case UInt8(ascii: ">"): return followed(by: "=", .greaterOrEqual) ?? .greater
    case UInt8(ascii: "="): return followed(by: "=", .equal) ?? mended(.equal, "==")
    case UInt8(ascii: "&"): return followed(by: "&", .and) ?? mended(.and, "&&")
    case UInt8(ascii: "|"): return followed(by: "|", .or) ?? mended(.or, "||")
    default: return scanStranger(start)
    }
  }

  private mutating func followed(by second: Unicode.Scalar, _ kind: Token.Kind) -> Token.Kind? {
    guard peek(0) == UInt8(ascii: second) else { return nil }
    position += 1
    return kind
  }

  /// Half of an operator: reported, and read on as if it were whole.
  private mutating func mended(_ kind: Token.Kind, _ whole: String) -> Token.Kind {
    report(
      .expressionSyntax, "`\(whole.prefix(1))` is no operator", position - 1..<position,
      help: "write `\(whole)`")
    return kind
  }

  /// A run of characters that stand in no expression outside strings.
  private mutating func scanStranger(_ start: Int) -> Token.Kind {
    skip { $0 >= 0x80 || $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains($0) }
    let text = source.text(start..<position)
    let first = text.unicodeScalars.first ?? " "
    var help: String?
    if ["\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{AB}"].contains(first) {
      // The quoted words belong to it: they are no expression.
      skip { $0 < 0x80 && $0 != 0x0A }
      skip { $0 >= 0x80 }
      help = "write strings in straight quotes, `\"` or `'`"
    } else if first == ";" {
      help = "an expression is one; join conditions by `&&`"
    } else if !first.isASCII {
      help = "names are of the letters a to z, digits and `_`; other text stands in quotes"
    }
    let shown = first.isPrintable ? String(first) : "U+" + String(first.value, radix: 16)
    report(
      .expressionSyntax, "`\(shown)` cannot stand here", start..<position, help: help)
    return .invalid
  }
}

extension Unicode.Scalar {
  /// Whether it may be shown as it is in a message.
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}
