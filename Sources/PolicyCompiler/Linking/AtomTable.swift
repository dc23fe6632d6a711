import CEL
import Diagnostics
import PolicyModel

/// The atoms of a library, each once: what two rules say in the same words with the same meaning is
/// one atom.
struct AtomTable {
  private(set) var atoms: [Atom] = []
  private var numbers: [Key: Int] = [:]
  private let sensitivity: Sensitivity
  private let factCount: Int
  private var survey: TermSurvey
  /// Plans of definitions, shared by all programs.
  private var plans = PlannedDefinitions()

  /// The text, and the policy whose own names it uses; empty where it uses none.
  private struct Key: Hashable {
    let text: String
    let policy: String
  }

  init(_ vocabulary: Vocabulary, daySlot: Int, timeZones: TimeZoneDatabase) {
    sensitivity = Sensitivity(vocabulary)
    survey = TermSurvey(vocabulary, daySlot: daySlot, timeZones: timeZones)
    factCount = vocabulary.facts.count
  }

  /// The number of the atom that a condition's expression is; nil where a mistake is reported.
  ///
  /// An expression that is parsed already need not be parsed again.
  mutating func number(
    of text: ExpressionText, parsed: ParsedExpression? = nil, in scope: Scope,
    _ diagnostics: inout [Diagnostic]
  ) -> Int? {
    let line = text.oneLine
    for policy in ["", scope.policy] {
      if let known = numbers[Key(text: line, policy: policy)] { return known }
    }
    guard let parsed = parsed ?? scope.parse(text, &diagnostics),
      let checked = scope.checkCondition(parsed, text, &diagnostics), !checked.isBroken
    else { return nil }
    let key = Key(text: line, policy: scope.owns(checked) ? scope.policy : "")
    let number = atoms.count
    atoms.append(atom(checked, line, in: scope))
    numbers[key] = number
    return number
  }

  /// Forgets the atoms that use a policy's own names, which are about to mean something else.
  mutating func forgetNames(of policy: String) {
    numbers = numbers.filter { $0.key.policy != policy }
  }

  /// An expression whose value is shown, or handed on.
  mutating func hole(_ checked: CheckedExpression, in scope: Scope) -> Hole {
    let program = program(checked, in: scope)
    return Hole(
      program: program, facts: program.slots.filter { $0 < factCount },
      isSensitive: sensitivity.isSensitive(checked))
  }

  private mutating func program(_ checked: CheckedExpression, in scope: Scope) -> Program {
    Program(
      checked, options: scope.environment.options, records: scope.records, sharing: &plans)
  }

  private mutating func atom(
    _ checked: CheckedExpression, _ line: String, in scope: Scope
  ) -> Atom {
    let program = program(checked, in: scope)
    var shape = AtomShape(of: checked)
    if case .other = shape, !scope.asksTables(checked) {
      shape = survey.shape(of: program) ?? .other
    }
    return Atom(
      program: program, expression: line, facts: program.slots.filter { $0 < factCount },
      settings: program.slots.filter { $0 >= factCount },
      isSensitive: sensitivity.isSensitive(checked), shape: shape,
      conjuncts: AtomShape.conjuncts(of: checked, whole: shape), checked: checked)
  }
}

extension Scope {
  /// Whether an expression asks a table, whose rows have dates of their own.
  fileprivate func asksTables(_ checked: CheckedExpression) -> Bool {
    if tables.isEmpty { return false }
    var asks = false
    checked.walkThroughDefinitions { expression, node in
      if case .function(let name, _)? = expression.reference(node) {
        asks = asks || tables[name] != nil
      }
    }
    return asks
  }

  /// Whether an expression uses names of the policy's own: settings, tables, definitions.
  fileprivate func owns(_ checked: CheckedExpression) -> Bool {
    // Held apart: the walk would copy the whole scope at every node.
    let (factCount, definitions, tables) = (vocabulary.facts.count, definitions, tables)
    var owns = false
    checked.root.walk { node in
      switch checked.reference(node) {
      case .variable(let variable): owns = owns || variable.slot >= factCount
      case .definition(let definition):
        owns = owns || definitions.contains(ObjectIdentifier(definition))
      case .function(let name, _): owns = owns || tables[name] != nil
      case .local, .constant, .field, nil: break
      }
    }
    return owns
  }
}
