import CEL
import Diagnostics
import DocumentTree

// Parsing and checking within a scope: what is found is moved to its place in the policy's file.
extension Scope {
  func parse(
    _ text: ExpressionText, _ diagnostics: inout [Diagnostic]
  ) -> ParsedExpression? {
    var found: [Diagnostic] = []
    let parsed = Parser.parse(text.source, options: environment.options.parser, &found)
    if let comment = text.spelling.scalar.cutByComment, let first = found.indices.first {
      found[first].notes.append(
        .init(
          "the expression ends before this: ` #` starts a comment",
          at: SourceRange(text.spelling.range.file, comment)))
    }
    diagnostics += found.map { $0.relocated { text.place($0.bytes) } }
    return parsed
  }

  func check(
    _ parsed: ParsedExpression, _ text: ExpressionText,
    parameters: [Definition.Parameter] = [], _ diagnostics: inout [Diagnostic]
  ) -> CheckedExpression? {
    var found: [Diagnostic] = []
    let checked = environment.check(parsed, parameters: parameters, &found)
    if let checked { found += ComparedTermsCheck(records: records).diagnostics(for: checked) }
    diagnostics += found.map { $0.speakingOfSettings.relocated { text.place($0.bytes) } }
    return checked
  }

  /// A condition: its value must be true or false.
  func checkCondition(
    _ parsed: ParsedExpression, _ text: ExpressionText, _ diagnostics: inout [Diagnostic]
  ) -> CheckedExpression? {
    guard let checked = check(parsed, text, &diagnostics) else { return nil }
    switch checked.type {
    case .bool, .error: return checked
    case .dyn, .null, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .list, .map,
      .type, .wrapper, .optional, .record, .opaque, .parameter:
      diagnostics.append(.noCondition(text, checked.type))
      return nil
    }
  }
}

extension DiagnosticCode {
  static let noCondition = DiagnosticCode("not-a-condition")
}

extension Diagnostic {
  /// The same, where an unknown fact is a setting by its name.
  fileprivate var speakingOfSettings: Diagnostic {
    let prefix = "settings."
    guard code == .unknownFact, let name = range?.text, name.hasPrefix(prefix) else {
      return self
    }
    return Diagnostic(
      .unknownSetting, "this policy has no setting `\(name.dropFirst(prefix.count))`", at: range,
      help: help ?? "a policy reads its own settings alone, as they stand under `settings`")
  }

  fileprivate static func noCondition(_ text: ExpressionText, _ type: ValueType) -> Diagnostic {
    if case .opaque("facts", _) = type {
      return Diagnostic(
        .noCondition, "a group of facts is neither true nor false", at: text.place,
        help: "ask `has(\(text.oneLine))`, or for one of its facts")
    }
    return Diagnostic(
      .noCondition, "this is of type `\(type)`, but a condition is true or false",
      at: text.place, help: "compare it with something, as in `x == y` or `has(x)`")
  }
}
