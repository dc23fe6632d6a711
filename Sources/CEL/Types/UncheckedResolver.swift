/// Gives names and calls their meaning without a look at types.
///
/// What is not declared gets none: evaluation ends in an error where it needs the value.
struct UncheckedResolver {
  let environment: Environment
  private var references: [CheckedExpression.Reference?]
  private var scope: [String] = []

  init(_ environment: Environment, _ parsed: ParsedExpression) {
    self.environment = environment
    references = Array(repeating: nil, count: parsed.count + 1)
  }

  mutating func run(_ parsed: ParsedExpression) -> CheckedExpression {
    resolve(parsed.root)
    return CheckedExpression(
      source: parsed.source, root: parsed.root,
      types: Array(repeating: .dyn, count: parsed.count + 1), references: references,
      surroundings: environment.surroundings)
  }

  private mutating func resolve(_ node: Expression) {
    switch node.kind {
    case .literal: break
    case .identifier: resolveName(node)
    case .select(let operand, _, _): if !bind(node) { resolve(operand) }
    case .presence(let operand, let field): resolvePresence(node, operand, field)
    case .call(let name, let target, let arguments): resolveCall(node, name, target, arguments)
    case .list(let elements, _): for element in elements { resolve(element) }
    case .map(let entries):
      for entry in entries {
        resolve(entry.key)
        resolve(entry.value)
      }
    case .structure(_, let fields): for field in fields { resolve(field.value) }
    case .comprehension(let comprehension): resolve(comprehension)
    case .bind(let name, let value, let body):
      resolve(value)
      scope.append(name)
      resolve(body)
      scope.removeLast()
    }
  }

  private mutating func resolve(_ node: Expression.Comprehension) {
    resolve(node.range)
    scope += node.variables
    if let predicate = node.predicate { resolve(predicate) }
    if let transform = node.transform { resolve(transform) }
    scope.removeLast(node.variables.count)
  }

  private mutating func resolveName(_ node: Expression) {
    guard case .identifier(let name, let isRooted) = node.kind, !bind(node) else { return }
    if !isRooted, scope.contains(name) { references[node.id] = .local(name) }
  }

  /// Gives a chain of names its meaning where it is declared as a whole.
  private mutating func bind(_ node: Expression) -> Bool {
    guard let chain = freeChain(of: node),
      let binding = environment.binding(of: chain.name, isRooted: chain.isRooted)
    else { return false }
    switch binding {
    case .variable(let variable): references[node.id] = .variable(variable)
    case .constant(let value, _): references[node.id] = .constant(value)
    case .definition(let definition): references[node.id] = .definition(definition)
    }
    return true
  }

  private func freeChain(of node: Expression) -> NameChain? {
    guard let chain = NameChain(node) else { return nil }
    return chain.isRooted || !scope.contains(chain.names[0]) ? chain : nil
  }

  private mutating func resolvePresence(
    _ node: Expression, _ operand: Expression, _ field: String
  ) {
    if environment.options.presenceOfVariables, let chain = freeChain(of: operand),
      case .variable(let variable)? = environment.binding(
        of: chain.name + "." + field, isRooted: chain.isRooted)
    {
      references[node.id] = .variable(variable)
    } else {
      resolve(operand)
    }
  }

  private mutating func resolveCall(
    _ node: Expression, _ name: String, _ target: Expression?, _ arguments: [Expression]
  ) {
    for argument in arguments { resolve(argument) }
    if let target {
      if let chain = freeChain(of: target),
        bindCall(node, chain.name + "." + name, isRooted: chain.isRooted, arguments.count)
      {
        return
      }
      resolve(target)
      let overloads = environment.function(named: name)?.overloads.filter {
        $0.isMember && $0.parameters.count == arguments.count + 1
      }
      references[node.id] = .function(name, overloads: overloads ?? [])
      return
    }
    let isRooted = name.hasPrefix(".")
    let plain = isRooted ? String(name.dropFirst()) : name
    if !bindCall(node, plain, isRooted: isRooted, arguments.count) {
      references[node.id] = .function(plain, overloads: [])
    }
  }

  /// Gives a call under a full name its meaning; false where nothing has that name.
  private mutating func bindCall(
    _ node: Expression, _ name: String, isRooted: Bool, _ count: Int
  ) -> Bool {
    if case .definition(let definition)? = environment.binding(of: name, isRooted: isRooted),
      definition.parameters.count == count
    {
      references[node.id] = .definition(definition)
      return true
    }
    guard let set = environment.function(named: name, isRooted: isRooted) else { return false }
    let fitting = set.overloads.filter { !$0.isMember && $0.parameters.count == count }
    references[node.id] = .function(name, overloads: fitting)
    return true
  }
}
