import CEL
import PolicyEngine
import PolicyModel

/// Evaluates parts of checked expressions on the campaign's facts, by the engine itself: what a query
/// says of a term, a zone or an instant is what the engine answered for it.
struct PartialEvaluator {
  let library: CompiledLibrary
  let facts: PreparedFacts
  private let options: Environment.Options

  init(library: CompiledLibrary, facts: PreparedFacts) {
    self.library = library
    self.facts = facts
    var options = Environment.Options()
    options.extendedDurations = true
    options.nullsAreUndecided = true
    options.timeZones = library.timeZones
    self.options = options
  }

  /// What a node is evaluated with beside the campaign's facts.
  struct Inputs {
    /// Names that are bound outside of the node, with their values.
    var constants: [(name: String, value: Value)] = []
    /// Names whose value is an argument, by the argument's place.
    var names: [(name: String, argument: Int)] = []
    /// Slots whose value is an argument.
    var slots: [(slot: Int, argument: Int)] = []
    /// Nodes in whose place an argument stands.
    var nodes: [(id: Int, argument: Int)] = []
  }

  /// What a node is for some arguments.
  struct Answer {
    let value: Value
    /// Whether anything in it failed, also where something else absorbs that.
    let hasErrors: Bool
  }

  /// A node as a function of so many arguments.
  func function(
    _ node: Expression, _ checked: CheckedExpression, _ inputs: Inputs, arguments count: Int
  ) -> ([Value]) -> Answer {
    let first = facts.slots.count
    var references = checked.references
    var bindings: [String: Int] = [:]
    for (name, argument) in inputs.names { bindings[name] = first + argument }
    for (place, constant) in inputs.constants.enumerated() {
      bindings[constant.name] = first + count + place
    }
    rebind(node, bindings, checked.types, &references)
    for (id, argument) in inputs.nodes {
      references[id] = .variable(
        Variable(name: "argument", type: checked.types[id], slot: first + argument))
    }
    let program = Program(
      CheckedExpression(
        source: checked.source, root: node, types: checked.types, references: references),
      options: options)
    let slots =
      facts.slots + [Value](repeating: .null, count: count) + inputs.constants.map(\.value)
    return { arguments in
      var evaluation = Evaluation(slots: slots, timeZones: library.timeZones)
      evaluation.functionsSeeFirstSlots = true
      // Errors that something else absorbs count too.
      evaluation.isExhaustive = true
      for (place, argument) in arguments.enumerated() {
        evaluation.setSlot(first + place, to: argument)
      }
      for (slot, argument) in inputs.slots { evaluation.setSlot(slot, to: arguments[argument]) }
      let value = program.evaluate(&evaluation)
      return Answer(value: value, hasErrors: evaluation.errorCount > 0)
    }
  }

  /// Turns names that are bound outside of a node into slots.
  private func rebind(
    _ node: Expression, _ bindings: [String: Int], _ types: [ValueType],
    _ references: inout [CheckedExpression.Reference?]
  ) {
    if case .local(let name) = references[node.id], let slot = bindings[name] {
      references[node.id] = .variable(Variable(name: name, type: types[node.id], slot: slot))
    }
    switch node.kind {
    case .comprehension(let comprehension):
      rebind(comprehension.range, bindings, types, &references)
      let inner = bindings.filter { !comprehension.variables.contains($0.key) }
      for part in [comprehension.predicate, comprehension.transform].compactMap(\.self) {
        rebind(part, inner, types, &references)
      }
    case .bind(let name, let value, let body):
      rebind(value, bindings, types, &references)
      rebind(body, bindings.filter { $0.key != name }, types, &references)
    case .literal, .identifier, .select, .presence, .call, .list, .map, .structure:
      for part in node.parts { rebind(part, bindings, types, &references) }
    }
  }
}
