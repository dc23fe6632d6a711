/// The rows in which something in an expression may fail, or use a `null`: conditions that are never NULL.
///
/// Errors do not pass where missing facts may (`unknown: allow`), and SQL's NULL tells the two apart
/// no more.
struct Failures: ExpressibleByBooleanLiteral {
  private(set) var conditions: [SQLText]

  static func when(_ condition: SQLText) -> Failures { Failures(conditions: [condition]) }

  init(booleanLiteral everywhere: Bool) { self.init(everywhere) }

  /// In every row, or in none.
  init(_ everywhere: Bool) { conditions = everywhere ? [.yes] : [] }

  private init(conditions: [SQLText]) { self.conditions = conditions }

  var isPossible: Bool { !conditions.isEmpty }

  static func || (left: Failures, right: Failures) -> Failures {
    if left.conditions.contains(.yes) || right.conditions.contains(.yes) { return true }
    return Failures(
      conditions: left.conditions + right.conditions.filter { !left.conditions.contains($0) })
  }
}

extension [Failures] {
  /// Where any of them may be.
  var joined: Failures { reduce(false) { $0 || $1 } }
}
