/// A truth value of three-valued logic, with the failure to get one beside it.
///
/// In `and` and `or` a deciding value beats unknown, and unknown beats error (cel-spec eval.proto).
public enum Truth: UInt8, Sendable, Hashable {
  /// False.
  case no
  /// True.
  case yes
  /// It depends on facts that are not known.
  case unknown
  /// Evaluation failed, or the value is no truth.
  case error

  /// Yes for true, no for false.
  public init(_ value: Bool) { self = value ? .yes : .no }

  /// No decides, then unknown, then error.
  public static func && (left: Truth, right: Truth) -> Truth {
    if left == .no || right == .no { return .no }
    if left == .unknown || right == .unknown { return .unknown }
    if left == .error || right == .error { return .error }
    return .yes
  }

  /// Yes decides, then unknown, then error.
  public static func || (left: Truth, right: Truth) -> Truth {
    if left == .yes || right == .yes { return .yes }
    if left == .unknown || right == .unknown { return .unknown }
    if left == .error || right == .error { return .error }
    return .no
  }

  /// Exchanges yes and no.
  public static prefix func ! (value: Truth) -> Truth {
    switch value {
    case .no: .yes
    case .yes: .no
    case .unknown, .error: value
    }
  }
}
