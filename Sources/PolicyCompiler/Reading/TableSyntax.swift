import Diagnostics
import DocumentTree
import PolicyModel

/// A table as written: values by term and date.
struct TableSyntax: Sendable {
  let name: Spelling
  let by: Spelling?
  let of: Spelling?
  let rows: [Row]

  struct Row: Sendable {
    let term: Spelling
    let value: Node?
    let cite: [String]
    let period: Period
  }

  init?(_ entry: Node.Entry, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        entry.value, "a table", required: ["by", "of", "rows"], optional: ["doc"], &diagnostics),
      let key = entry.key.scalar
    else { return nil }
    name = Spelling(key)
    Name.check(name, .identifier, &diagnostics)
    _ = fields.prose("doc", &diagnostics)
    by = fields.text("by", &diagnostics)
    of = fields.text("of", &diagnostics)
    let nodes = fields.list("rows", &diagnostics)
    if nodes.isEmpty, let node = fields["rows"], node.elements != nil {
      diagnostics.append(
        Diagnostic(.noRows, "this table has no rows", at: node.range, help: "write a row"))
    }
    rows = nodes.compactMap { Row($0, &diagnostics) }
  }
}

extension TableSyntax.Row {
  fileprivate init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a row", required: ["is", "value", "cite"],
        optional: ["from", "until", "effective"], &diagnostics),
      let term = fields.text("is", &diagnostics)
    else { return nil }
    self.init(
      term: term, value: fields["value"],
      cite: fields.cite(isRequired: true, &diagnostics),
      period: fields.period(&diagnostics).intersection(fields.effective(&diagnostics)))
  }
}

/// A setting as written.
struct SettingSyntax: Sendable {
  let name: Spelling
  let type: Spelling?
  let defaultValue: Node?
  /// Nil where a mistake is reported.
  let tighter: Setting.Direction?
  let tighterRange: SourceRange?
  let doc: String

  init?(_ entry: Node.Entry, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        entry.value, "a setting", required: ["type", "default", "tighter"], optional: ["doc"],
        &diagnostics),
      let key = entry.key.scalar
    else { return nil }
    name = Spelling(key)
    Name.check(name, .identifier, &diagnostics)
    type = fields.text("type", &diagnostics)
    defaultValue = fields["default"]
    tighter = fields.choice("tighter", of: Setting.Direction.self, &diagnostics)
    tighterRange = fields["tighter"]?.range
    doc = fields.prose("doc", &diagnostics)?.text ?? ""
  }
}

extension DiagnosticCode {
  static let noRows = DiagnosticCode("no-rows")
}
