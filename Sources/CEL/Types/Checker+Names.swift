import Diagnostics

/// Identifiers, and chains of selections that may be one dotted name.
extension Checker {
  /// Checks `a` and `.a`.
  mutating func checkIdentifier(
    _ node: Expression, _ name: String, isRooted: Bool
  ) -> ValueType {
    if !isRooted, let local = local(named: name) {
      refer(node, to: .local(name))
      return local.type
    }
    if let binding = environment.binding(of: name, isRooted: isRooted) {
      return bind(node, name, to: binding)
    }
    let chain = NameChain(names: [name], nodes: [node], isRooted: isRooted)
    reportUndeclared(chain)
    return .error
  }

  /// Checks `a.b` and `a.?b`.
  mutating func checkSelect(
    _ node: Expression, _ operand: Expression, _ field: String, isOptional: Bool
  ) -> ValueType {
    if let chain = freeChain(of: node) {
      if let binding = environment.binding(of: chain.name, isRooted: chain.isRooted) {
        return bind(node, chain.name, to: binding)
      }
      if !hasDeclaredPrefix(chain) {
        reportUndeclared(chain)
        return .error
      }
    }
    let type = check(operand)
    let selected = select(field, of: type, operand: operand, at: node)
    if !isOptional || isError(selected) { return selected }
    // What is selected from an optional is one already.
    if case .optional = unifier.resolve(type) { return selected }
    return .optional(selected)
  }

  /// Checks `has(a.b)`.
  mutating func checkPresence(
    _ node: Expression, _ operand: Expression, _ field: String
  ) -> ValueType {
    if var chain = freeChain(of: operand) {
      chain.names.append(field)
      chain.nodes.append(node)
      if options.presenceOfVariables,
        case .variable(let variable)? = environment.binding(
          of: chain.name, isRooted: chain.isRooted)
      {
        refer(node, to: .variable(variable))
        return .bool
      }
      if !hasDeclaredPrefix(chain) {
        reportUndeclared(chain)
        return .bool
      }
    }
    let type = check(operand)
    _ = select(field, of: type, operand: operand, at: node)
    return .bool
  }

  func local(named name: String) -> Local? { scope.last { $0.name == name } }

  /// The chain of names that a node may be; nil where its first name is a comprehension's.
  func freeChain(of node: Expression) -> NameChain? {
    guard let chain = NameChain(node) else { return nil }
    return chain.isRooted || local(named: chain.names[0]) == nil ? chain : nil
  }

  private func hasDeclaredPrefix(_ chain: NameChain) -> Bool {
    (1..<chain.names.count).contains { length in
      environment.binding(of: chain.name(length: length), isRooted: chain.isRooted) != nil
    }
  }

  private mutating func bind(
    _ node: Expression, _ name: String, to binding: Environment.Binding
  ) -> ValueType {
    switch binding {
    case .variable(let variable):
      refer(node, to: .variable(variable))
      return variable.type
    case .constant(let value, let type):
      refer(node, to: .constant(value))
      return type
    case .definition(let definition):
      refer(node, to: .definition(definition))
      if !definition.parameters.isEmpty { reportUncalled(definition, at: node) }
      return definition.body.type
    }
  }

  private mutating func reportUncalled(_ definition: Definition, at node: Expression) {
    let parameters = definition.parameters.map(\.name).joined(separator: ", ")
    report(
      .noSuchOverload, "`\(definition.name)` is named here without its arguments", node.range,
      help: "call it: `\(definition.name)(\(parameters))`")
  }
}

/// `a.b.c` as names, where nothing but names is in it.
struct NameChain {
  var names: [String]
  /// The node that ends with each name.
  var nodes: [Expression]
  let isRooted: Bool

  init(names: [String], nodes: [Expression], isRooted: Bool) {
    self.names = names
    self.nodes = nodes
    self.isRooted = isRooted
  }

  init?(_ node: Expression) {
    var names: [String] = []
    var nodes: [Expression] = []
    var node = node
    while case .select(let operand, let field, false) = node.kind {
      names.append(field)
      nodes.append(node)
      node = operand
    }
    guard case .identifier(let name, let isRooted) = node.kind else { return nil }
    self.names = Array((names + [name]).reversed())
    self.nodes = Array((nodes + [node]).reversed())
    self.isRooted = isRooted
  }

  var name: String { names.joined(separator: ".") }

  func name(length: Int) -> String { names.prefix(length).joined(separator: ".") }
}
