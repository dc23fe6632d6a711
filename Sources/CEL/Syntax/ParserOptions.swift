/// How large an expression may be.
///
/// What is over a limit ends in a diagnostic, whatever the bytes.
public struct ParseLimits: Sendable {
  /// The longest text, in UTF-8 bytes.
  public var bytes = 100_000
  /// The most nodes of a tree, macros' own not counted.
  public var nodes = 100_000
  /// The deepest nesting of brackets and of the tree; every stage recurses at most so far.
  ///
  /// A chain of `&&` or of `||` is a balanced tree, so that 2,000 terms are 11 levels.
  public var nesting = 250

  /// The limits of cel-go: 100,000 bytes, 100,000 nodes, 250 levels.
  public init() {}
}

/// What a parser takes beside the language's core.
public struct ParserOptions: Sendable {
  /// How large an expression may be.
  public var limits = ParseLimits()
  /// Whether `a.?b`, `a[?k]`, `[?e]`, `{?k: v}`, `optMap` and `optFlatMap` are taken.
  public var optionalSyntax = true
  /// Whether `all`, `exists` and `existsOne` take two variables, and `transformList` and its like
  /// are macros.
  public var twoVariableComprehensions = true
  /// Whether `cel.bind(name, value, body)` is a macro.
  public var bindings = true
  /// Whether `xs.sortBy(x, key)` is a macro.
  public var sorting = true
  /// Whether there are macros at all; without, `has(a.b)` is a call of a function named `has`.
  public var macros = true
  /// The host's own macros; `Environment.declare` adds to them.
  public var customMacros: [CustomMacro] = []

  /// Everything is taken, within the usual limits.
  public init() {}
}
