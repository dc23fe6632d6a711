import Diagnostics

/// Calls: of operators, functions, methods and definitions.
extension Checker {
  /// `f(x)`, `a.b.f(x)`, `x.f(y)` and operators.
  mutating func checkCall(
    _ node: Expression, _ name: String, target: Expression?, _ arguments: [Expression],
    expecting expected: ValueType?
  ) -> ValueType {
    guard let target else {
      if name == "_?_:_", arguments.count == 3 {
        return checkConditional(node, arguments, expecting: expected)
      }
      if name == "_&&_" || name == "_||_" || name == "!_" {
        return checkLogic(node, name, arguments)
      }
      let isRooted = name.hasPrefix(".")
      let plain = isRooted ? String(name.dropFirst()) : name
      return checkNamed(node, plain, isRooted: isRooted, arguments)
        ?? unknownFunction(node, plain, arguments)
    }
    if let chain = freeChain(of: target) {
      let full = chain.name + "." + name
      if let type = checkNamed(node, full, isRooted: chain.isRooted, arguments) { return type }
      if isUndeclared(chain), isNearFunction(full, chain) {
        return unknownFunction(node, full, arguments)
      }
    }
    guard let overloads = environment.function(named: name) else {
      return unknownFunction(node, name, [target] + arguments, target: target)
    }
    let call = Call(
      node: node, name: name, operands: [target] + arguments, isMember: true, overloads: overloads)
    return resolve(call)
  }

  /// A call of something under its full name; nil where nothing has that name.
  private mutating func checkNamed(
    _ node: Expression, _ name: String, isRooted: Bool, _ arguments: [Expression]
  ) -> ValueType? {
    if case .definition(let definition)? = environment.binding(of: name, isRooted: isRooted) {
      return checkDefinition(node, definition, arguments)
    }
    guard let overloads = environment.function(named: name, isRooted: isRooted) else {
      return nil
    }
    let call = Call(
      node: node, name: name, operands: arguments, isMember: false, overloads: overloads)
    return resolve(call)
  }

  private mutating func checkDefinition(
    _ node: Expression, _ definition: Definition, _ arguments: [Expression]
  ) -> ValueType {
    refer(node, to: .definition(definition))
    let parameters = definition.parameters
    for (index, argument) in arguments.enumerated() {
      guard index < parameters.count else {
        _ = check(argument)
        continue
      }
      let parameter = parameters[index]
      check(argument, being: parameter.type, "`\(parameter.name)` of `\(definition.name)`")
    }
    if parameters.count != arguments.count {
      let written = parameters.map { "\($0.type)" }.joined(separator: ", ")
      report(
        .noSuchOverload,
        "`\(definition.name)` takes \(count(parameters.count)), not \(arguments.count)",
        node.range,
        help: parameters.isEmpty
          ? "name it without parentheses: `\(definition.name)`"
          : "it takes (\(written))")
    } else if parameters.isEmpty {
      report(
        .noSuchOverload, "`\(definition.name)` takes no arguments", node.range,
        help: "name it without parentheses: `\(definition.name)`")
    }
    return definition.body.type
  }

  private func count(_ arguments: Int) -> String {
    switch arguments {
    case 0: "no arguments"
    case 1: "1 argument"
    default: "\(arguments) arguments"
    }
  }

  private func isUndeclared(_ chain: NameChain) -> Bool {
    !(1...chain.names.count).contains { length in
      environment.binding(of: chain.name(length: length), isRooted: chain.isRooted) != nil
    }
  }

  /// Whether an undeclared name before a call is rather a namespace of functions, misspelt or not.
  private func isNearFunction(_ name: String, _ chain: NameChain) -> Bool {
    if environment.isNamespace(chain.name, isRooted: chain.isRooted) { return true }
    let dotted = environment.functions.keys.filter { $0.contains(".") }
    return Suggestion.nearest(to: name, in: dotted.sorted()) != nil
  }
}
