import Diagnostics
import DocumentTree
import PolicyModel

/// A `policy` document.
struct PolicySyntax: Sendable {
  let id: Spelling
  let title: String
  /// Nil where a mistake is reported.
  let authority: Authority?
  let covers: [Spelling]
  let source: Policy.Source?
  let period: Period
  let reviewDates: ReviewDates?
  let applies: ConditionSyntax?
  let rules: [RuleSyntax]
  let tables: [TableSyntax]
  let settings: [SettingSyntax]
  let definitions: [DefinitionSyntax]
  /// Its first line.
  let range: SourceRange

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a policy", required: ["policy", "title", "authority", "rules"],
        optional: [
          "doc", "covers", "source", "effective", "reviewed", "applies", "tables", "settings",
          "define",
        ], &diagnostics),
      let id = fields.text("policy", &diagnostics)
    else { return nil }
    Name.check(id, .id, &diagnostics)
    _ = fields.prose("doc", &diagnostics)
    self.id = id
    title = fields.prose("title", &diagnostics)?.text ?? ""
    authority = fields.choice(
      "authority", of: Authority.self, without: [Authority.client.rawValue], &diagnostics)
    covers = fields.texts("covers", &diagnostics)
    source = Self.source(fields, &diagnostics)
    period = fields.effective(&diagnostics)
    reviewDates = fields.reviewDates(&diagnostics)
    applies = fields["applies"].flatMap { ConditionSyntax($0, key: "applies", &diagnostics) }
    rules = fields.rules(mayBeEmpty: false, &diagnostics)
    tables = fields.named("tables", &diagnostics).compactMap { TableSyntax($0, &diagnostics) }
    settings = fields.named("settings", &diagnostics).compactMap {
      SettingSyntax($0, &diagnostics)
    }
    definitions = fields.named("define", &diagnostics).compactMap {
      DefinitionSyntax($0, &diagnostics)
    }
    range = node.headline
  }

  private static func source(
    _ policy: Fields, _ diagnostics: inout [Diagnostic]
  ) -> Policy.Source? {
    guard let node = policy["source"],
      let fields = Fields(
        node, "`source`", required: ["name"], optional: ["url"], &diagnostics),
      let name = fields.prose("name", &diagnostics)
    else { return nil }
    return Policy.Source(name: name.text, url: fields.text("url", &diagnostics)?.text)
  }
}

extension Fields {
  /// The rules of a policy or of a client.
  func rules(mayBeEmpty: Bool, _ diagnostics: inout [Diagnostic]) -> [RuleSyntax] {
    let items = list("rules", &diagnostics)
    if items.isEmpty, !mayBeEmpty, let node = self["rules"], node.elements != nil {
      diagnostics.append(
        Diagnostic(
          .noRules, "this policy has no rules", at: node.range,
          help: "a policy that asks nothing would read as permission: write a rule"))
    }
    return items.compactMap { RuleSyntax($0, &diagnostics) }
  }

  /// Reads `reviewed: {on: 2026-11-20, every: 180d}`.
  func reviewDates(_ diagnostics: inout [Diagnostic]) -> ReviewDates? {
    guard let node = self["reviewed"],
      let fields = Fields(node, "`reviewed`", required: ["on"], optional: ["every"], &diagnostics)
    else { return nil }
    let every = fields.duration("every", &diagnostics)
    guard let day = fields.day("on", &diagnostics) else { return nil }
    let nanosecondsPerDay: Int64 = 86_400_000_000_000
    if let every, every % nanosecondsPerDay != 0 || every == 0, let node = fields["every"] {
      diagnostics.append(
        Diagnostic(
          .malformedDuration, "`every` counts whole days, one at least", at: node.range,
          help: "write it as in `180d`"))
    }
    return ReviewDates(on: day, every: every.map { Int($0 / nanosecondsPerDay) })
  }
}

extension DiagnosticCode {
  static let noRules = DiagnosticCode("no-rules")
}
