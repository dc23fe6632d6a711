import Diagnostics

extension DiagnosticCode {
  /// A macro is given something that it does not take: `has` no field, `all` no plain name.
  static let macroArgument = DiagnosticCode("macro-argument")
}

/// A call that a macro may replace.
enum Macro {
  /// A call as written.
  struct Call {
    let name: String
    let target: Expression?
    let arguments: [Expression]
    let range: Range<Int>
  }

  /// What came of a macro: its node, nil where that is over the limits.
  struct Expansion {
    let result: Expression?
  }

  /// The shape of a macro on a receiver: how its arguments are read after the variables.
  struct Shape {
    let kind: Expression.Comprehension.Kind
    let variables: Int
    var hasPredicate = false
    var hasTransform = false
  }

  /// The macro on a receiver that a name and a number of arguments stand for.
  static func shape(_ name: String, _ count: Int, _ options: ParserOptions) -> Shape? {
    let isDouble = options.twoVariableComprehensions
    switch (name, count) {
    case ("all", 2): return Shape(kind: .all, variables: 1, hasPredicate: true)
    case ("exists", 2): return Shape(kind: .exists, variables: 1, hasPredicate: true)
    case ("exists_one", 2), ("existsOne", 2):
      return Shape(kind: .existsOne, variables: 1, hasPredicate: true)
    case ("filter", 2): return Shape(kind: .filter, variables: 1, hasPredicate: true)
    case ("map", 2): return Shape(kind: .map, variables: 1, hasTransform: true)
    case ("map", 3):
      return Shape(kind: .map, variables: 1, hasPredicate: true, hasTransform: true)
    case ("all", 3) where isDouble: return Shape(kind: .all, variables: 2, hasPredicate: true)
    case ("exists", 3) where isDouble:
      return Shape(kind: .exists, variables: 2, hasPredicate: true)
    case ("exists_one", 3) where isDouble, ("existsOne", 3) where isDouble:
      return Shape(kind: .existsOne, variables: 2, hasPredicate: true)
    case ("transformList", 3...4) where isDouble: return transform(.transformList, count)
    case ("transformMap", 3...4) where isDouble: return transform(.transformMap, count)
    case ("transformMapEntry", 3...4) where isDouble: return transform(.transformMapEntry, count)
    case ("optMap", 2) where options.optionalSyntax:
      return Shape(kind: .optMap, variables: 1, hasTransform: true)
    case ("optFlatMap", 2) where options.optionalSyntax:
      return Shape(kind: .optFlatMap, variables: 1, hasTransform: true)
    case ("sortBy", 2) where options.sorting:
      return Shape(kind: .sortBy, variables: 1, hasTransform: true)
    case (_, _): return nil
    }
  }

  private static func transform(_ kind: Expression.Comprehension.Kind, _ count: Int) -> Shape {
    Shape(kind: kind, variables: 2, hasPredicate: count == 4, hasTransform: true)
  }
}

/// Macros: calls that are read as nodes of their own where name, receiver and number of arguments
/// fit; other calls stay calls.
extension Parser {
  /// Nil where the call is no macro.
  mutating func expand(_ call: Macro.Call) -> Macro.Expansion? {
    guard options.macros else { return nil }
    if let custom = expandCustom(call) { return custom }
    guard let target = call.target else {
      guard call.name == "has", call.arguments.count == 1 else { return nil }
      return Macro.Expansion(result: expandHas(call))
    }
    if options.bindings, call.name == "bind", call.arguments.count == 3,
      case .identifier("cel", _) = target.kind
    {
      return Macro.Expansion(result: expandBind(call))
    }
    return Macro.shape(call.name, call.arguments.count, options).map {
      Macro.Expansion(result: expandComprehension(call, target, $0))
    }
  }

  private mutating func expandHas(_ call: Macro.Call) -> Expression? {
    let argument = call.arguments[0]
    guard case .select(let operand, let field, false) = argument.kind else {
      report(
        .macroArgument, "`has` takes a field of something, as in `has(a.b)`", argument.range,
        help: helpForHas(argument))
      return ExpressionMaker.standIn(call.range)
    }
    // The selection's node becomes the presence test's: no id is left over.
    return Expression(
      id: argument.id, range: call.range, kind: .presence(operand, field: field))
  }

  private func helpForHas(_ argument: Expression) -> String? {
    switch argument.kind {
    case .call("_[_]", _, let arguments) where arguments.count == 2:
      "ask for a key by `\(source.excerpt(arguments[1].range)) in "
        + "\(source.excerpt(arguments[0].range))`"
    case .select: "ask for an optional field by `.hasValue()`"
    case .literal, .identifier, .presence, .call, .list, .map, .structure, .comprehension, .bind:
      nil
    }
  }

  private mutating func expandBind(_ call: Macro.Call) -> Expression? {
    guard let name = variable(call.arguments[0], of: "cel.bind") else {
      return ExpressionMaker.standIn(call.range)
    }
    return make(call.range, .bind(name, call.arguments[1], call.arguments[2]))
  }

  private mutating func expandComprehension(
    _ call: Macro.Call, _ target: Expression, _ shape: Macro.Shape
  ) -> Expression? {
    let names = call.arguments.prefix(shape.variables)
    let variables = names.compactMap { variable($0, of: call.name) }
    guard variables.count == shape.variables else { return ExpressionMaker.standIn(call.range) }
    if variables.count == 2, variables[0] == variables[1] {
      report(
        .macroArgument, "both variables are named `\(variables[0])`", call.arguments[1].range,
        help: "give the second one another name")
      return ExpressionMaker.standIn(call.range)
    }
    var rest = call.arguments.dropFirst(shape.variables)
    let predicate = shape.hasPredicate ? rest.popFirst() : nil
    let transform = shape.hasTransform ? rest.popFirst() : nil
    return make(
      call.range,
      .comprehension(
        Expression.Comprehension(
          kind: shape.kind, range: target, variables: variables, predicate: predicate,
          transform: transform)))
  }

  /// The name that an argument introduces; nil, which is reported, where it is no plain name.
  private mutating func variable(_ argument: Expression, of macro: String) -> String? {
    if case .identifier(let name, false) = argument.kind { return name }
    report(
      .macroArgument, "`\(macro)` takes the name of a variable here", argument.range,
      help: "write a plain name, as in `xs.all(x, x > 0)`")
    return nil
  }
}
