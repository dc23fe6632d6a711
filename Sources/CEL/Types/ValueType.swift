/// A type of the expression language, as the checker sees it.
///
/// Source: the CEL specification, "Values" and "Gradual type checking".
public indirect enum ValueType: Hashable, Sendable {
  /// Any type; what the checker cannot know.
  case dyn
  /// The type of `null`.
  case null
  /// Truth.
  case bool
  /// 64 bits, signed.
  case int
  /// 64 bits, unsigned.
  case uint
  /// IEEE 754, 64 bits.
  case double
  /// Unicode code points.
  case string
  /// Octets.
  case bytes
  /// An instant of the years 1 to 9999, in nanoseconds.
  case timestamp
  /// A span of time in nanoseconds.
  case duration
  /// A list of one element type.
  case list(ValueType)
  /// A map; keys are int, uint, bool, string or an opaque type whose values are symbols.
  case map(ValueType, ValueType)
  /// The type of a type.
  case type(ValueType)
  /// A value or null.
  case wrapper(ValueType)
  /// A value or none.
  case optional(ValueType)
  /// A record (a message) whose fields the environment declares.
  case record(String)
  /// A type that the host brings along, such as `net.IP` or a set of terms.
  case opaque(String, [ValueType])
  /// A type parameter of an overload.
  case parameter(String)
  /// The type of an expression that is already reported as wrong; it fits everything.
  case error
}
