package import Diagnostics

/// A dated exception that a client makes for itself: somebody named lets a rule be broken, for a reason.
package struct Waiver: Sendable {
  package let id: String
  package let rule: RuleName
  /// The first day, in UTC; where none is written, that of the year that ends with `until`.
  package let from: Day
  /// The last day; a year after `from` at most.
  package let until: Day
  /// Who answers for it.
  package let by: String
  package let reason: String
  package let range: SourceRange

  package init(
    id: String, rule: RuleName, from: Day, until: Day, by: String, reason: String,
    range: SourceRange
  ) {
    self.id = id
    self.rule = rule
    self.from = from
    self.until = until
    self.by = by
    self.reason = reason
    self.range = range
  }

  /// Where a waiver stands on a day.
  package enum State: String, Sendable, CaseIterable {
    case upcoming
    case inForce = "in-force"
    case ended
  }

  package func state(on day: Day) -> State {
    if day < from { return .upcoming }
    return day > until ? .ended : .inForce
  }

  /// Days until the last one: 0 on the last day, negative once it has ended.
  package func daysLeft(on day: Day) -> Int { Int(until.number) - Int(day.number) }
}

/// Whose waiver of a rule counts.
package enum WaiverRight: Sendable, Hashable {
  /// Anybody's whom the waiver names.
  case anyone
  /// That of somebody whom the client, or one above it, names as a reviewer in one of these roles.
  case roles([String])
}
