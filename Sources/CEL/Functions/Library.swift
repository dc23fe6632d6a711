/// Functions and type names that an environment can be given as one.
public struct Library: Sendable {
  /// The library's name, such as `strings`.
  public let name: String
  /// What can be called; operators have names such as `_+_`.
  public let functions: [Function]
  /// Names that stand for types as values, such as `int`.
  public let types: [(name: String, type: ValueType)]

  /// Makes a library.
  public init(
    name: String, functions: [Function], types: [(name: String, type: ValueType)] = []
  ) {
    self.name = name
    self.functions = functions
    self.types = types
  }

  /// The standard functions and operators of the CEL specification.
  public static let standard = Library(
    name: "standard",
    functions: StandardLibrary.operators + StandardLibrary.arithmetic + StandardLibrary.order
      + StandardLibrary.sizes + StandardLibrary.strings + Conversions.functions
      + StandardLibrary.calendar,
    types: StandardLibrary.types)

  /// All libraries beside the standard one.
  public static let extensions: [Library] = [
    .strings, .math, .lists, .sets, .encoders, .optionals, .network,
  ]
}

/// The standard definitions, one file a family.
///
/// Source: the CEL specification, "Standard definitions".
enum StandardLibrary {
  /// Type names as values.
  static let types: [(name: String, type: ValueType)] = [
    ("bool", .bool), ("int", .int), ("uint", .uint), ("double", .double), ("string", .string),
    ("bytes", .bytes), ("list", .list(.dyn)), ("map", .map(.dyn, .dyn)), ("type", .type(.dyn)),
    ("null_type", .null), ("google.protobuf.Timestamp", .timestamp),
    ("google.protobuf.Duration", .duration), ("optional_type", .optional(.dyn)),
  ]
}
