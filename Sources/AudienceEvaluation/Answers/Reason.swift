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
  /// One order of all reasons.
  fileprivate static func precedes(_ left: Reason, _ right: Reason) -> Bool {
    if left.rules != right.rules { return left.rules.lexicographicallyPrecedes(right.rules) }
    if left.verdict != right.verdict { return left.verdict < right.verdict }
    return left.ungoverned.rank < right.ungoverned.rank
  }
}

extension Ungoverned? {
  fileprivate var rank: Int {
    switch self {
    case nil: 0
    case .noLawForPlace: 1
    case .noRuleApplies: 2
    }
  }
}

/// How many rows have each reason: of a thousand reasons, then of all others.
package struct ReasonCount: Sendable {
  package static let most = 1000
  package private(set) var rows: [Reason: Int] = [:]
  package private(set) var other = 0

  /// Adds rows of one block, all of whose reasons are kept.
  mutating func add(_ reason: Reason, _ count: Int) { rows[reason, default: 0] += count }

  /// Adds a later block's; where not all find room, the commonest first, so that the same input keeps the
  /// same reasons.
  mutating func add(_ later: ReasonCount) {
    other += later.other
    if rows.count + later.rows.count <= Self.most {
      rows.merge(later.rows, uniquingKeysWith: +)
      return
    }
    var new: [(reason: Reason, count: Int)] = []
    for (reason, count) in later.rows {
      if let place = rows.index(forKey: reason) {
        rows.values[place] += count
      } else {
        new.append((reason, count))
      }
    }
    if rows.count < Self.most {
      new.sort { left, right in
        left.count != right.count
          ? left.count > right.count : Reason.precedes(left.reason, right.reason)
      }
    }
    for (reason, count) in new {
      if rows.count < Self.most { rows[reason] = count } else { other += count }
    }
  }
}
