import CEL
import Diagnostics
import Testing

/// What holds for every expression that the checker accepts, tried on random ones.
///
/// `SCRUPLE_FUZZ=500` draws a million.
struct PropertyTests {
  private let world = TypedWorld()
  private let environment = TypedWorld().environment()

  @Test(arguments: 0..<4)
  func `checked expressions keep their promises`(seed: UInt64) {
    var expressions = TypedExpressions(world, Randomness(state: seed))
    var values = RandomValues(random: Randomness(state: seed &+ 1_000))
    for _ in 0..<FuzzLength.cases(usual: 500) {
      let tree = expressions.next(depth: 4)
      let text = tree.text
      guard let checked = compiled(text, environment, like: tree) else { continue }
      let slots = world.variables.map { values.value($0.type) }
      let result = value(checked, slots, text)
      checkType(result, checked.type, text)
      checkFolding(text, slots, result)
      checkCost(checked, slots, text)
      checkUnknowns(checked, slots, text, &values)
    }
  }

  private func compiled(
    _ text: String, _ environment: Environment, like tree: CEL.Expression? = nil
  ) -> CheckedExpression? {
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: text)
    guard let parsed = Parser.parse(source, &diagnostics) else {
      Issue.record("\(text)\n\(diagnostics.map(\.message))")
      return nil
    }
    if let tree { #expect("\(TreeText(parsed.root))" == "\(TreeText(tree))", "\(text)") }
    guard let checked = environment.check(parsed, &diagnostics) else {
      Issue.record("\(text)\n\(diagnostics.map(\.message))")
      return nil
    }
    return checked
  }

  /// The value, found in all ways that there are, and the same in each.
  private func value(_ checked: CheckedExpression, _ slots: [Value], _ text: String) -> Value {
    let program = Program(checked, records: [TypedWorld.declaration])
    var evaluation = Evaluation(slots: slots)
    let value = program.evaluate(&evaluation)
    #expect(program.truth(&evaluation) == value.truth, "\(text)")
    evaluation.isExhaustive = true
    evaluation.collectsUnknowns = true
    let other = program.evaluate(&evaluation)
    #expect(agree(value, other), "\(text)\n\(value)\n\(other)")
    return other
  }

  /// Whether both are one value, both unknown or both errors.
  private func agree(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.unknown, .unknown), (.error, .error): true
    case (_, _): Value.identical(left, right)
    }
  }

  /// A value is of the type that was deduced, and no error is about types.
  private func checkType(_ value: Value, _ type: ValueType, _ text: String) {
    switch value {
    case .error(let error):
      let isOfTypes: Bool
      switch error.code {
      case .noSuchOverload, .noSuchField, .noSuchVariable, .nullUse, .nestingLimit, .host:
        isOfTypes = true
      case .noSuchKey, .indexOutOfRange, .overflow, .divisionByZero, .invalidArgument,
        .duplicateKey, .costLimit:
        isOfTypes = false
      }
      #expect(!isOfTypes, "\(text)\n\(error.message)")
    default:
      let isRight = type == .dyn || value.type.runtimeName == type.runtimeName
      #expect(isRight, "\(text) is \(value), not of \(type)")
    }
  }

  /// With constants in place of variables the plan is folded, and the value is the same.
  private func checkFolding(_ text: String, _ slots: [Value], _ result: Value) {
    guard let checked = compiled(text, world.environment(constants: slots)) else { return }
    let folded = value(checked, [], text)
    #expect(agree(folded, result), "\(text)\n\(folded)\n\(result)")
  }

  /// What an evaluation costs lies in the range that was estimated from its values' sizes.
  private func checkCost(_ checked: CheckedExpression, _ slots: [Value], _ text: String) {
    let records = [TypedWorld.declaration]
    let estimate = CostEstimate(
      of: checked, sizes: world.sizes(of: slots), options: environment.options, records: records)
    let open = CostEstimate(of: checked, options: environment.options, records: records)
    let program = Program(checked, options: environment.options, records: records)
    var evaluation = Evaluation(slots: slots)
    _ = program.evaluate(&evaluation)
    let cost = evaluation.cost
    let isWhole = evaluation.errorCount == 0
    _ = program.truth(&evaluation)
    for cost in checked.type == .bool ? [cost, evaluation.cost] : [cost] {
      #expect(cost <= estimate.max && cost <= open.max, "\(text)\ncosts \(cost), not \(estimate)")
      if isWhole {
        #expect(
          cost >= estimate.min && cost >= open.min, "\(text)\ncosts \(cost), not \(estimate)")
      }
    }
  }

  /// What is known though some facts are not is so for every completion of these.
  private func checkUnknowns(
    _ checked: CheckedExpression, _ slots: [Value], _ text: String, _ values: inout RandomValues
  ) {
    var partial = slots
    var hidden: Set<String> = []
    for (slot, variable) in world.variables.enumerated()
    where Int.random(in: 0..<3, using: &values.random) == 0 {
      partial[slot] = values.unknown(variable.name, slots[slot])
      hidden.insert(variable.name)
    }
    let result = value(checked, partial, text)
    if case .unknown(let facts) = result {
      return checkNamed(facts, checked, partial, hidden, text, &values)
    }
    for _ in 0..<3 {
      let complete = zip(partial, world.variables).map { values.completion(of: $0, $1.type) }
      let known = value(checked, complete, text)
      #expect(
        agree(known, result) || result.covers(known),
        "\(text)\nis \(result)\nyet \(known)\nof \(named(complete, hidden))")
    }
  }

  /// An unknown result names facts that are not known; once they are, it names others or none.
  private func checkNamed(
    _ facts: UnknownSet, _ checked: CheckedExpression, _ slots: [Value], _ hidden: Set<String>,
    _ text: String, _ values: inout RandomValues
  ) {
    let named = Set(facts.paths)
    #expect(!named.isEmpty && hidden.isSuperset(of: named), "\(text)\n\(facts.paths)")
    guard !named.isEmpty, hidden.isSuperset(of: named) else { return }
    let completed = zip(slots, world.variables).map { value, variable in
      named.contains(variable.name) ? values.completion(of: value, variable.type) : value
    }
    if case .unknown(let others) = value(checked, completed, text) {
      checkNamed(others, checked, completed, hidden.subtracting(named), text, &values)
    }
  }

  private func named(_ slots: [Value], _ hidden: Set<String>) -> String {
    zip(world.variables, slots).filter { hidden.contains($0.0.name) }
      .map { "\($0.name) = \($1)" }.joined(separator: ", ")
  }
}

extension Value {
  /// Whether another value is this one with something in place of what is unknown in it.
  fileprivate func covers(_ other: Value) -> Bool {
    switch (self, other) {
    case (.unknown, _): return true
    case (.list(let list), .list(let other)):
      return list.elements.count == other.elements.count
        && zip(list.elements, other.elements).allSatisfy { $0.covers($1) }
    case (.map(let map), .map(let other)):
      return map.count == other.count
        && map.entries.allSatisfy { entry in other[entry.key].map(entry.value.covers) ?? false }
    case (.record(let record), .record(let other)):
      return zip(record.fields, other.fields).allSatisfy { $0.covers($1) }
    case (.optional(let optional), .optional(let other)):
      guard let value = optional.value, let other = other.value else {
        return optional.value == nil && other.value == nil
      }
      return value.covers(other)
    default: return Value.identical(self, other)
    }
  }
}
