/// Turns a checked expression into a plan: names become places, operators nodes of their own.
///
/// Constant parts are evaluated here; `&&` and `||` chains become one node each.
struct Planner {
  /// What the plans of one program have in common.
  struct Settings {
    let nullsAreUndecided: Bool
    let timeZones: TimeZoneDatabase
    let records: [RecordDeclaration]

    /// What is not given is as the environment had it that checked the expression.
    init(
      _ checked: CheckedExpression, _ options: Environment.Options?, _ records: [RecordDeclaration]?
    ) {
      let surroundings = checked.surroundings
      nullsAreUndecided = options?.nullsAreUndecided ?? surroundings.nullsAreUndecided
      timeZones = options?.timeZones ?? surroundings.timeZones
      self.records = records ?? Array(surroundings.records.values)
    }
  }

  let checked: CheckedExpression
  let settings: Settings
  var definitions: PlannedDefinitions
  var parts = PlanParts()
  /// The names of the locals in sight, inner ones last.
  var scope: [(name: String, local: Int)] = []
  /// The first local that is free.
  var nextLocal = 0
  private var nesting = 0
  private var deepest = 0

  private init(
    _ checked: CheckedExpression, settings: Settings, definitions: PlannedDefinitions
  ) {
    self.checked = checked
    self.settings = settings
    self.definitions = definitions
  }

  /// Plans an expression; definitions that it calls are planned once each and kept.
  static func plan(
    _ checked: CheckedExpression, parameters: [Definition.Parameter], settings: Settings,
    definitions: inout PlannedDefinitions
  ) -> Plan {
    var planner = Planner(checked, settings: settings, definitions: definitions)
    for parameter in parameters { _ = planner.declare(parameter.name) }
    var root = planner.plan(checked.root)
    if planner.deepest > Program.deepestNesting {
      root = planner.failure(.nestingLimit, "the expression nests too deeply")
    }
    definitions = planner.definitions
    return Plan(
      planner.parts, root: root, depth: planner.deepest, records: settings.records)
  }

  /// Plans a relation of an expression that is checked with another constant.
  static func plan(_ relation: ConstantRelation, with constant: Value) -> Plan {
    var planner = Planner(
      relation.checked, settings: relation.settings, definitions: PlannedDefinitions())
    let nodes = [
      planner.planVariable(relation.variable, allowsNull: false), planner.constant(constant),
    ]
    let root = planner.planCall(relation.function, nodes, relation.overloads)
    // The call, its operands, and a list's elements.
    return Plan(planner.parts, root: root, depth: 3, records: relation.settings.records)
  }

  mutating func plan(_ expression: Expression) -> NodeID {
    nesting += 1
    defer { nesting -= 1 }
    deepest = max(deepest, nesting)
    guard nesting <= Program.deepestNesting else {
      return failure(.nestingLimit, "the expression nests too deeply")
    }
    if let node = planReference(of: expression) { return node }
    switch expression.kind {
    case .literal(let literal): return constant(Planner.value(of: literal))
    case .identifier(let name, _):
      return failure(.noSuchVariable, "there is no variable `\(name)`")
    case .select(let operand, let field, let isOptional):
      return planSelection(expression, operand, field, isOptional: isOptional)
    case .presence(let operand, let field):
      return planPresence(expression, operand, field)
    case .call(let function, let target, let arguments):
      return planCall(expression, function, target, arguments)
    case .list(let elements, let optionalIndices):
      return planList(elements, optionalIndices)
    case .map(let entries): return planMap(entries)
    case .structure(let name, let fields): return planStructure(expression, name, fields)
    case .comprehension(let comprehension): return planComprehension(comprehension)
    case .bind(let name, let bound, let body): return planBind(name, bound, body)
    }
  }

  func reference(of expression: Expression) -> CheckedExpression.Reference? {
    checked.references.indices.contains(expression.id) ? checked.references[expression.id] : nil
  }

  /// Plans a node that stands for something as a whole, whatever its form.
  private mutating func planReference(of expression: Expression) -> NodeID? {
    if case .presence = expression.kind { return nil }
    switch reference(of: expression) {
    case .variable(let variable): return planVariable(variable, allowsNull: false)
    case .constant(let value): return constant(value)
    case .local(let name):
      guard let local = scope.last(where: { $0.name == name })?.local else {
        return failure(.noSuchVariable, "there is no variable `\(name)`")
      }
      return node(.local(Int32(local)))
    case .definition(let definition): return planDefinition(definition, expression)
    case .function, .field, nil: return nil
    }
  }

  /// The value of a variable, in which a null may be an error, as the options say.
  mutating func planVariable(_ variable: Variable, allowsNull: Bool) -> NodeID {
    parts.slots.insert(variable.slot)
    guard settings.nullsAreUndecided, !allowsNull else {
      return node(.slot(Int32(variable.slot)))
    }
    return node(.statedSlot(Int32(variable.slot), failure: nullUse(variable.name)))
  }

  private mutating func planDefinition(
    _ definition: Definition, _ expression: Expression
  ) -> NodeID {
    guard let arguments = definition.arguments(writtenIn: expression) else {
      return failure(.noSuchOverload, "`\(definition.name)` takes other arguments")
    }
    let callee = planned(definition)
    let frame = nextLocal
    var nodes: [NodeID] = []
    for argument in arguments {
      nodes.append(plan(argument))
      nextLocal += 1
    }
    nextLocal = frame
    parts.frameSize = max(parts.frameSize, frame + callee.frameSize)
    parts.slots.formUnion(callee.slots)
    deepest = max(deepest, nesting + callee.depth)
    parts.definitionCalls.append(
      DefinitionCall(plan: callee, arguments: children(nodes), frame: frame))
    return node(.definition(Int32(parts.definitionCalls.count - 1)))
  }

  private mutating func planned(_ definition: Definition) -> Plan {
    if let plan = definitions[definition] { return plan }
    let plan = Planner.plan(
      definition.body, parameters: definition.parameters, settings: settings,
      definitions: &definitions)
    definitions[definition] = plan
    return plan
  }
}

/// The tables.
extension Planner {
  mutating func node(_ node: Node) -> NodeID {
    parts.nodes.append(node)
    return NodeID(parts.nodes.count - 1)
  }

  mutating func children(_ nodes: [NodeID]) -> Children {
    let start = parts.children.count
    parts.children.append(contentsOf: nodes)
    return Children(start: Int32(start), count: Int32(nodes.count))
  }

  mutating func place(ofConstant value: Value) -> Int32 {
    parts.constants.append(value)
    return Int32(parts.constants.count - 1)
  }

  mutating func place(ofFailure error: EvaluationError) -> Int32 {
    parts.failures.append(error)
    return Int32(parts.failures.count - 1)
  }

  mutating func constant(_ value: Value) -> NodeID {
    node(.constant(place(ofConstant: value)))
  }

  mutating func failure(_ code: EvaluationError.Code, _ message: String) -> NodeID {
    node(.failure(place(ofFailure: EvaluationError(code, message))))
  }

  /// The error of a null where a value is needed, by the path that says so.
  mutating func nullUse(_ path: String) -> Int32 {
    place(ofFailure: EvaluationError(.nullUse, "`\(path)` is stated to be none"))
  }

  /// The value of a node that is a constant.
  func value(of node: NodeID) -> Value? {
    if case .constant(let place) = parts.nodes[node.index] {
      parts.constants[Int(place)]
    } else {
      nil
    }
  }

  /// A new local, in sight from here on.
  mutating func declare(_ name: String) -> Int {
    let local = nextLocal
    scope.append((name, local))
    nextLocal += 1
    parts.frameSize = max(parts.frameSize, nextLocal)
    return local
  }

  /// Ends the sight of the last locals.
  mutating func forget(_ count: Int) {
    scope.removeLast(count)
    nextLocal -= count
  }

  private static func value(of literal: Expression.Literal) -> Value {
    switch literal {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .uint(let value): .uint(value)
    case .double(let value): .double(value)
    case .string(let value): .text(value)
    case .bytes(let value): .octets(value)
    }
  }
}
