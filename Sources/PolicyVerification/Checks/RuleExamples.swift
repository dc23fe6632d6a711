import Diagnostics
import PolicyModel

/// A few requests for each rule: for which it asks for something, and which keep it.
///
/// Facts of one rule put upon those of another tell most pairs apart without the solver.
struct RuleExamples: Sendable {
  private(set) var asking: [Int: [JSONValue]] = [:]
  private(set) var kept: [Int: [JSONValue]] = [:]
  private static let mostEach = 3

  mutating func add(_ request: JSONValue, _ outcome: Outcome, of rule: Int) {
    switch outcome {
    case .broken, .undecided:
      if asking[rule, default: []].count < Self.mostEach {
        asking[rule, default: []].append(request)
      }
    case .kept:
      if kept[rule, default: []].count < Self.mostEach { kept[rule, default: []].append(request) }
    case .notApplicable, .excepted, .waived: return
    }
  }

  mutating func add(_ other: RuleExamples) {
    asking.merge(other.asking) { first, _ in first }
    kept.merge(other.kept) { first, _ in first }
  }

  /// Each of some requests put upon each of others: what both state is as the first have it.
  func merged(_ requests: [JSONValue]?, upon others: [JSONValue]?) -> [JSONValue] {
    (requests ?? []).flatMap { request in
      (others ?? []).map { Self.merged(request, upon: $0) }
    }
  }

  private static func merged(_ value: JSONValue, upon other: JSONValue) -> JSONValue {
    guard case .object(let entries) = value, case .object(var result) = other else { return value }
    for entry in entries {
      if let place = result.firstIndex(where: { $0.key == entry.key }) {
        result[place].value = merged(entry.value, upon: result[place].value)
      } else {
        result.append(entry)
      }
    }
    return .object(result)
  }
}
