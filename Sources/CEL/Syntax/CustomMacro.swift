import Diagnostics

/// A macro of the host's own: a call that stands for another expression.
///
/// It is replaced while the text is read, before anything is checked, so it may do what no function
/// can: leave an argument unevaluated, or bring in a variable. Where its name, form and number of
/// arguments fit, it goes before a standard macro and before any function.
///
///     let isBetween = CustomMacro("isBetween", member: true, arguments: 2) { call in
///       let value = try call.receiver()
///       return .call("_&&_", target: nil, arguments: [
///         call.node(.call("_<=_", target: nil, arguments: [call.arguments[0], value])),
///         call.node(.call("_<=_", target: nil, arguments: [value, call.arguments[1]])),
///       ])
///     }
///
/// Operators are functions with the names that `Expression.Kind.call` tells. All nodes are numbered
/// anew when the macro is done, and count towards `ParseLimits`: an argument may be used twice. A
/// name that the macro brings in is seen by the arguments that stand in its sight.
public struct CustomMacro: Sendable {
  /// What is called; it may hold dots, as in `shop.isCheap(x)`, where it is no member.
  public let name: String
  /// Whether it is called on a receiver: `x.name(y)`.
  public let isMember: Bool
  /// The number of its arguments, beside the receiver; nil for any number.
  public let argumentCount: Int?
  /// What a call stands for; a `Mistake` is told with its place, another error at the call.
  public let expand: @Sendable (Call) throws -> Expression.Kind

  /// Makes a macro.
  public init(
    _ name: String, member: Bool = false, arguments: Int?,
    _ expand: @escaping @Sendable (Call) throws -> Expression.Kind
  ) {
    self.name = name
    isMember = member
    argumentCount = arguments
    self.expand = expand
  }

  /// A call as it is written; macros within its parts are expanded already.
  public struct Call: Sendable {
    /// What the call is made on; nil where the macro is no member.
    public let target: Expression?
    /// The arguments, in their order.
    public let arguments: [Expression]
    /// UTF-8 bytes of the whole call.
    public let range: Range<Int>

    /// A node in place of the call, for its inner parts.
    public func node(_ kind: Expression.Kind) -> Expression {
      Expression(id: 0, range: range, kind: kind)
    }

    /// The receiver of a member's call.
    public func receiver() throws(Mistake) -> Expression {
      guard let target else { throw Mistake("this is called on a value", at: range) }
      return target
    }
  }

  /// A call that the macro does not take: a diagnostic of the code `macro-argument`.
  public struct Mistake: Error {
    /// What is wrong.
    public let message: String
    /// Where, in UTF-8 bytes: an argument's range, or the call's.
    public let range: Range<Int>
    /// How it can be mended.
    public let help: String?

    /// Says what is wrong, where, and how it can be mended.
    public init(_ message: String, at range: Range<Int>, help: String? = nil) {
      self.message = message
      self.range = range
      self.help = help
    }
  }
}

extension Parser {
  /// What a macro of the host's makes of a call; nil where none fits.
  mutating func expandCustom(_ call: Macro.Call) -> Macro.Expansion? {
    guard let macro = customMacro(for: call) else { return nil }
    let target = macro.isMember ? call.target : nil
    do {
      let kind = try macro.expand(
        CustomMacro.Call(target: target, arguments: call.arguments, range: call.range))
      return Macro.Expansion(
        result: makeAnew(Expression(id: 0, range: call.range, kind: kind)))
    } catch {
      let mistake =
        error as? CustomMacro.Mistake
        ?? CustomMacro.Mistake("`\(macro.name)` does not take this: \(error)", at: call.range)
      let range = mistake.range.clamped(to: 0..<source.bytes.count)
      report(.macroArgument, mistake.message, range, help: mistake.help)
      return Macro.Expansion(result: ExpressionMaker.standIn(call.range))
    }
  }

  private func customMacro(for call: Macro.Call) -> CustomMacro? {
    if options.customMacros.isEmpty { return nil }
    let qualifier = call.target.flatMap(\.qualifiedName)
    // The last one of a name wins, as with declarations.
    return options.customMacros.last { macro in
      guard macro.argumentCount.map({ $0 == call.arguments.count }) ?? true else { return false }
      if macro.isMember { return call.target != nil && macro.name == call.name }
      guard call.target != nil else { return macro.name == call.name }
      return qualifier.map { macro.name == "\($0).\(call.name)" } ?? false
    }
  }
}

extension Expression {
  /// `a.b.c` as a text; nil for all but names and selections from them.
  fileprivate var qualifiedName: String? {
    switch kind {
    case .identifier(let name, false): name
    case .select(let operand, let field, false): operand.qualifiedName.map { "\($0).\(field)" }
    case .identifier, .select, .literal, .presence, .call, .list, .map, .structure,
      .comprehension, .bind:
      nil
    }
  }
}
