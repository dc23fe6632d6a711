extension FactType {
  /// The type as an author writes it, such as `list(term(place))`.
  package func text(set: (Int) -> String, record: (Int) -> String) -> String {
    switch self {
    case .bool: "bool"
    case .int: "int"
    case .double: "double"
    case .string: "string"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .term(let number): "term(\(set(number)))"
    case .list(let element): "list(\(element.text(set: set, record: record)))"
    case .map(let key, let value):
      "map(\(key.text(set: set, record: record)), \(value.text(set: set, record: record)))"
    case .record(let number): record(number)
    }
  }
}
