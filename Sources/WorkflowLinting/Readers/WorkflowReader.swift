import Diagnostics
package import DocumentTree

/// Reads one tool's exports; there is one reader a tool.
package protocol WorkflowReader: SendableMetatype {
  /// The id of the tool, which mappings and the facts call it by.
  static var tool: String { get }
  /// How people would tell such a file, for the message that refuses others.
  static var signs: String { get }
  /// Whether a file is this tool's, by what stands in it.
  static func recognises(_ root: Node) -> Bool
  /// The workflows of a file, in its order; what cannot be read is among their problems.
  static func read(_ root: Node) -> [Workflow]
  /// What the expressions in a text refer to, in the order of the text.
  static func references(in text: String) -> [Reference]
  /// A text as it stands, or nil where it is worked out as a whole when the step runs.
  static func literal(_ text: String) -> String?
}

/// A value that a text takes from elsewhere.
package struct Reference: Sendable, Hashable {
  package enum Source: Sendable, Hashable {
    /// What reached the step.
    case incoming
    /// A step, by its name or id.
    case step(String)
    /// What is set once for the tool as a whole, such as a variable of its environment.
    case setting
    /// What a model fills in when it calls the tool.
    case model
  }

  package let source: Source
  /// The names that lead to the value, apart by dots; empty for all that the source holds.
  package let field: String

  package init(_ source: Source, _ field: String) {
    self.source = source
    self.field = field
  }
}

extension Node {
  /// Nothing, in a place.
  static func nothing(at range: SourceRange) -> Node { Node(.mapping([]), at: range) }

  /// The text of a key that is written as a text or number.
  func text(_ key: String) -> String? { self[key]?.scalar?.text }

  /// Whether a key is `true`.
  func isTrue(_ key: String) -> Bool {
    if case .bool(true)? = self[key]?.scalar?.resolved { return true }
    return false
  }

  /// The key's name where a mapping's value was asked for: for pointing at it.
  func entry(_ key: String) -> Entry? { entries?.first { $0.name == key } }
}

extension DiagnosticCode {
  /// Something in an export that its tool would not have written.
  static let brokenWorkflow = DiagnosticCode("broken-workflow")
}
