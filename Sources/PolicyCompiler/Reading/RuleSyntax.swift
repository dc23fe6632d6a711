import Diagnostics
import DocumentTree
import PolicyModel

/// A rule as written; what must be there and is not has been reported.
struct RuleSyntax: Sendable {
  let id: Spelling
  let title: String?
  let cite: [String]
  let confidence: Confidence?
  let when: ConditionSyntax?
  let body: ConditionSyntax?
  let isForbid: Bool
  let exceptions: [ExceptionSyntax]
  let verdict: Verdict
  let unknown: Verdict
  /// Where `unknown` is written.
  let unknownRange: SourceRange?
  let review: ReviewDemand?
  let duties: [DutySyntax]
  let because: Spelling?
  let remedy: Spelling?
  let period: Period
  let waivable: WaiverRight?
  /// Where `waivable` is written.
  let waivableRange: SourceRange?
  let reviewDates: ReviewDates?
  let range: SourceRange

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a rule", required: ["rule", "cite", "because"],
        optional: [
          "title", "confidence", "when", "require", "forbid", "unless", "verdict", "unknown",
          "review", "oblige", "remedy", "effective", "waivable", "reviewed",
        ], &diagnostics),
      let id = fields.text("rule", &diagnostics)
    else { return nil }
    Name.check(id, .id, &diagnostics)
    self.id = id
    title = fields.prose("title", &diagnostics)?.text
    cite = fields.cite(isRequired: true, &diagnostics)
    confidence = fields.choice("confidence", of: Confidence.self, &diagnostics)
    when = fields["when"].flatMap { ConditionSyntax($0, key: "when", &diagnostics) }
    isForbid = fields.has("forbid")
    body = Self.body(fields, &diagnostics)
    exceptions = fields.list("unless", &diagnostics).compactMap {
      ExceptionSyntax($0, &diagnostics)
    }
    verdict =
      fields.choice(
        "verdict", of: Verdict.self, without: [Verdict.allow.rawValue], &diagnostics) ?? .deny
    unknown = fields.choice("unknown", of: Verdict.self, &diagnostics) ?? .requireReview
    unknownRange = fields["unknown"]?.range
    review = Self.review(fields, &diagnostics)
    duties = fields.list("oblige", &diagnostics).compactMap { DutySyntax($0, &diagnostics) }
    because = fields.prose("because", &diagnostics)
    remedy = fields.prose("remedy", &diagnostics)
    period = fields.effective(&diagnostics)
    waivable = Self.waivable(fields, &diagnostics)
    waivableRange = fields["waivable"]?.headline
    reviewDates = fields.reviewDates(&diagnostics)
    range = node.headline
  }

  private static func body(
    _ fields: Fields, _ diagnostics: inout [Diagnostic]
  ) -> ConditionSyntax? {
    switch (fields["require"], fields["forbid"]) {
    case (let node?, nil): return ConditionSyntax(node, key: "require", &diagnostics)
    case (nil, let node?): return ConditionSyntax(node, key: "forbid", &diagnostics)
    case (nil, nil):
      diagnostics.append(
        Diagnostic(
          .requireOrForbid, "a rule needs `require` or `forbid`", at: fields.node.headline,
          help: "say what must hold, or what must not, where the rule applies"))
      return nil
    case (.some, let node?):
      diagnostics.append(
        Diagnostic(
          .requireOrForbid, "a rule cannot have both `require` and `forbid`", at: node.headline,
          help: "make two rules of it"))
      return nil
    }
  }

  /// Reads `{by: [legal, privacy], quorum: 1, within: 48h}`.
  private static func review(
    _ rule: Fields, _ diagnostics: inout [Diagnostic]
  ) -> ReviewDemand? {
    guard let node = rule["review"],
      let fields = Fields(
        node, "`review`", required: ["by"], optional: ["quorum", "within"], &diagnostics)
    else { return nil }
    let roles = fields.texts("by", &diagnostics)
    if roles.isEmpty, let by = fields["by"], by.elements != nil {
      diagnostics.append(
        Diagnostic(
          .noReviewers, "this review is asked of nobody", at: by.range,
          help: "name a role, such as `legal`"))
    }
    return ReviewDemand(
      by: roles.map(\.text), quorum: fields.number("quorum", in: 1...100, &diagnostics) ?? 1,
      within: fields.duration("within", &diagnostics))
  }

  /// Reads `true`, or `{by: [legal]}`: whose waiver counts.
  private static func waivable(
    _ fields: Fields, _ diagnostics: inout [Diagnostic]
  ) -> WaiverRight? {
    guard let node = fields["waivable"], node.entries != nil else {
      return fields.flag("waivable", &diagnostics) ? .anyone : nil
    }
    guard let waivable = Fields(node, "`waivable`", required: ["by"], &diagnostics) else {
      return nil
    }
    let roles = waivable.texts("by", &diagnostics)
    if roles.isEmpty, let by = waivable["by"], by.elements != nil {
      diagnostics.append(
        Diagnostic(
          .noReviewers, "nobody's waiver counts here", at: by.range,
          help: "name a role, such as `legal`, or take `waivable` out"))
    }
    return roles.isEmpty ? nil : .roles(roles.map(\.text))
  }
}

/// An exception of a rule.
struct ExceptionSyntax: Sendable {
  let id: Spelling
  let cite: [String]
  let when: ConditionSyntax?
  let period: Period

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "an exception", required: ["exception", "when"],
        optional: ["cite", "effective", "title"], &diagnostics),
      let id = fields.text("exception", &diagnostics)
    else { return nil }
    Name.check(id, .id, &diagnostics)
    self.id = id
    _ = fields.prose("title", &diagnostics)
    cite = fields.cite(isRequired: false, &diagnostics)
    when = fields["when"].flatMap { ConditionSyntax($0, key: "when", &diagnostics) }
    period = fields.effective(&diagnostics)
  }
}

/// A duty of a rule.
struct DutySyntax: Sendable {
  let id: Spelling
  let text: Spelling?
  let value: Spelling?

  init?(_ node: Node, _ diagnostics: inout [Diagnostic]) {
    guard
      let fields = Fields(
        node, "a duty", required: ["duty", "text"], optional: ["value"], &diagnostics),
      let id = fields.text("duty", &diagnostics)
    else { return nil }
    Name.check(id, .id, &diagnostics)
    self.id = id
    text = fields.prose("text", &diagnostics)
    value = fields.text("value", &diagnostics)
  }
}

extension Fields {
  /// The citations; an empty list is as good as none.
  func cite(isRequired: Bool, _ diagnostics: inout [Diagnostic]) -> [String] {
    let items = texts("cite", &diagnostics)
    ProseCheck.check(cite: items, &diagnostics)
    if isRequired, let node = self["cite"], node.elements?.isEmpty == true {
      diagnostics.append(
        Diagnostic(
          .missingKey, "\(noun) needs a citation", at: node.range,
          help: "say which article, or which house rule, it rests on"))
    }
    return items.map(\.text)
  }
}

extension DiagnosticCode {
  static let requireOrForbid = DiagnosticCode("require-or-forbid")
  static let noReviewers = DiagnosticCode("no-reviewers")
}
