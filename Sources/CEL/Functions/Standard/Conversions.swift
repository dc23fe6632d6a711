/// `bool`, `bytes`, `double`, `duration`, `int`, `string`, `timestamp`, `uint`: a type's name as
/// the function that makes a value of it.
enum Conversions {
  static let functions: [Function] = [
    function("bool", .bool, [.bool: "bool_to_bool", .string: "string_to_bool"], bool),
    function("bytes", .bytes, [.bytes: "bytes_to_bytes", .string: "string_to_bytes"], bytes),
    function(
      "double", .double,
      [
        .double: "double_to_double", .int: "int64_to_double", .uint: "uint64_to_double",
        .string: "string_to_double",
      ], double),
    function(
      "duration", .duration,
      [.duration: "duration_to_duration", .string: "string_to_duration"]
    ) { duration($0, allowsDays: false) },
    function(
      "int", .int,
      [
        .int: "int64_to_int64", .uint: "uint64_to_int64", .double: "double_to_int64",
        .string: "string_to_int64", .timestamp: "timestamp_to_int64",
      ], int),
    function(
      "string", .string,
      [
        .string: "string_to_string", .bool: "bool_to_string", .int: "int64_to_string",
        .uint: "uint64_to_string", .double: "double_to_string", .bytes: "bytes_to_string",
        .timestamp: "timestamp_to_string", .duration: "duration_to_string",
      ], string),
    function(
      "timestamp", .timestamp,
      [
        .timestamp: "timestamp_to_timestamp", .string: "string_to_timestamp",
        .int: "int64_to_timestamp",
      ], timestamp),
    function(
      "uint", .uint,
      [
        .uint: "uint64_to_uint64", .int: "int64_to_uint64", .double: "double_to_uint64",
        .string: "string_to_uint64",
      ], uint),
  ]

  /// One overload a source type; all share the body, which answers nil for what it cannot take.
  private static func function(
    _ name: String, _ result: ValueType, _ ids: KeyValuePairs<ValueType, String>,
    _ convert: @escaping @Sendable (Value) -> Value?
  ) -> Function {
    Function(
      name,
      ids.map { source, id in
        Overload(
          id, [source], result,
          .unary { value, _ in
            convert(value) ?? .noSuchOverload(name, value)
          })
      })
  }
}
