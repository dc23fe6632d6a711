import Diagnostics
import DocumentTree
import PolicyModel

/// A set of terms under `terms`, as far as one document tells.
struct TermSetSyntax: Sendable {
  let name: Spelling
  let terms: [TermSyntax]

  init?(_ entry: Node.Entry, _ diagnostics: inout [Diagnostic]) {
    guard let key = entry.key.scalar else { return nil }
    name = Spelling(key)
    Name.check(name, .id, &diagnostics)
    guard let entries = entry.value.entries else {
      if !entry.value.isReported {
        diagnostics.append(
          Diagnostic(
            .wrongShape, "a set of terms holds names with values", at: entry.headline,
            help: "write one `name: {doc: ...}` a line"))
      }
      return nil
    }
    terms = entries.compactMap { TermSyntax($0, &diagnostics) }
  }
}

/// A term with what it says of its parts.
struct TermSyntax: Sendable {
  let name: Spelling
  let doc: String?
  let holds: [Held]

  /// A part, with the days on which it is one.
  struct Held: Sendable {
    let name: Spelling
    let period: Period
  }

  init?(_ entry: Node.Entry, _ diagnostics: inout [Diagnostic]) {
    guard let key = entry.key.scalar else { return nil }
    name = Spelling(key)
    Name.check(name, .term, &diagnostics)
    guard
      let fields = Fields(
        entry.value, "a term", required: [], optional: ["doc", "holds"], &diagnostics)
    else { return nil }
    doc = fields.prose("doc", &diagnostics)?.text
    holds = fields.list("holds", &diagnostics).compactMap { Held($0, &diagnostics) }
  }
}

extension TermSyntax.Held {
  /// `GB`, or `{is: GB, until: 2020-12-31}`.
  fileprivate init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    if let scalar = node.scalar {
      if scalar.isReported { return nil }
      self.init(name: Spelling(scalar), period: .always)
      return
    }
    guard
      let fields = Fields(
        node, "a part of a term", required: ["is"], optional: ["from", "until"], &diagnostics),
      let name = fields.text("is", &diagnostics)
    else { return nil }
    self.init(name: name, period: fields.period(&diagnostics))
  }
}
