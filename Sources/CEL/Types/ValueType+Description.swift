/// A type as the author of an expression writes it: `list(string)`, `term(place)`.
extension ValueType: CustomStringConvertible {
  /// The type's text: `map(string, int)`, `optional_type(int)`, `term(place)`, `net.IP`.
  public var description: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .type(let type): "type(\(type))"
    case .wrapper(let type): "wrapper(\(type))"
    case .optional(let type): "optional_type(\(type))"
    case .record(let name): name
    case .opaque(let name, let parts):
      parts.isEmpty ? name : "\(name)(\(parts.map(\.description).joined(separator: ", ")))"
    case .parameter(let name): name
    case .error: "error"
    }
  }
}
