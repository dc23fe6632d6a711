import CEL
import PolicyModel
import SharedStorage

/// Which texts within a value are instants, told by the name before them.
struct InstantFields {
  /// Every value of the map is one.
  private(set) var isAll = false
  private(set) var names: Set<String> = []
  private var others: Set<String> = []

  /// Nil where a name does not tell.
  init?(_ type: Int, _ layout: FactsLayout) {
    switch layout.types[type] {
    case .map(_, let value, _):
      if case .timestamp = layout.types[value] { isAll = true }
      guard add(value, layout, isInside: false) else { return nil }
    case .list(let element, _):
      guard add(element, layout, isInside: true) else { return nil }
    case .bool, .term: break
    case .int, .double, .string, .timestamp, .duration, .record: return nil
    }
    guard names.isDisjoint(with: others) else { return nil }
  }

  /// Adds what a value of a type names; `isInside`: nothing names the value itself.
  private mutating func add(_ type: Int, _ layout: FactsLayout, isInside: Bool) -> Bool {
    switch layout.types[type] {
    case .record(let number):
      let fields = layout.vocabulary.records[number].fields
      for (field, own) in zip(fields, layout.records[number]) {
        if case .timestamp = layout.types[own.type] {
          names.insert(field.name)
        } else {
          others.insert(field.name)
          guard add(own.type, layout, isInside: true) else { return false }
        }
      }
      return true
    case .list(let element, _): return add(element, layout, isInside: true)
    case .timestamp: return !isInside
    case .map(_, let value, _):
      if case .timestamp = layout.types[value] { return false }
      return add(value, layout, isInside: true)
    case .bool, .int, .double, .string, .duration, .term: return true
    }
  }
}

extension Timestamp {
  /// The next one that can be told from it.
  var next: Timestamp? {
    nanoseconds == 999_999_999
      ? Timestamp(seconds: seconds + 1)
      : Timestamp(seconds: seconds, nanoseconds: nanoseconds + 1)
  }
}
