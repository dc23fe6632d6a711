import Diagnostics

extension DiagnosticCode {
  /// An expression, or a part of one, has not the type that its place asks for.
  static let typeMismatch = DiagnosticCode("type-mismatch")
}

/// Gives every node of an expression its type and its meaning, or says what is wrong.
///
/// One walk down the tree with one method a kind of node. A literal that may become something else
/// (a text a term, an int a double) waits until its neighbours have said what is expected
/// (`FlexibleLiterals.swift`). What is wrong gets the type `error`, which fits everything, so that
/// nothing is reported twice.
struct Checker {
  let environment: Environment
  let source: SourceFile
  var unifier = TypeUnifier()
  /// The names of comprehensions and `cel.bind`, innermost last, after a definition's parameters.
  var scope: [Local]
  var diagnostics: [Diagnostic] = []
  private var types: [ValueType]
  var references: [CheckedExpression.Reference?]

  /// How many mistakes one expression is told of, and for how many a near name is looked for.
  static let maximumErrors = 100
  static let maximumSuggestions = 20

  /// A name that only a part of the expression knows.
  struct Local {
    let name: String
    let type: ValueType
  }

  var options: Environment.Options { environment.options }

  init(
    _ environment: Environment, _ parsed: ParsedExpression, parameters: [Definition.Parameter]
  ) {
    self.environment = environment
    source = parsed.source
    scope = parameters.map { Local(name: $0.name, type: $0.type) }
    types = Array(repeating: .dyn, count: parsed.count + 1)
    references = Array(repeating: nil, count: parsed.count + 1)
  }

  /// Checks the whole; nil where there is a mistake.
  ///
  /// Diagnostics are in the order of the text.
  mutating func run(_ parsed: ParsedExpression, expecting: ValueType?) -> CheckedExpression? {
    let type = check(parsed.root, expecting: expecting)
    if let expecting, !unifier.unify(expecting, type) {
      report(
        .typeMismatch, "this is \(named(type)), where \(named(expecting)) is expected",
        parsed.root.range)
    }
    guard diagnostics.isEmpty else {
      diagnostics = diagnostics.enumerated().sorted { first, second in
        (first.element.start, first.offset) < (second.element.start, second.offset)
      }.map(\.element)
      return nil
    }
    return CheckedExpression(
      source: source, root: parsed.root, types: types.map(unifier.settle), references: references,
      surroundings: environment.surroundings)
  }

  /// The type of a node, which is checked once.
  ///
  /// What the place expects is heeded by literals alone; the caller compares.
  mutating func check(_ node: Expression, expecting expected: ValueType? = nil) -> ValueType {
    var type = screened(typeOf(node, expecting: expected), of: node)
    if unifier.isLarge(type) {
      report(.typeMismatch, "the type of this has over 500 parts", node.range)
      type = .error
    }
    types[node.id] = type
    return type
  }

  private mutating func typeOf(_ node: Expression, expecting expected: ValueType?) -> ValueType {
    switch node.kind {
    case .literal(let literal): checkLiteral(node, literal, expecting: expected)
    case .identifier(let name, let isRooted): checkIdentifier(node, name, isRooted: isRooted)
    case .select(let operand, let field, let isOptional):
      checkSelect(node, operand, field, isOptional: isOptional)
    case .presence(let operand, let field): checkPresence(node, operand, field)
    case .call(let name, let target, let arguments):
      checkCall(node, name, target: target, arguments, expecting: expected)
    case .list(let elements, let optionals):
      checkList(elements, optionals: optionals, expecting: expected)
    case .map(let entries): checkMap(entries, expecting: expected)
    case .structure(let name, let fields): checkStructure(node, name, fields)
    case .comprehension(let comprehension): checkComprehension(comprehension)
    case .bind(let name, let value, let body): checkBind(name, value, body, expecting: expected)
    }
  }
}

// MARK: - What is found

extension Checker {
  mutating func refer(_ node: Expression, to reference: CheckedExpression.Reference) {
    references[node.id] = reference
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ range: Range<Int>, help: String? = nil
  ) {
    guard diagnostics.count < Checker.maximumErrors else { return }
    diagnostics.append(Diagnostic(code, message, at: SourceRange(source, range), help: help))
  }

  /// A type with its article, as messages say it: `an int`, ``a `term(place)` ``.
  func named(_ type: ValueType) -> String {
    let text = text(type)
    let article = "aeiou".contains(text.prefix(1)) && text != "uint" ? "an" : "a"
    return "\(article) `\(text)`"
  }

  /// The type of a node that is checked already.
  func type(of node: Expression) -> ValueType { types[node.id] }

  func text(_ type: ValueType) -> String { unifier.settle(type).description }

  func isError(_ type: ValueType) -> Bool { unifier.resolve(type) == .error }

  /// Checks a node that must have a type; a node of another is reported as what does not fit.
  mutating func check(_ node: Expression, being wanted: ValueType, _ place: String) {
    let type = check(node, expecting: wanted)
    guard !unifier.unify(wanted, type) else { return }
    report(.typeMismatch, "\(place) is \(named(wanted)), not \(named(type))", node.range)
  }
}

extension Diagnostic {
  /// The byte at which it points.
  fileprivate var start: Int { range?.bytes.lowerBound ?? 0 }
}
