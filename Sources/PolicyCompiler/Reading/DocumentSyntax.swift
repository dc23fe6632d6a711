package import Diagnostics
package import DocumentTree

/// A document of a library, read as far as its own text tells.
enum DocumentSyntax: Sendable {
  case vocabulary(VocabularySyntax)
  case policy(PolicySyntax)
  case client(ClientSyntax)
  case mapping(MappingSyntax)
  case tests(TestsDocument)
}

/// The cases of one policy or mapping, still as they were written: whoever runs tests reads them further.
package struct TestsDocument: Sendable {
  /// The id of the policy, or of the mapping, that is tested.
  package let policy: String
  package let node: Node
  package let range: SourceRange

  package init(policy: String, node: Node, range: SourceRange) {
    self.policy = policy
    self.node = node
    self.range = range
  }
}

extension DocumentSyntax {
  /// Reads a document by its first key, which says what it is.
  ///
  /// Code: `unknown-document`.
  static func read(_ node: Node, _ diagnostics: inout [Diagnostic]) -> DocumentSyntax? {
    guard let first = node.entries?.first else {
      if !node.isReported { diagnostics.append(.noDocument(node)) }
      return nil
    }
    switch first.name {
    case "vocabulary":
      return VocabularySyntax(node, &diagnostics).map(DocumentSyntax.vocabulary)
    case "policy":
      return PolicySyntax(node, &diagnostics).map(DocumentSyntax.policy)
    case "client":
      return ClientSyntax(node, &diagnostics).map(DocumentSyntax.client)
    case "tests":
      guard let id = Spelling(text: first.value, as: "`tests`", &diagnostics) else { return nil }
      return .tests(TestsDocument(policy: id.text, node: node, range: first.headline))
    case "mapping":
      return MappingSyntax(node, &diagnostics).map(DocumentSyntax.mapping)
    default:
      diagnostics.append(.unknownDocument(first))
      return nil
    }
  }
}

extension DiagnosticCode {
  static let unknownDocument = DiagnosticCode("unknown-document")
}

extension Diagnostic {
  fileprivate static func noDocument(_ node: Node) -> Diagnostic {
    Diagnostic(
      .unknownDocument, "a document is written as keys with values", at: node.headline,
      help: "its first key says what it is: `vocabulary`, `policy`, `client`, `mapping` or `tests`")
  }

  fileprivate static func unknownDocument(_ first: Node.Entry) -> Diagnostic {
    let kinds = ["vocabulary", "policy", "client", "mapping", "tests"]
    let help = Suggestion.nearest(to: first.name, in: kinds).map { "did you mean `\($0)`?" }
    return Diagnostic(
      .unknownDocument, "no document begins with `\(first.name)`", at: first.key.range,
      help: help
        ?? "the first key says what a document is: \(kinds.map { "`\($0)`" }.joined(separator: ", "))"
    )
  }
}
