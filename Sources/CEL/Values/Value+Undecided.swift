/// Lists and other values may hold parts that are unknown: a fact's element or field.
extension Value {
  /// What a value holds, at any depth, that is an error or unknown: the first error, or all
  /// unknowns as one; nil where it holds neither.
  ///
  /// A function that goes by its arguments' content answers this in place of a result.
  public var undecidedPart: Value? {
    var parts = UndecidedParts()
    parts.add(self)
    return parts.value
  }

  /// The same of several values together.
  static func undecidedPart(of values: [Value]) -> Value? {
    var parts = UndecidedParts()
    for value in values where !parts.hasFailed { parts.add(value) }
    return parts.value
  }
}

/// The errors and unknowns that values hold.
private struct UndecidedParts {
  private var error: EvaluationError?
  private var unknown: UnknownSet?

  var hasFailed: Bool { error != nil }

  var value: Value? { error.map(Value.error) ?? unknown.map(Value.unknown) }

  mutating func add(_ value: Value) {
    switch value {
    case .unknown(let facts): unknown = unknown?.union(facts) ?? facts
    case .error(let failure): error = error ?? failure
    case .list(let list): add(list.elements)
    case .map(let map): for entry in map.entries { add(entry.value) }
    case .record(let record): add(record.fields)
    case .optional(let optional): if let wrapped = optional.value { add(wrapped) }
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .type, .opaque:
      return
    }
  }

  private mutating func add(_ values: [Value]) {
    for value in values { add(value) }
  }
}
