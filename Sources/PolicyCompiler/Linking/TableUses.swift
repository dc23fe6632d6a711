import CEL
import Diagnostics
import PolicyModel

/// Finds where expressions ask tables, through definitions too.
///
/// An argument that hangs on an element of a list has no value of its own: such a use is left out, so
/// that its row's citation does not join the rule's.
struct TableUses {
  let scope: Scope
  private(set) var found: [(table: Int, argument: CheckedExpression)] = []

  /// What a definition's parameters stand for at a call; nil for what has no value of its own.
  private typealias Arguments = [String: CheckedExpression?]

  /// Table and argument as text, of what is found.
  private var seen: Set<[String]> = []
  /// How many more nodes are looked at: a definition is followed at each of its uses.
  private var budget = 20_000

  init(in scope: Scope) { self.scope = scope }

  mutating func add(_ checked: CheckedExpression) {
    if scope.tables.isEmpty { return }
    collect(checked, checked.root, [:])
  }

  private mutating func collect(
    _ checked: CheckedExpression, _ node: Expression, _ arguments: Arguments
  ) {
    guard budget > 0 else { return }
    budget -= 1
    if case .call(let name, nil, let operands) = node.kind {
      switch checked.reference(node) {
      case .function:
        if let table = scope.tables[name], operands.count == 1,
          let argument = standalone(checked, operands[0], arguments),
          seen.insert([name, argument.source.text(argument.root.range)]).inserted
        {
          found.append((table, argument))
        }
      case .definition(let definition):
        var inner: Arguments = [:]
        for (parameter, operand) in zip(definition.parameters, operands) {
          inner[parameter.name] = .some(standalone(checked, operand, arguments))
        }
        collect(definition.body, definition.body.root, inner)
      case .variable, .local, .constant, .field, nil: break
      }
    } else if case .definition(let definition)? = checked.reference(node) {
      collect(definition.body, definition.body.root, [:])
    }
    for part in node.parts { collect(checked, part, arguments) }
  }

  /// The expression, where it speaks of no names of its surroundings, or is a parameter that stands for
  /// such a one.
  private func standalone(
    _ checked: CheckedExpression, _ node: Expression, _ arguments: Arguments
  ) -> CheckedExpression? {
    if case .local(let name)? = checked.reference(node) { return arguments[name] ?? nil }
    var isFree = true
    node.walk { inner in
      if case .local? = checked.reference(inner) { isFree = false }
    }
    return isFree ? checked.part(node) : nil
  }
}
