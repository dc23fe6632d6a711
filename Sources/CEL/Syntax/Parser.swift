public import Diagnostics

extension DiagnosticCode {
  /// The text is no expression.
  static let expressionSyntax = DiagnosticCode("expression-syntax")
  /// The text or its tree is larger than the limits allow.
  static let expressionTooLong = DiagnosticCode("expression-too-long")
  /// The text nests deeper than the limits allow.
  static let expressionTooDeep = DiagnosticCode("expression-too-deep")
}

/// Reads the text of an expression into a tree: recursive descent, macros expanded on the way.
///
/// Source: the CEL specification, "Syntax". Whatever the bytes, it ends with a tree or a diagnostic,
/// after time linear in the text. Codes: `expression-syntax`, `expression-too-long`,
/// `expression-too-deep`, `bad-literal`, `reserved-word`, `macro-argument`.
public struct Parser {
  let source: SourceFile
  let options: ParserOptions
  private let tokens: [Token]
  private var index = 0
  private var maker: ExpressionMaker
  private var depth = 0
  /// Set where going on would only repeat a mistake, as past the limits.
  private(set) var isOver = false
  private var diagnostics: [Diagnostic]

  /// How many mistakes one expression is told of.
  static let maximumErrors = 20

  /// The tree of an expression's text, or nil where it has a mistake: those are added to the list,
  /// in the order of the text.
  public static func parse(
    _ source: SourceFile, options: ParserOptions = ParserOptions(),
    _ diagnostics: inout [Diagnostic]
  ) -> ParsedExpression? {
    if let problem = unreadable(source, options.limits) {
      diagnostics.append(problem)
      return nil
    }
    var parser = Parser(source, options)
    let root = parser.parseWhole()
    let count = parser.maker.count
    diagnostics += parser.diagnostics.sorted { first, second in
      (first.range?.bytes.lowerBound ?? 0) < (second.range?.bytes.lowerBound ?? 0)
    }
    guard let root, parser.diagnostics.isEmpty else { return nil }
    return ParsedExpression(source: source, root: root, count: count)
  }

  private init(_ source: SourceFile, _ options: ParserOptions) {
    self.source = source
    self.options = options
    var lexer = Lexer(source)
    tokens = lexer.run()
    diagnostics = lexer.diagnostics
    isOver = diagnostics.count >= Parser.maximumErrors
    maker = ExpressionMaker(options.limits)
  }

  private static func unreadable(_ source: SourceFile, _ limits: ParseLimits) -> Diagnostic? {
    guard source.bytes.count <= limits.bytes else {
      return Diagnostic(
        .expressionTooLong,
        "this expression is \(source.bytes.count) bytes long, over \(limits.bytes)",
        at: SourceRange(source, 0..<0), help: "divide it into definitions, each with a name")
    }
    guard String(validating: source.bytes, as: UTF8.self) == nil else { return nil }
    var valid = 0
    for scalar in String(decoding: source.bytes, as: UTF8.self).unicodeScalars {
      let width = UTF8.width(scalar)
      guard source.bytes[valid...].starts(with: String(scalar).utf8) else { break }
      valid += width
    }
    return Diagnostic(
      .expressionSyntax, "the text is no UTF-8 from here on",
      at: SourceRange(source, valid..<min(valid + 1, source.bytes.count)),
      help: "save the file as UTF-8")
  }

  private mutating func parseWhole() -> Expression? {
    if current.kind == .end {
      // A text of nothing but wrong characters is already reported.
      if diagnostics.isEmpty {
        report(.expressionSyntax, "the expression is empty", current.range)
      }
      return nil
    }
    guard let root = parseExpression() else { return nil }
    guard current.kind == .end else {
      reportUnexpected(expected: "the end of the expression")
      return nil
    }
    return root
  }
}

// MARK: - Tokens

extension Parser {
  var current: Token { tokens[index] }
  /// The token after the current one; the last one follows itself.
  var next: Token { tokens[min(index + 1, tokens.count - 1)] }
  /// The token before the current one; nil at the start.
  var previous: Token? { index > 0 ? tokens[index - 1] : nil }

  /// Takes the current token; the end is never left.
  @discardableResult
  mutating func take() -> Token {
    let token = current
    if token.kind != .end { index += 1 }
    return token
  }

  /// Takes the current token where it is of a kind.
  mutating func take(_ kind: Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    take()
    return true
  }

  /// Leaves out everything up to a comma or a closing bracket of the level at hand.
  mutating func skipToSeparator() {
    var level = 0
    while current.kind != .end {
      let step = current.kind.bracketStep
      if level == 0, step < 0 || current.kind == .comma { return }
      level += step
      take()
    }
  }

  func text(_ token: Token) -> String { source.text(token.range) }
}

// MARK: - Nodes and mistakes

extension Parser {
  /// A new node; nil past the limits, which is reported.
  mutating func make(_ range: Range<Int>, _ kind: Expression.Kind) -> Expression? {
    do throws(ExpressionMaker.Excess) {
      return try maker.make(range, kind)
    } catch {
      report(error, range)
      return nil
    }
  }

  /// The same tree of new nodes; nil past the limits, which is reported.
  mutating func makeAnew(_ tree: Expression) -> Expression? {
    do throws(ExpressionMaker.Excess) {
      return try maker.makeAnew(tree)
    } catch {
      report(error, tree.range)
      return nil
    }
  }

  private mutating func report(_ excess: ExpressionMaker.Excess, _ range: Range<Int>) {
    switch excess {
    case .height: reportTooDeep(range)
    case .nodes:
      giveUp(
        .expressionTooLong, "this expression has more than \(options.limits.nodes) parts", range,
        help: "divide it into definitions, each with a name")
    }
  }

  /// Goes one level deeper; false past the limit, which is reported.
  mutating func enter() -> Bool {
    guard !isOver else { return false }
    guard depth < options.limits.nesting else {
      reportTooDeep(current.range)
      return false
    }
    depth += 1
    return true
  }

  /// Comes back up a level.
  mutating func leave() { depth -= 1 }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ range: Range<Int>, help: String? = nil,
    notes: [Diagnostic.Note] = []
  ) {
    guard !isOver else { return }
    diagnostics.append(
      Diagnostic(code, message, at: SourceRange(source, range), help: help, notes: notes))
    isOver = diagnostics.count >= Parser.maximumErrors
  }

  mutating func report(_ diagnostics: [Diagnostic]) {
    self.diagnostics += diagnostics.prefix(Parser.maximumErrors - self.diagnostics.count)
    isOver = isOver || self.diagnostics.count >= Parser.maximumErrors
  }

  private mutating func giveUp(
    _ code: DiagnosticCode, _ message: String, _ range: Range<Int>, help: String
  ) {
    report(code, message, range, help: help)
    isOver = true
  }

  private mutating func reportTooDeep(_ range: Range<Int>) {
    giveUp(
      .expressionTooDeep, "this nests more than \(options.limits.nesting) levels deep",
      range.lowerBound..<min(range.upperBound, range.lowerBound + 1),
      help: "give the inner parts names of their own")
  }
}
