extension Value {
  /// The type, as far as a value tells it: lists, maps and optionals have `dyn` parameters.
  ///
  /// A symbol does not know its set's name; unknown and error values have the type `error`.
  public var type: ValueType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .symbol: .opaque("symbol", [])
    case .duration: .duration
    case .timestamp: .timestamp
    case .string: .string
    case .bytes: .bytes
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .record(let record): .record(record.type)
    case .optional: .optional(.dyn)
    case .type(let value): .type(value.type)
    case .opaque(let box): box.value.type
    case .unknown, .error: .error
    }
  }

  /// Whether this is `.unknown` or `.error`, which no function takes.
  public var isUndecided: Bool {
    switch self {
    case .unknown, .error: true
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .list, .map, .record, .optional, .type, .opaque:
      false
    }
  }

  /// Whether this is the value that a field has when nothing is said: 0, "", [], none, null.
  public var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .symbol: false
    case .duration(let value): value == 0
    case .timestamp(let value): value.seconds == 0 && value.nanoseconds == 0
    case .string(let value): value.string.utf8.isEmpty
    case .bytes(let value): value.bytes.isEmpty
    case .list(let value): value.elements.isEmpty
    case .map(let value): value.count == 0
    case .record(let value): value.fields.allSatisfy(\.isZero)
    case .optional(let value): value.value == nil
    case .type, .opaque, .unknown, .error: false
    }
  }
}

extension ValueType {
  /// The name that the type has as a value: without parameters, `list` for every list.
  ///
  /// Two type values are equal where these names are.
  public var runtimeName: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .list: "list"
    case .map: "map"
    case .type: "type"
    case .wrapper(let type): type.runtimeName
    case .optional: "optional_type"
    case .record(let name): name
    case .opaque(let name, _): name
    case .parameter(let name): name
    case .error: "error"
    }
  }
}
