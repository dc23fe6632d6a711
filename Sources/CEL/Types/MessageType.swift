/// What a structure literal builds: a declared record or a well-known message.
enum MessageType: Sendable {
  case record(RecordDeclaration)
  /// A message of `google.protobuf`: the type of what it stands for, and its fields.
  case wellKnown(ValueType, fields: [RecordDeclaration.Field])

  /// The type of the value that a literal of it has.
  var type: ValueType {
    switch self {
    case .record(let record): .record(record.name)
    case .wellKnown(let type, _): type
    }
  }

  var fields: [RecordDeclaration.Field] {
    switch self {
    case .record(let record): record.fields
    case .wellKnown(_, let fields): fields
    }
  }

  /// The message of a full name, such as `google.protobuf.Int32Value`.
  static func wellKnown(_ name: String) -> MessageType? {
    switch name {
    case "google.protobuf.BoolValue": wrapper(.bool)
    case "google.protobuf.BytesValue": wrapper(.bytes)
    case "google.protobuf.DoubleValue", "google.protobuf.FloatValue": wrapper(.double)
    case "google.protobuf.Int32Value", "google.protobuf.Int64Value": wrapper(.int)
    case "google.protobuf.UInt32Value", "google.protobuf.UInt64Value": wrapper(.uint)
    case "google.protobuf.StringValue": wrapper(.string)
    case "google.protobuf.Timestamp": .wellKnown(.timestamp, fields: time)
    case "google.protobuf.Duration": .wellKnown(.duration, fields: time)
    case "google.protobuf.ListValue": message(.list(.dyn), "values")
    case "google.protobuf.Struct": message(.map(.string, .dyn), "fields")
    case "google.protobuf.Value": .wellKnown(.dyn, fields: dynamic)
    default: nil
    }
  }

  private static func wrapper(_ type: ValueType) -> MessageType {
    .wellKnown(.wrapper(type), fields: [.init(name: "value", type: type)])
  }

  private static func message(_ type: ValueType, _ field: String) -> MessageType {
    .wellKnown(type, fields: [.init(name: field, type: type)])
  }

  private static let time: [RecordDeclaration.Field] = [
    .init(name: "seconds", type: .int), .init(name: "nanos", type: .int),
  ]

  private static let dynamic: [RecordDeclaration.Field] = [
    .init(name: "null_value", type: .dyn), .init(name: "number_value", type: .double),
    .init(name: "string_value", type: .string), .init(name: "bool_value", type: .bool),
    .init(name: "struct_value", type: .map(.string, .dyn)),
    .init(name: "list_value", type: .list(.dyn)),
  ]
}
