/// The messages of `google.protobuf` that stand for plain values.
enum WellKnownMessage: String, CaseIterable, Sendable {
  case bool = "BoolValue"
  case bytes = "BytesValue"
  case double = "DoubleValue"
  case duration = "Duration"
  case float = "FloatValue"
  case int32 = "Int32Value"
  case int64 = "Int64Value"
  case listValue = "ListValue"
  case string = "StringValue"
  case structure = "Struct"
  case timestamp = "Timestamp"
  case uint32 = "UInt32Value"
  case uint64 = "UInt64Value"
  case value = "Value"

  /// Reads a message's name, with its package or, where a container gives that, without.
  init?(name: String) {
    let prefix = "google.protobuf."
    let plain = name.hasPrefix(".") ? name.dropFirst() : name[...]
    self.init(rawValue: String(plain.hasPrefix(prefix) ? plain.dropFirst(prefix.count) : plain))
  }

  /// The plain value of a message with these fields; an error where they do not fit.
  func value(_ fields: [(name: String, value: Value)]) -> Value {
    for field in fields where !fieldNames.contains(field.name) {
      return .failure(.noSuchField, "`google.protobuf.\(rawValue)` has no field `\(field.name)`")
    }
    switch self {
    case .bool, .bytes, .double, .float, .int32, .int64, .string, .uint32, .uint64:
      guard let field = fields.last else { return unset }
      return wrapped(field.value)
    case .duration, .timestamp: return time(fields)
    case .listValue, .structure: return fields.last?.value ?? unset
    case .value: return fields.last.map(WellKnownMessage.dynamic) ?? .null
    }
  }

  private var fieldNames: [String] {
    switch self {
    case .bool, .bytes, .double, .float, .int32, .int64, .string, .uint32, .uint64: ["value"]
    case .duration, .timestamp: ["seconds", "nanos"]
    case .listValue: ["values"]
    case .structure: ["fields"]
    case .value:
      ["null_value", "number_value", "string_value", "bool_value", "struct_value", "list_value"]
    }
  }

  private var unset: Value {
    switch self {
    case .bool: .bool(false)
    case .bytes: .octets([])
    case .double, .float: .double(0)
    case .duration: .duration(0)
    case .int32, .int64: .int(0)
    case .listValue: .array([])
    case .string: .text("")
    case .structure: .map(MapValue(entries: []))
    case .timestamp: Timestamp(seconds: 0).map(Value.timestamp) ?? .null
    case .uint32, .uint64: .uint(0)
    case .value: .null
    }
  }

  private func wrapped(_ value: Value) -> Value {
    switch (self, value) {
    case (.bool, .bool), (.bytes, .bytes), (.double, .double), (.int64, .int),
      (.string, .string), (.uint64, .uint):
      value
    case (.float, .double(let number)): .double(Double(Float(number)))
    case (.int32, .int(let number)): Int32(exactly: number) == nil ? outOfRange(value) : value
    case (.uint32, .uint(let number)): UInt32(exactly: number) == nil ? outOfRange(value) : value
    case (_, .null): unset
    case (_, _): .noSuchOverload("google.protobuf.\(rawValue)", value)
    }
  }

  private func outOfRange(_ value: Value) -> Value {
    .failure(.overflow, "`\(value)` is too large for `google.protobuf.\(rawValue)`")
  }

  private func time(_ fields: [(name: String, value: Value)]) -> Value {
    func number(_ name: String) -> Int64? {
      guard let field = fields.last(where: { $0.name == name }) else { return 0 }
      guard case .int(let number) = field.value else { return nil }
      return number
    }
    guard let seconds = number("seconds"), let nanoseconds = number("nanos") else {
      return .noSuchOverload("google.protobuf.\(rawValue)", arguments: fields.map(\.value))
    }
    if self == .timestamp, let nanoseconds = Int32(exactly: nanoseconds),
      let instant = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    {
      return .timestamp(instant)
    }
    if self == .duration {
      let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
      let (sum, carries) = product.addingReportingOverflow(nanoseconds)
      if !overflows, !carries { return .duration(sum) }
    }
    return .failure(.overflow, "`google.protobuf.\(rawValue)` is out of range")
  }

  private static func dynamic(_ field: (name: String, value: Value)) -> Value {
    switch (field.name, field.value) {
    case ("null_value", _): .null
    case ("number_value", .int(let number)): .double(Double(number))
    case ("number_value", .uint(let number)): .double(Double(number))
    case (_, _): field.value
    }
  }
}
