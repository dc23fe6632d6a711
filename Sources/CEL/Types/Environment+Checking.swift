public import Diagnostics

extension Environment {
  /// Checks an expression: what its names and calls mean, and that its types fit.
  ///
  /// All its mistakes are added to the list, each once, in the order of the text.
  ///
  /// - Parameters:
  ///   - parsed: The expression.
  ///   - expecting: The type that the whole must have; nil for any.
  ///   - parameters: Names with types that the expression alone knows, as a definition's body does.
  ///   - diagnostics: Where mistakes are added.
  /// - Returns: Nil where there is a mistake.
  public func check(
    _ parsed: ParsedExpression, expecting: ValueType? = nil,
    parameters: [Definition.Parameter] = [], _ diagnostics: inout [Diagnostic]
  ) -> CheckedExpression? {
    var checker = Checker(self, parsed, parameters: parameters)
    let checked = checker.run(parsed, expecting: expecting)
    diagnostics += checker.diagnostics
    return checked
  }

  /// Finds what names and calls mean without a look at types: for evaluation as CEL's own tests
  /// call parse-only.
  ///
  /// All types are `dyn`, all overloads of a name are candidates, and what is undeclared is an error
  /// when it is evaluated.
  public func resolveUnchecked(
    _ parsed: ParsedExpression, _ diagnostics: inout [Diagnostic]
  ) -> CheckedExpression? {
    var resolver = UncheckedResolver(self, parsed)
    return resolver.run(parsed)
  }

  /// Parses and checks a text.
  public func compile(
    _ source: SourceFile, expecting: ValueType? = nil, parameters: [Definition.Parameter] = [],
    _ diagnostics: inout [Diagnostic]
  ) -> CheckedExpression? {
    guard let parsed = Parser.parse(source, options: options.parser, &diagnostics) else {
      return nil
    }
    return check(parsed, expecting: expecting, parameters: parameters, &diagnostics)
  }
}
