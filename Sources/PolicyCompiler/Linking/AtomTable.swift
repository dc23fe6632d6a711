import CEL
import Diagnostics
import PolicyModel

/// The atoms of a library, each once: what two rules say in the same words with the same meaning is
/// one atom.
struct AtomTable {
  private(set) var atoms: [Atom] = []
  /// By text: the number of what uses no policy's own names.
  private var numbers: [String: Int] = [:]
  /// By policy, then by text: the number of what uses its own names.
  private var ownNumbers: [String: [String: Int]] = [:]
  private let factCount: Int
  /// By slot of the vocabulary: the slot of the root that must be stated for rules that read it.
  let neededRoots: [Int?]
  private var conjuncts: ConjunctTable
  /// By policy: what its atoms' trees are made with again.
  private var scopes: [String: SharedScope] = [:]

  /// Rules that read these are not applicable where the root is not stated.
  private static let needed: Set<String> = ["step", "workflow", "audit"]

  init(_ vocabulary: Vocabulary, daySlot: Int, timeZones: TimeZoneDatabase) {
    conjuncts = ConjunctTable(vocabulary, daySlot: daySlot, timeZones: timeZones)
    factCount = vocabulary.facts.count
    neededRoots = vocabulary.facts.map { fact in
      Self.needed.contains(fact.rootName) ? vocabulary.slot(of: fact.rootName) : nil
    }
  }

  /// The number of the atom that a condition's expression is; nil where a mistake is reported.
  mutating func number(
    of text: ExpressionText, in scope: Scope, _ diagnostics: inout [Diagnostic]
  ) -> Int? {
    if let number = number(of: text, in: scope) { return number }
    guard let parsed = scope.parse(text, &diagnostics),
      let checked = scope.checkCondition(parsed, text, &diagnostics), !checked.isBroken
    else { return nil }
    let line = text.oneLine
    return add(conjuncts.kept(checked, line, in: scope), text, line, in: scope)
  }

  /// The atom's number, found without a look at the whole expression; nil where there may be a mistake.
  mutating func number(of text: ExpressionText, in scope: Scope) -> Int? {
    let line = text.oneLine
    if let known = numbers[line] ?? ownNumbers[scope.policy]?[line] { return known }
    guard let parts = conjuncts.conjuncts(of: text, in: scope) else { return nil }
    return add(conjuncts.joined(parts), text, line, in: scope)
  }

  /// Whether all conjuncts are found to be right by themselves.
  mutating func areRight(_ text: ExpressionText, in scope: Scope) -> Bool {
    conjuncts.conjuncts(of: text, in: scope) != nil
  }

  private mutating func add(
    _ whole: Conjunct, _ text: ExpressionText, _ line: String, in scope: Scope
  ) -> Int {
    let number = atoms.count
    let slots = whole.program.slots
    let settings = slots.firstIndex { $0 >= factCount } ?? slots.count
    atoms.append(
      Atom(
        program: whole.program, expression: line, facts: Array(slots[..<settings]),
        settings: Array(slots[settings...]), isSensitive: whole.isSensitive, shape: whole.shape,
        conjuncts: whole.conjuncts, hasQuantifier: whole.hasQuantifier,
        tree: tree(of: text, in: scope)))
    if whole.isOwn {
      ownNumbers[scope.policy, default: [:]][line] = number
    } else {
      numbers[line] = number
    }
    return number
  }

  private mutating func tree(of text: ExpressionText, in scope: Scope) -> AtomTree {
    let shared = scopes[scope.policy] ?? SharedScope(scope)
    scopes[scope.policy] = shared
    let (path, text) = (text.spelling.range.file.path, text.text)
    return AtomTree { shared.checked(SourceFile(path: path, text: text)) }
  }

  /// Forgets the atoms that use a policy's own names, which are about to mean something else.
  mutating func forgetNames(of policy: String) {
    ownNumbers[policy] = nil
    conjuncts.forgetNames(of: policy)
    scopes[policy] = nil
  }

  /// An expression whose value is shown, or handed on.
  mutating func hole(
    _ checked: CheckedExpression, in scope: Scope, keepsTree: Bool = false
  ) -> Hole {
    let program = conjuncts.program(checked, in: scope)
    return Hole(
      program: program, facts: program.slots.filter { $0 < factCount },
      isSensitive: conjuncts.isSensitive(checked, in: scope),
      checked: keepsTree ? checked : nil)
  }
}

/// A policy's scope, shared by all trees that are made with it.
private final class SharedScope: Sendable {
  private let environment: Environment

  init(_ scope: Scope) { environment = scope.environment }

  /// Checks again what was found to be right.
  func checked(_ source: SourceFile) -> CheckedExpression {
    var diagnostics: [Diagnostic] = []
    let checked = environment.compile(source, &diagnostics)
    guard let checked else { preconditionFailure("an atom is right only once") }
    return checked
  }
}
