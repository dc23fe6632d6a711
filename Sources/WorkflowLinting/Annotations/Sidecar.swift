package import Diagnostics
package import DocumentTree

/// A file beside an export in which a team says what the export cannot: `flow.json` has
/// `flow.scruple.yaml`.
///
///     owner: crm@acme.example
///     declares: [{safeguard: consent_check, because: The segment holds people who opted in.}]
///     purposes: [{step: Send receipt, purpose: essential.service, because: It is a receipt.}]
///     ignore: [{rule: workflows/capped-loop, step: Send, because: The list has 20 rows.}]
package struct Sidecar: Sendable {
  package let node: Node

  package init(_ node: Node) { self.node = node }

  /// The path of the file beside an export.
  package static func path(beside export: String) -> String {
    let name = export.lastIndex(of: "/").map { export.index(after: $0) } ?? export.startIndex
    let end = export[name...].lastIndex(of: ".") ?? export.endIndex
    return export[..<end] + ".scruple.yaml"
  }

  /// Nil where the file cannot be read, which is then reported.
  package static func read(_ file: SourceFile, _ diagnostics: inout [Diagnostic]) -> Sidecar? {
    let nodes = DocumentReader(limits: .facts, nulls: .refused).readYAML(file, &diagnostics)
    return nodes.first.map(Sidecar.init)
  }
}

extension AnnotationReader {
  /// Takes over what a file beside the export says.
  mutating func read(_ sidecar: Sidecar, of workflow: Workflow) {
    for entry in sidecar.node.entries ?? [] {
      switch entry.name {
      case "owner":
        if let owner = entry.value.scalar?.text { setOwner(owner) }
      case "declares", "purposes", "ignore":
        for item in entry.value.elements ?? [] { read(item, of: entry.name, workflow) }
        if entry.value.elements == nil {
          report(
            "`\(entry.name)` is a list", at: entry.key.range, help: "start each item with `- `")
        }
      default:
        report(
          "a file beside a workflow has no key `\(entry.name)`", at: entry.key.range,
          help: "its keys are `owner`, `declares`, `purposes`, `ignore`")
      }
    }
    if sidecar.node.entries == nil {
      report("a file beside a workflow is written as keys with values", at: sidecar.node.range)
    }
  }

  private mutating func read(_ item: Node, of list: String, _ workflow: Workflow) {
    var step: Int?
    if let name = item["step"]?.scalar {
      step = workflow.steps.firstIndex { $0.name == name.text || $0.id == name.text }
      if step == nil {
        let help = Suggestion.nearest(to: name.text, in: workflow.steps.map(\.name))
        return report(
          "no step is named `\(name.text)`", at: name.range,
          help: help.map { "did you mean `\($0)`?" })
      }
    }
    let because = item.text("because")
    switch list {
    case "declares": declare(item.text("safeguard") ?? "", step, reason: because, at: item.range)
    case "purposes": purpose(item.text("purpose") ?? "", step, reason: because, at: item.range)
    default: ignore(item.text("rule") ?? "", step, reason: because, at: item.range)
    }
  }
}
