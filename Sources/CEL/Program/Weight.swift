/// How much there is to go through in values, at all depths: what comparing and building costs.
///
/// A value that holds one part twice is written in few bytes and weighs much: without this,
/// `[[x, x], [x, x]]` and its like would take exponential time to compare or to print.
extension Evaluation {
  /// Adds the weight of a value to the cost; false where that is over the limit.
  ///
  /// Stops where the limit is reached, so it takes no longer than the limit says.
  mutating func charge(weightOf value: Value) -> Bool {
    switch value {
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .type, .opaque,
      .unknown, .error:
      return true
    case .string(let text): cost &+= UInt64(text.string.utf8.count) >> 4
    case .bytes(let octets): cost &+= UInt64(octets.bytes.count) >> 4
    case .list(let list): return charge(weightOf: list.elements)
    case .map(let map):
      for entry in map.entries {
        cost &+= 1
        guard charge(weightOf: entry.key), charge(weightOf: entry.value) else { return false }
      }
    case .record(let record): return charge(weightOf: record.fields)
    case .optional(let optional):
      cost &+= 1
      if let inner = optional.value { return charge(weightOf: inner) }
    }
    return !isOverLimit
  }

  /// Adds the weight of parts to the cost; false where that is over the limit.
  mutating func charge(weightOf parts: [Value]) -> Bool {
    for part in parts {
      cost &+= 1
      guard charge(weightOf: part) else { return false }
    }
    return !isOverLimit
  }

  /// Adds what it costs to hold a part in a new list, map or record; false over the limit.
  mutating func charge(holding part: Value) -> Bool {
    switch part {
    case .list, .map, .record, .optional: return charge(weightOf: part)
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .type, .opaque, .unknown, .error:
      return true
    }
  }
}
