package import Diagnostics
package import PolicyModel

/// How sure a library is of its sources on a day: what is to be held against them again, and what
/// nobody has read there.
package struct ReviewReport: Sendable {
  package let day: Day
  /// Overdue on the day, by due date.
  package let overdue: [Item]
  /// The next to be due, by due date; five at most.
  package let next: [Item]
  /// Without any date of a review, of their own or of their policy.
  package let undated: [Item]
  /// Rules whose source nobody has checked.
  package let unverified: [Item]
  package let ruleCount: Int

  /// A policy, or a rule with dates of its own.
  package struct Item: Sendable {
    package let name: String
    package let dates: ReviewDates?
    package let cite: [String]
    package let range: SourceRange
  }

  package init(of library: CompiledLibrary, on day: Day) {
    self.day = day
    var dated: [Item] = []
    for policy in library.policies where policy.authority != .client && !policy.rules.isEmpty {
      guard let dates = policy.reviewDates else { continue }
      dated.append(Item(name: policy.id, dates: dates, cite: [], range: policy.range))
    }
    let rules = library.rules.filter { library.policies[$0.policy].authority != .client }
    for rule in rules {
      guard let dates = rule.reviewDates else { continue }
      dated.append(
        Item(name: rule.name.description, dates: dates, cite: rule.cite, range: rule.range))
    }
    let due = dated.filter { $0.dates?.due != nil }.sorted { left, right in
      guard let first = left.dates?.due, let second = right.dates?.due, first != second else {
        return left.name < right.name
      }
      return first < second
    }
    overdue = due.filter { $0.dates?.isOverdue(on: day) == true }
    next = Array(due.filter { $0.dates?.isOverdue(on: day) == false }.prefix(5))
    undated = rules.filter { rule in
      rule.reviewDates == nil && library.policies[rule.policy].reviewDates == nil
    }.map { Item(name: $0.name.description, dates: nil, cite: $0.cite, range: $0.range) }
    unverified = rules.filter { $0.confidence == .unverified }.map {
      Item(name: $0.name.description, dates: $0.reviewDates, cite: $0.cite, range: $0.range)
    }
    ruleCount = rules.count
  }

  package var text: String {
    let all = overdue + next + undated + unverified
    let room = min(40, all.map(\.name.unicodeScalars.count).max() ?? 0)
    var page = PageWriter(labelWidth: room + 1)
    page.line("Reviews of \(ruleCount) rules as of \(day.text)")
    func section(_ title: String, _ items: [Item], _ words: (Item) -> String) {
      page.blank()
      page.line("\(title): \(items.isEmpty ? "none" : String(items.count))")
      for item in items {
        page.field(item.name, [words(item), "\(item.range.file.path):\(item.range.start.line)"])
      }
    }
    section("Overdue", overdue, Self.dates)
    section("Next due", next, Self.dates)
    section("Never reviewed", undated) { $0.cite.joined(separator: ", ") }
    section("Source not verified", unverified) { $0.cite.joined(separator: ", ") }
    return page.text
  }

  private static func dates(of item: Item) -> String {
    guard let dates = item.dates else { return "" }
    return "reviewed \(dates.on.text)" + (dates.due.map { ", due \($0.text)" } ?? "")
  }

  package var json: JSONValue {
    .object([
      ("format", .int(1)),
      ("on", .string(day.text)),
      ("rules", .int(Int64(ruleCount))),
      ("overdue", .array(overdue.map(Self.value))),
      ("next", .array(next.map(Self.value))),
      ("undated", .array(undated.map(Self.value))),
      ("unverified", .array(unverified.map(Self.value))),
    ])
  }

  private static func value(of item: Item) -> JSONValue {
    .object([
      ("name", .string(item.name)),
      ("reviewed", item.dates.map { .string($0.on.text) } ?? .null),
      ("due", item.dates?.due.map { .string($0.text) } ?? .null),
      ("cite", .array(item.cite.map { .string($0) })),
      (
        "source",
        .object([
          ("file", .string(item.range.file.path)), ("line", .int(Int64(item.range.start.line))),
        ])
      ),
    ])
  }

  /// The same as warnings, for a forge that shows them beside the lines.
  package var diagnostics: [Diagnostic] {
    overdue.map { item in
      Diagnostic(
        .reviewOverdue, "the review of `\(item.name)` was due on \(item.dates?.due?.text ?? "")",
        at: item.range, help: "hold it against its source, then set `reviewed`",
        severity: .warning)
    }
      + unverified.map { item in
        Diagnostic(
          .unverifiedSource, "nobody has checked the source of `\(item.name)`", at: item.range,
          help: "read \(item.cite.joined(separator: ", ")), then say so in `confidence`",
          severity: .warning)
      }
  }
}

extension DiagnosticCode {
  fileprivate static let reviewOverdue = DiagnosticCode("review-overdue")
  fileprivate static let unverifiedSource = DiagnosticCode("unverified-source")
}
