import Diagnostics
import DocumentTree
import PolicyModel

/// Reads what a team wrote for Scruple in its notes: lines that begin with `scruple:`.
///
///     scruple: declare consent_check because the segment holds people who opted in
///     scruple: ignore workflows/capped-loop because the list is cut to 20 before
///     scruple: purpose essential.service.notifications.email because it is a receipt
///     scruple: owner crm@acme.example
///
/// Code: `bad-annotation`. A line that asks for something without a reason does nothing but that.
struct AnnotationReader {
  let terms: KnownTerms
  let rules: Set<String>
  private(set) var annotations = Annotations()
  private(set) var diagnostics: [Diagnostic] = []

  static let mark = "scruple:"

  init(_ terms: KnownTerms, rules: Set<String>) {
    self.terms = terms
    self.rules = rules
  }

  mutating func read(_ workflow: Workflow) {
    for remark in workflow.remarks { read(remark, step: nil) }
    for (place, step) in workflow.steps.enumerated() {
      for remark in step.remarks { read(remark, step: place) }
    }
  }

  private mutating func read(_ remark: Remark, step: Int?) {
    guard remark.text.lowercased().contains(Self.mark) else { return }
    var offset = 0
    for line in remark.text.split(separator: "\n", omittingEmptySubsequences: false) {
      defer { offset += line.utf8.count + 1 }
      let text = line.trimmingBlanks.drop { "-*#> ".contains($0) }
      guard text.lowercased().hasPrefix(Self.mark) else { continue }
      let start = offset
      let range =
        remark.scalar.map { $0.sourceRange(of: start..<start + line.utf8.count) } ?? remark.range
      read(String(text.dropFirst(Self.mark.count).trimmingBlanks), step, at: range)
    }
  }

  private mutating func read(_ text: String, _ step: Int?, at range: SourceRange) {
    let (head, reason) = Self.parts(text)
    let words = head.split(separator: " ", maxSplits: 1).map(String.init)
    let object = words.count > 1 ? String(words[1].trimmingBlanks) : ""
    switch words.first {
    case "owner":
      if object.isEmpty { return report("`owner` names nobody", at: range) }
      annotations.owner = object
    case "declare":
      declare(object, step, reason: reason, at: range)
    case "ignore":
      ignore(object, step, reason: reason, at: range)
    case "purpose":
      purpose(object, step, reason: reason, at: range)
    default:
      report("`\(words.first ?? "")` is nothing that can be said here", at: range)
    }
  }

  mutating func setOwner(_ owner: String) { annotations.owner = owner }

  mutating func declare(_ object: String, _ step: Int?, reason: String?, at range: SourceRange) {
    let id = object.hasPrefix("safeguard.") ? object : "safeguard." + object
    guard let kind = terms.kind(id) else {
      return report("no safeguard is named `\(object)`", at: range)
    }
    guard let reason else { return reportReason("declare \(object)", at: range) }
    annotations.declarations.append(
      .init(kind: kind, step: step, reason: reason, range: range))
  }

  mutating func ignore(_ object: String, _ step: Int?, reason: String?, at range: SourceRange) {
    guard object == "*" || rules.contains(object) else {
      let help = Suggestion.nearest(to: object, in: rules.sorted())
      return report(
        "no rule is named `\(object)`", at: range, help: help.map { "did you mean `\($0)`?" })
    }
    guard let reason else { return reportReason("ignore \(object)", at: range) }
    annotations.suppressions.append(.init(rule: object, step: step, reason: reason, range: range))
  }

  mutating func purpose(_ object: String, _ step: Int?, reason: String?, at range: SourceRange) {
    guard let purpose = terms.purpose(object) else {
      return report("no purpose is named `\(object)`", at: range)
    }
    guard let reason else { return reportReason("purpose \(object)", at: range) }
    annotations.purposes.append(
      .init(purpose: purpose, step: step, reason: reason, range: range))
  }

  mutating func report(_ message: String, at range: SourceRange, help: String? = nil) {
    diagnostics.append(
      Diagnostic(
        .badAnnotation, message, at: range,
        help: help
          ?? "write `declare SAFEGUARD because ...`, `ignore RULE because ...`, "
          + "`purpose PURPOSE because ...` or `owner NAME`"))
  }

  private mutating func reportReason(_ what: String, at range: SourceRange) {
    report("`\(what)` gives no reason", at: range, help: "write `\(what) because ...`")
  }

  private static func parts(_ text: String) -> (head: String, reason: String?) {
    guard let because = text.firstRange(ofASCII: " because ") else { return (text, nil) }
    let reason = text[because.upperBound...].trimmingBlanks
    return (String(text[..<because.lowerBound]), reason.isEmpty ? nil : String(reason))
  }
}

extension DiagnosticCode {
  fileprivate static let badAnnotation = DiagnosticCode("bad-annotation")
}
