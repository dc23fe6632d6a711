import Diagnostics
import DocumentTree

/// A `client` document.
struct ClientSyntax: Sendable {
  let id: Spelling
  let title: String
  /// The client that it is under.
  let under: Spelling?
  let adopts: [Spelling]
  let settings: [Node.Entry]
  let facts: [Node.Entry]
  let reviewers: [String: [String]]
  let rules: [RuleSyntax]
  let waivers: [WaiverSyntax]
  let range: SourceRange

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a client",
        // Whoever is under a parent has its policies already.
        required: ["client", "title"] + (node["under"] == nil ? ["adopts"] : []),
        optional: [
          "doc", "under", "adopts", "settings", "facts", "reviewers", "rules", "waivers",
        ], &diagnostics),
      let id = fields.text("client", &diagnostics)
    else { return nil }
    Name.check(id, .id, &diagnostics)
    _ = fields.prose("doc", &diagnostics)
    self.id = id
    title = fields.prose("title", &diagnostics)?.text ?? ""
    under = fields.text("under", &diagnostics)
    adopts = fields.texts("adopts", &diagnostics)
    settings = fields.named("settings", &diagnostics)
    facts = fields.named("facts", &diagnostics)
    reviewers = Self.reviewers(fields, &diagnostics)
    rules = fields.rules(mayBeEmpty: true, &diagnostics)
    waivers = fields.list("waivers", &diagnostics).compactMap { WaiverSyntax($0, &diagnostics) }
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
