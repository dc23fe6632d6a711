import Diagnostics
import DocumentTree
import PolicyModel

/// A waiver as written: who lets which rule be broken, why, and until when.
///
/// Codes: `missing-key`, `waiver-too-long`, `bad-period`.
struct WaiverSyntax: Sendable {
  let id: Spelling
  let rule: Spelling
  let from: Day
  let until: Day
  let by: Spelling
  let reason: String
  let range: SourceRange

  /// Nil where something that must be there is not: such a waiver lets nothing pass.
  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a waiver", required: ["waiver", "rule", "until", "by", "reason"],
        optional: ["from"], &diagnostics)
    else { return nil }
    let id = fields.text("waiver", &diagnostics)
    if let id { Name.check(id, .id, &diagnostics) }
    let rule = fields.text("rule", &diagnostics)
    let by = fields.said("by", &diagnostics)
    let reason = fields.said("reason", &diagnostics)
    if let reason { ProseCheck.check(reason, &diagnostics) }
    let period = fields.period(&diagnostics)
    guard let id, let rule, let by, let reason, let until = period.until else { return nil }
    if let from = period.from, until > from.adding(years: 1) {
      diagnostics.append(.tooLong(fields, from))
    }
    self.id = id
    self.rule = rule
    // Without a first day it is the year that ends with the last.
    from = period.from ?? until.adding(years: -1)
    self.until = until
    self.by = by
    self.reason = reason.text
    range = node.headline
  }
}

extension Fields {
  /// A text that must say something: spaces name nobody and give no reason.
  fileprivate func said(_ key: String, _ diagnostics: inout [Diagnostic]) -> Spelling? {
    guard let text = text(key, &diagnostics) else { return nil }
    if text.text.contains(where: { !$0.isWhitespace }) { return text }
    diagnostics.append(
      Diagnostic(
        .missingKey, "\(noun) needs the key `\(key)`, with something in it", at: text.range,
        help: key == "by" ? "name who answers for it" : "say why"))
    return nil
  }
}

extension DiagnosticCode {
  static let waiverTooLong = DiagnosticCode("waiver-too-long")
}

extension Diagnostic {
  fileprivate static func tooLong(_ fields: Fields, _ from: Day) -> Diagnostic {
    Diagnostic(
      .waiverTooLong, "this waiver lasts over a year", at: fields["until"]?.headline,
      help:
        "it may last until \(from.adding(years: 1).text); then somebody has to answer for it again",
      notes: fields["from"].map { [.init("it starts here", at: $0.headline)] } ?? [])
  }
}
