/// A variable beside constants, checked once: with other constants of the kind it means the same.
///
///     account.id in ["cl00", "cl04"]     action.kind == "message.email"     recipient.age < 18
///
/// A large library asks the same of a fact again and again. What the constants are changes neither
/// the types nor the overload, so that such an expression needs no tree and no second check: of
/// 17,800 conditions in the benchmark's 10,000 rules 16,300 are of this form.
///
/// Benchmark: `benchmarks 10000 load`.
package struct ConstantRelation: Sendable {
  /// A literal on the right of the relation.
  package enum Constant: Sendable, Equatable {
    /// Its text, escapes read.
    case text(String)
    /// A whole number without a sign.
    case int(Int64)
  }

  /// What stands on the left.
  package let variable: Variable
  /// Whether a list of literals stands on the right.
  package let isList: Bool
  /// What stands on the right of the expression that was checked.
  package let constants: [Constant]
  let checked: CheckedExpression
  let function: String
  let overloads: [Overload]
  let settings: Planner.Settings
  private let meaning: Meaning
  private let coercion: ConstantCoercion?

  /// What becomes of a literal.
  private enum Meaning {
    case text
    case int
    case double
    /// A constant of one of the host's types.
    case opaque(ValueType)
  }

  /// Nil for all expressions but an operator between a variable and a literal, or a list of them.
  package init?(
    _ checked: CheckedExpression, options: Environment.Options, records: [RecordDeclaration]
  ) {
    func reference(_ node: Expression) -> CheckedExpression.Reference? {
      checked.references[node.id]
    }
    guard case .call(let name, nil, let operands) = checked.root.kind, operands.count == 2,
      Self.operators.contains(name), case .variable(let variable)? = reference(operands[0]),
      case .function(let function, let overloads)? = reference(checked.root)
    else { return nil }
    var literals = [operands[1]]
    if case .list(let elements, let optionals) = operands[1].kind {
      guard optionals.isEmpty else { return nil }
      literals = elements
      isList = true
    } else {
      isList = false
    }
    let constants = literals.compactMap { Constant($0.kind) }
    guard let literal = literals.first, constants.count == literals.count else { return nil }
    switch (literal.kind, reference(literal)) {
    case (.literal(.string), nil): meaning = .text
    case (.literal(.int), nil): meaning = .int
    case (.literal(.int), .constant(.double)): meaning = .double
    case (.literal(.string), .constant): meaning = .opaque(checked.types[literal.id])
    case (_, _): return nil
    }
    self.checked = checked
    self.constants = constants
    self.variable = variable
    self.function = function
    self.overloads = overloads
    coercion = options.constants
    settings = Planner.Settings(checked, options, records)
  }

  private static let operators: Set<String> = [
    "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in",
  ]

  /// Whether it is `variable == literal` or `variable in [literals]`.
  package var asksForOneOf: Bool { function == (isList ? "@in" : "_==_") }

  /// The value that a literal stands for; nil where it is not of the kind, or may be a mistake that
  /// the checker has to explain.
  package func value(of constant: Constant) -> Value? {
    switch (constant, meaning) {
    case (.text(let text), .text): return .text(text)
    case (.text(let text), .opaque(let type)):
      guard let coercion, case .value(let value) = coercion.convert(text, type),
        coercion.check(function, value, type) == nil
      else { return nil }
      return value
    case (.int(let number), .int): return .int(number)
    case (.int(let number), .double): return .double(Double(number))
    case (.text, .int), (.text, .double), (.int, .text), (.int, .opaque): return nil
    }
  }

  /// The relation with another constant on the right; a list, where it has a list there.
  package func program(with constant: Value) -> Program {
    Program(Planner.plan(self, with: constant))
  }
}

extension ConstantRelation.Constant {
  fileprivate init?(_ node: Expression.Kind) {
    switch node {
    case .literal(.string(let text)): self = .text(text)
    case .literal(.int(let number)): self = .int(number)
    case .literal, .identifier, .select, .presence, .call, .list, .map, .structure, .comprehension,
      .bind:
      return nil
    }
  }
}
