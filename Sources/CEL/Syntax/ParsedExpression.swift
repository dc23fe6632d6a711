public import Diagnostics

/// An expression whose syntax is right: the tree, not yet checked.
public struct ParsedExpression: Sendable {
  /// The text that every node's range lies in.
  public let source: SourceFile
  /// The whole expression.
  public let root: Expression
  /// Every node's id is one of `1...count`; some ids may be unused (macros take nodes away).
  public let count: Int

  /// Puts together what a parser found; `count` is the greatest id.
  public init(source: SourceFile, root: Expression, count: Int) {
    self.source = source
    self.root = root
    self.count = count
  }
}
