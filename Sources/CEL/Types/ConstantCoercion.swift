public import Diagnostics

/// Makes constants of string literals where an opaque type is expected, such as a taxonomy's term.
public struct ConstantCoercion: Sendable {
  /// Whether a type is an opaque type that has constants.
  public let applies: @Sendable (ValueType) -> Bool
  /// The constant of a literal's text.
  public let convert: @Sendable (String, ValueType) -> Conversion
  /// What is wrong with a constant beside an operator.
  ///
  /// Asked for each constant that is an operand of `_==_`, `_!=_` or `@in`, or an element of a list
  /// on the right of `@in`.
  public let check: @Sendable (_ function: String, _ constant: Value, _ type: ValueType) -> Problem?

  /// What is wrong with a literal, and how to mend it.
  public typealias Problem = (code: DiagnosticCode, message: String, help: String?)

  /// What became of a literal.
  public enum Conversion: Sendable {
    /// The constant.
    case value(Value)
    /// The code, the message and the help of the error at the literal.
    case failure(code: DiagnosticCode, message: String, help: String?)
  }

  /// Says how literals are converted; without a check, all constants may stand anywhere.
  public init(
    applies: @escaping @Sendable (ValueType) -> Bool,
    convert: @escaping @Sendable (String, ValueType) -> Conversion,
    check: @escaping @Sendable (String, Value, ValueType) -> Problem? = { _, _, _ in nil }
  ) {
    self.applies = applies
    self.convert = convert
    self.check = check
  }
}
