import CEL
import Diagnostics
import PolicyModel

/// An expression, or an operand of the `&&` at its top, compiled: hundreds of rules may share it.
final class Conjunct: Sendable {
  let program: Program
  let isSensitive: Bool
  /// What an index can make of it.
  let shape: AtomShape
  /// What an index can make of parts that must all hold for it to hold.
  let conjuncts: [AtomShape]
  /// Whether an `all` or `exists` is in it, or in a definition that it uses.
  let hasQuantifier: Bool
  /// Whether it uses names of the policy's own: settings, tables, definitions.
  let isOwn: Bool

  init(
    program: Program, isSensitive: Bool, shape: AtomShape, conjuncts: [AtomShape],
    hasQuantifier: Bool, isOwn: Bool
  ) {
    self.program = program
    self.isSensitive = isSensitive
    self.shape = shape
    self.conjuncts = conjuncts
    self.hasQuantifier = hasQuantifier
    self.isOwn = isOwn
  }
}

/// The conjuncts of a library, each once; their trees are not kept.
///
/// In the benchmark's library of 10,000 rules 64,000 conjuncts are 17,800 different ones, and all but
/// 1,500 of these differ in constants alone.
struct ConjunctTable {
  /// By text: those that use no policy's own names.
  private var known: [String: Conjunct] = [:]
  /// By policy, then by text: those that use its own names.
  private var own: [String: [String: Conjunct]] = [:]
  /// By their text up to the constants: relations that are compiled again with other constants.
  private var relations: [Substring: (relation: ConstantRelation, isSensitive: Bool)] = [:]
  private let sensitivity: Sensitivity
  private var survey: TermSurvey
  /// Plans of definitions, shared by all programs.
  private var plans = PlannedDefinitions()

  init(_ vocabulary: Vocabulary, daySlot: Int, timeZones: TimeZoneDatabase) {
    sensitivity = Sensitivity(vocabulary)
    survey = TermSurvey(vocabulary, daySlot: daySlot, timeZones: timeZones)
  }

  /// The conjuncts of an expression, cut without parsing it; nil where it has a mistake, or cannot be
  /// cut so.
  mutating func conjuncts(of text: ExpressionText, in scope: Scope) -> [Conjunct]? {
    guard let ranges = text.conjuncts else { return nil }
    if ranges.count == 1 { return conjunct(text, in: scope).map { [$0] } }
    var conjuncts: [Conjunct] = []
    conjuncts.reserveCapacity(ranges.count)
    for range in ranges {
      guard let conjunct = conjunct(text.part(range), in: scope) else { return nil }
      conjuncts.append(conjunct)
    }
    return conjuncts
  }

  /// Compiles an expression without a mistake, or finds it compiled.
  private mutating func conjunct(_ text: ExpressionText, in scope: Scope) -> Conjunct? {
    let line = text.oneLine
    if let known = known[line] ?? own[scope.policy]?[line] { return known }
    let cut = RelationText(line)
    if let cut, let conjunct = conjunct(cut, line) { return conjunct }
    var found: [Diagnostic] = []
    guard let parsed = scope.parse(text, &found),
      let checked = scope.checkCondition(parsed, text, &found), found.isEmpty,
      checked.type == .bool, !checked.isBroken
    else { return nil }
    let conjunct = kept(checked, line, in: scope)
    if let cut, !conjunct.isOwn,
      let relation = ConstantRelation(
        checked, options: scope.environment.options, records: scope.records),
      relation.constants == cut.constants
    {
      relations[cut.start] = (relation, conjunct.isSensitive)
    }
    return conjunct
  }

  /// Compiles what differs from something right in constants alone; nil where it may have a mistake.
  private mutating func conjunct(_ cut: RelationText, _ line: String) -> Conjunct? {
    guard let (relation, isSensitive) = relations[cut.start] else { return nil }
    let values = cut.constants.compactMap { relation.value(of: $0) }
    guard values.count == cut.constants.count, let first = values.first else { return nil }
    let program = relation.program(with: relation.isList ? .array(values) : first)
    let shape = AtomShape(of: relation, values) ?? survey.shape(of: program)
    let conjunct = Conjunct(
      program: program, isSensitive: isSensitive, shape: shape ?? .other,
      conjuncts: shape.map { [$0] } ?? [], hasQuantifier: false, isOwn: false)
    known[line] = conjunct
    return conjunct
  }

  /// Compiles what is checked, and remembers it.
  mutating func kept(
    _ checked: CheckedExpression, _ line: String, in scope: Scope
  ) -> Conjunct {
    let program = program(checked, in: scope)
    let nature = scope.nature(of: checked, sensitivity)
    var shape = AtomShape(of: checked)
    if case .other = shape, !nature.asksTables { shape = survey.shape(of: program) ?? .other }
    let conjunct = Conjunct(
      program: program, isSensitive: nature.isSensitive, shape: shape,
      conjuncts: AtomShape.conjuncts(of: checked, whole: shape),
      hasQuantifier: nature.hasQuantifier, isOwn: nature.isOwn)
    if nature.isOwn {
      own[scope.policy, default: [:]][line] = conjunct
    } else {
      known[line] = conjunct
    }
    return conjunct
  }

  /// All of them together, in their order.
  mutating func joined(_ conjuncts: [Conjunct]) -> Conjunct {
    if conjuncts.count == 1 { return conjuncts[0] }
    let program = Program(conjunctionOf: conjuncts.map(\.program))
    // A name of the policy's own may hide a table, whose rows have dates of their own.
    let isOwn = conjuncts.contains(where: \.isOwn)
    return Conjunct(
      program: program, isSensitive: conjuncts.contains(where: \.isSensitive),
      shape: isOwn ? .other : survey.shape(of: program) ?? .other,
      conjuncts: conjuncts.flatMap(\.conjuncts),
      hasQuantifier: conjuncts.contains(where: \.hasQuantifier), isOwn: isOwn)
  }

  mutating func program(_ checked: CheckedExpression, in scope: Scope) -> Program {
    Program(
      checked, options: scope.environment.options, records: scope.records, sharing: &plans)
  }

  func isSensitive(_ checked: CheckedExpression, in scope: Scope) -> Bool {
    scope.nature(of: checked, sensitivity).isSensitive
  }

  /// Forgets what uses a policy's own names, which are about to mean something else.
  mutating func forgetNames(of policy: String) {
    own[policy] = nil
  }
}
