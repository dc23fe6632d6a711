import Diagnostics
import DocumentTree

/// A `client` document.
struct ClientSyntax: Sendable {
  let id: Spelling
  let title: String
  let adopts: [Spelling]
  let settings: [Node.Entry]
  let facts: [Node.Entry]
  let reviewers: [String: [String]]
  let rules: [RuleSyntax]
  let range: SourceRange

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a client", required: ["client", "title", "adopts"],
        optional: [
          "doc", "under", "settings", "facts", "reviewers", "rules", "waivers",
        ], &diagnostics),
      let id = fields.text("client", &diagnostics)
    else { return nil }
    Name.check(id, .id, &diagnostics)
    _ = fields.prose("doc", &diagnostics)
    self.id = id
    title = fields.prose("title", &diagnostics)?.text ?? ""
    for key in ["under", "waivers"] {
      guard let entry = node.entries?.first(where: { $0.name == key }) else { continue }
      diagnostics.append(
        Diagnostic(
          .unsupportedKey, "`\(key)` cannot be read yet", at: entry.key.range,
          help: key == "under"
            ? "adopt the parent's policies in this client" : "take the waivers out"))
    }
    adopts = fields.texts("adopts", &diagnostics)
    settings = fields.named("settings", &diagnostics)
    facts = fields.named("facts", &diagnostics)
    reviewers = Self.reviewers(fields, &diagnostics)
    rules = fields.rules(mayBeEmpty: true, &diagnostics)
    range = node.headline
  }

  private static func reviewers(
    _ fields: Fields, _ diagnostics: inout [Diagnostic]
  ) -> [String: [String]] {
    var reviewers: [String: [String]] = [:]
    for entry in fields.named("reviewers", &diagnostics) {
      let nodes = entry.value.elements ?? [entry.value]
      reviewers[entry.name] = nodes.compactMap {
        Spelling(text: $0, as: "a reviewer", &diagnostics)?.text
      }
    }
    return reviewers
  }
}

extension DiagnosticCode {
  static let unsupportedKey = DiagnosticCode("unsupported-key")
}
