import CEL

/// A type as the tests write it: `map(string, list(~T))`.
struct ConformanceType {
  private var rest: Substring

  /// The type of a text; nil where it is none.
  static func parse(_ text: String) -> ValueType? {
    var reader = ConformanceType(rest: text[...])
    guard let type = reader.type(), reader.rest.isEmpty else { return nil }
    return type
  }

  /// The type that a type value's name stands for, without parameters.
  static func named(_ name: String) -> ValueType? {
    switch name {
    case "null_type": .null
    case "list": .list(.dyn)
    case "map": .map(.dyn, .dyn)
    case "type": .type(.dyn)
    case "optional_type": .optional(.dyn)
    case "google.protobuf.Timestamp": .timestamp
    case "google.protobuf.Duration": .duration
    default: parse(name)
    }
  }

  /// Takes one type.
  ///
  ///     type = "~"? name ("(" type ("," type)* ")")?
  private mutating func type() -> ValueType? {
    let isParameter = take("~")
    let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
    rest = rest.dropFirst(name.count)
    if isParameter { return .parameter(name) }
    var parts: [ValueType] = []
    if take("(") {
      repeat {
        guard let part = type() else { return nil }
        parts.append(part)
      } while take(",")
      guard take(")") else { return nil }
    }
    return ConformanceType.make(name, parts)
  }

  private mutating func take(_ character: Character) -> Bool {
    rest = rest.drop { $0 == " " }
    guard rest.first == character else { return false }
    rest = rest.dropFirst().drop { $0 == " " }
    return true
  }

  private static func make(_ name: String, _ parts: [ValueType]) -> ValueType? {
    switch (name, parts.count) {
    case ("", _): nil
    case ("dyn", 0): .dyn
    case ("null", 0): .null
    case ("bool", 0): .bool
    case ("int", 0): .int
    case ("uint", 0): .uint
    case ("double", 0): .double
    case ("string", 0): .string
    case ("bytes", 0): .bytes
    case ("timestamp", 0): .timestamp
    case ("duration", 0): .duration
    case ("list", 1): .list(parts[0])
    case ("map", 2): .map(parts[0], parts[1])
    case ("type", 1): .type(parts[0])
    case ("wrapper", 1): .wrapper(parts[0])
    case ("optional_type", 1): .optional(parts[0])
    case (_, _): .opaque(name, parts)
    }
  }
}
