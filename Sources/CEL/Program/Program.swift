import SharedStorage

/// A checked expression, planned: ready to be evaluated any number of times, by any thread.
public struct Program: Sendable {
  let plan: Plan
  /// The slots of all variables that it reads, through definitions too; ascending.
  public var slots: [Int] { plan.slots }

  /// The deepest nesting that is evaluated; beyond it a program is an error value.
  ///
  /// A level takes about 700 bytes of the stack, and four times that without optimization.
  static let deepestNesting = 1_000

  init(_ plan: Plan) { self.plan = plan }

  /// Plans an expression on its own.
  ///
  /// Options and records are those of the environment that checked it, unless others are given.
  public init(
    _ checked: CheckedExpression, options: Environment.Options? = nil,
    records: [RecordDeclaration]? = nil
  ) {
    var definitions = PlannedDefinitions()
    self.init(checked, options: options, records: records, sharing: &definitions)
  }

  /// Plans an expression, taking plans of definitions from those that other programs made.
  public init(
    _ checked: CheckedExpression, options: Environment.Options? = nil,
    records: [RecordDeclaration]? = nil, sharing definitions: inout PlannedDefinitions
  ) {
    plan = Planner.plan(
      checked, parameters: [], settings: Planner.Settings(checked, options, records),
      definitions: &definitions)
  }

  /// The expression's value; unknown and errors are values too.
  public func evaluate(_ evaluation: inout Evaluation) -> Value {
    evaluation.begin(frameSize: plan.frameSize, slotCount: plan.slotCount)
    let value = plan.value(plan.root, &evaluation)
    return evaluation.isOverLimit ? evaluation.fail(.overCostLimit) : value
  }

  /// The expression's truth; a value other than a bool is an error.
  ///
  /// Allocates nothing for the common conditions: relations of variables and constants, `has`,
  /// logic, calls of one or two arguments, `all` and `exists`.
  public func truth(_ evaluation: inout Evaluation) -> Truth { plan.truth(&evaluation) }
}

extension Plan {
  /// The truth of the whole, as `Program.truth` has it.
  fileprivate func truth(_ evaluation: inout Evaluation) -> Truth {
    evaluation.begin(frameSize: frameSize, slotCount: slotCount)
    let truth = truth(root, &evaluation)
    guard evaluation.isOverLimit else { return truth }
    evaluation.note(.overCostLimit)
    return .error
  }
}

/// A program that somebody else keeps: to ask for its truth counts no reference.
///
/// INVARIANT: whoever makes one keeps the program for as long as it is used.
package struct UnownedProgram: Sendable {
  private let plan: Unowned<Plan>

  /// Refers to a program.
  package init(_ program: Program) { plan = Unowned(program.plan) }

  /// As `Program.truth`.
  package func truth(_ evaluation: inout Evaluation) -> Truth {
    plan.use { $0.truth(&evaluation) }
  }
}

/// The plans of definitions, kept so that programs share them.
public struct PlannedDefinitions: Sendable {
  private var plans: [ObjectIdentifier: (definition: Definition, plan: Plan)] = [:]

  /// Starts with none.
  public init() {}

  subscript(definition: Definition) -> Plan? {
    get { plans[ObjectIdentifier(definition)]?.plan }
    set { plans[ObjectIdentifier(definition)] = newValue.map { (definition, $0) } }
  }
}

extension EvaluationError {
  /// The error of an evaluation that is stopped.
  static let overCostLimit = EvaluationError(.costLimit, "the evaluation costs over its limit")
}
