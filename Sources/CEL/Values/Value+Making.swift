/// Short ways to make values.
extension Value {
  /// A string value.
  public static func text(_ string: String) -> Value { .string(StringValue(string)) }

  /// A bytes value.
  public static func octets(_ bytes: [UInt8]) -> Value { .bytes(BytesValue(bytes)) }

  /// A list value.
  public static func array(_ elements: [Value]) -> Value { .list(ListValue(elements)) }

  /// A type as a value.
  public static func typed(_ type: ValueType) -> Value { .type(TypeValue(type)) }

  /// An optional with a value.
  public static func some(_ value: Value) -> Value { .optional(OptionalValue(value)) }

  /// The optional without a value.
  public static let absent = Value.optional(OptionalValue(nil))

  /// A value of a host's or library's own type.
  public static func boxed(_ value: any OpaqueValue) -> Value { .opaque(OpaqueBox(value)) }

  /// An error value.
  public static func failure(_ code: EvaluationError.Code, _ message: String) -> Value {
    .error(EvaluationError(code, message))
  }

  /// The error of a call whose arguments' types no overload takes.
  public static func noSuchOverload(_ function: String, _ arguments: Value...) -> Value {
    noSuchOverload(function, arguments: arguments)
  }

  /// The error of a call whose arguments' types no overload takes.
  public static func noSuchOverload(_ function: String, arguments: [Value]) -> Value {
    let types = arguments.map { "`\($0.type.runtimeName)`" }.joined(separator: ", ")
    return failure(.noSuchOverload, "`\(function)` does not take (\(types))")
  }
}
