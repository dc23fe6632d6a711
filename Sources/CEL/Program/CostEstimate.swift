/// What an evaluation can cost, told before it is made: a range in the units of cel-go's cost model,
/// those of `Evaluation.cost`.
///
/// The greatest cost holds for every evaluation that is neither exhaustive nor records witnesses,
/// where the values are of the sizes that were told. The least one holds where nothing fails and
/// nothing is unknown; what fails may end an evaluation early.
public struct CostEstimate: Sendable, Hashable {
  /// The least cost.
  public let min: UInt64
  /// The greatest cost; `UInt64.max` where a size that matters is not known.
  public let max: UInt64

  /// Estimates an expression that is checked.
  ///
  /// - Parameters:
  ///   - checked: The expression.
  ///   - sizes: What `size()` is of variables and of their parts, by path: `a.b` for a variable
  ///     and `a.b.name` for a record's field, with `.@items` behind for a list's elements, `.@keys`
  ///     and `.@values` for a map's. A text, list or map that is not named may have any size.
  ///   - options: The options with which programs of the expression are planned; nil for those of
  ///     the environment that checked it.
  ///   - records: The records that variables hold and the expression makes; nil for those of that
  ///     environment.
  public init(
    of checked: CheckedExpression, sizes: [String: ClosedRange<UInt64>] = [:],
    options: Environment.Options? = nil, records: [RecordDeclaration]? = nil
  ) {
    var definitions = PlannedDefinitions()
    let settings = Planner.Settings(checked, options, records)
    let plan = Planner.plan(
      checked, parameters: [], settings: settings, definitions: &definitions)
    var variables: [Int: Variable] = [:]
    checked.collectVariables(into: &variables)
    let shapes = ShapeSource(
      variables: variables, sizes: sizes.mapValues(Bounds.init), records: settings.records)
    var estimator = CostEstimator(plan: plan, shapes: shapes)
    let bounds = estimator.estimate(plan.root).cost
    min = bounds.min
    max = bounds.max
  }
}

extension CheckedExpression {
  /// The variables that are read, by slot, in definitions too.
  fileprivate func collectVariables(into variables: inout [Int: Variable]) {
    for case .some(let reference) in references {
      switch reference {
      case .variable(let variable): variables[variable.slot] = variable
      case .definition(let definition): definition.body.collectVariables(into: &variables)
      case .local, .constant, .function, .field: continue
      }
    }
  }
}
