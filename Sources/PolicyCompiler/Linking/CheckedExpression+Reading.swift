import CEL
import PolicyModel

extension CheckedExpression {
  /// Whether it speaks of a name whose definition is reported as wrong.
  var isBroken: Bool { types.contains(.error) }

  /// The same meaning for a part of the expression alone.
  func part(_ part: Expression) -> CheckedExpression {
    CheckedExpression(source: source, root: part, types: types, references: references)
  }

  /// What a node stands for.
  func reference(_ node: Expression) -> Reference? {
    node.id < references.count ? references[node.id] : nil
  }

  /// The variable that a node names.
  func variable(_ node: Expression) -> Variable? {
    if case .variable(let variable)? = reference(node) { variable } else { nil }
  }

  /// The term that a literal stands for.
  func symbol(_ node: Expression) -> Symbol? {
    if case .constant(.symbol(let symbol))? = reference(node) { symbol } else { nil }
  }

  /// Visits the nodes of the expression and of the definitions that it uses, each definition once.
  func walkThroughDefinitions(_ visit: (CheckedExpression, Expression) -> Void) {
    var seen: Set<ObjectIdentifier> = []
    walkThroughDefinitions(&seen, visit)
  }

  private func walkThroughDefinitions(
    _ seen: inout Set<ObjectIdentifier>, _ visit: (CheckedExpression, Expression) -> Void
  ) {
    var used: [Definition] = []
    root.walk { node in
      visit(self, node)
      if case .definition(let definition)? = reference(node) { used.append(definition) }
    }
    for definition in used where seen.insert(ObjectIdentifier(definition)).inserted {
      definition.body.walkThroughDefinitions(&seen, visit)
    }
  }
}
