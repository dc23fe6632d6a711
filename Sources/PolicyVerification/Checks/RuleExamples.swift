import Diagnostics
import PolicyModel

/// A few requests for each rule: for which it asks for something, which keep it, and of which it says
/// nothing; each says no more than it needs.
///
/// Facts of one rule put upon those of another tell most pairs apart without the solver.
struct RuleExamples: Sendable {
  private var broken: [Int: [JSONValue]] = [:]
  private var undecided: [Int: [JSONValue]] = [:]
  private(set) var kept: [Int: [JSONValue]] = [:]
  private(set) var silent: [Int: [JSONValue]] = [:]
  private static let mostEach = 3

  private static func list(of outcome: Outcome) -> WritableKeyPath<RuleExamples, [Int: [JSONValue]]>
  {
    switch outcome {
    case .broken: \.broken
    case .undecided: \.undecided
    case .kept: \.kept
    case .notApplicable, .excepted, .waived: \.silent
    }
  }

  /// Those for which a rule asks for something.
  func asking(_ rule: Int) -> [JSONValue] { (broken[rule] ?? []) + (undecided[rule] ?? []) }

  /// Whether there is room for one more of a kind.
  func wants(_ outcome: Outcome, of rule: Int) -> Bool {
    self[keyPath: Self.list(of: outcome)][rule, default: []].count < Self.mostEach
  }

  /// Whether there is none of a kind yet.
  func wantsAny(_ outcome: Outcome, of rule: Int) -> Bool {
    self[keyPath: Self.list(of: outcome)][rule] == nil
  }

  mutating func add(_ request: JSONValue, _ outcome: Outcome, of rule: Int) {
    let list = Self.list(of: outcome)
    let known = self[keyPath: list][rule, default: []]
    let text = request.text(pretty: false)
    guard !known.contains(where: { $0.text(pretty: false) == text }) else { return }
    self[keyPath: list][rule] = known + [request]
  }

  /// Adds those of rules that are not known here.
  mutating func add(_ other: RuleExamples) {
    broken.merge(other.broken) { first, _ in first }
    undecided.merge(other.undecided) { first, _ in first }
    kept.merge(other.kept) { first, _ in first }
    silent.merge(other.silent) { first, _ in first }
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
