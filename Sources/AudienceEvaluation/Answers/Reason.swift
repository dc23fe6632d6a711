package import PolicyEngine
package import PolicyModel

/// All that stands in the way of a row: rows with one reason are counted together, each row once.
package struct Reason: Hashable, Sendable {
  package let verdict: Verdict
  /// The rules that deny or ask for a review, in the library's order.
  package let rules: [Int]
  package let ungoverned: Ungoverned?

  init(_ outcome: RowOutcome) {
    verdict = outcome.verdict
    rules = outcome.entries.filter { $0.verdict != .allow }.map(\.rule)
    ungoverned = outcome.ungoverned
  }
}

extension Reason {
  /// Tells any two reasons apart.
  fileprivate var order: String { "\(rules) \(verdict) \(String(describing: ungoverned))" }
}

/// How many rows have each reason: of a thousand reasons, then of all others.
package struct ReasonCount: Sendable {
  package static let most = 1000
  package private(set) var rows: [Reason: Int] = [:]
  package private(set) var other = 0

  /// Adds rows of one block, all of whose reasons are kept.
  mutating func add(_ reason: Reason, _ count: Int) { rows[reason, default: 0] += count }

  /// Adds a later block's, the commonest first, so that the same input keeps the same reasons.
  mutating func add(_ later: ReasonCount) {
    let sorted = later.rows.sorted { left, right in
      left.value != right.value ? left.value > right.value : left.key.order < right.key.order
    }
    for (reason, count) in sorted {
      if rows[reason] != nil || rows.count < Self.most {
        rows[reason, default: 0] += count
      } else {
        other += count
      }
    }
    other += later.other
  }
}
