import CEL
import Diagnostics
import PolicyModel

/// A condition over atoms, with the places where its atoms are written.
struct LinkedCondition {
  let condition: Condition
  let uses: [Use]

  /// One atom at one place.
  struct Use {
    let atom: Int
    let text: ExpressionText
    /// Whether the atom stands below an odd number of `none:`.
    let isNegated: Bool
  }

  static let always = LinkedCondition(condition: .all([]), uses: [])

  /// Both; a list of one is that one.
  static func both(_ first: LinkedCondition?, _ second: LinkedCondition?) -> LinkedCondition {
    let parts = [first, second].compactMap(\.self)
    let conditions = parts.flatMap { part in
      if case .all(let inner) = part.condition { inner } else { [part.condition] }
    }
    return LinkedCondition(
      condition: conditions.count == 1 ? conditions[0] : .all(conditions),
      uses: parts.flatMap(\.uses))
  }
}

extension AtomTable {
  /// Links a condition; nil where a mistake is reported in it.
  ///
  /// Splitting makes each operand of a `&&` at the top an atom of its own, which an index can use.
  mutating func link(
    _ syntax: ConditionSyntax, in scope: Scope, splitting: Bool, isNegated: Bool = false,
    _ diagnostics: inout [Diagnostic]
  ) -> LinkedCondition? {
    switch syntax {
    case .expression(let spelling):
      return link(
        ExpressionText(spelling), in: scope, splitting: splitting, isNegated: isNegated,
        &diagnostics)
    case .all(let parts):
      return link(
        parts, in: scope, splitting: splitting, isNegated: isNegated, &diagnostics,
        Condition.all)
    case .any(let parts):
      return link(
        parts, in: scope, splitting: splitting && parts.count == 1, isNegated: isNegated,
        &diagnostics, Condition.any)
    case .none(let parts):
      return link(
        parts, in: scope, splitting: false, isNegated: !isNegated, &diagnostics, Condition.none)
    }
  }

  private mutating func link(
    _ parts: [ConditionSyntax], in scope: Scope, splitting: Bool, isNegated: Bool,
    _ diagnostics: inout [Diagnostic], _ combine: ([Condition]) -> Condition
  ) -> LinkedCondition? {
    var linked: [LinkedCondition] = []
    for part in parts {
      if let one = link(
        part, in: scope, splitting: splitting, isNegated: isNegated, &diagnostics)
      {
        linked.append(one)
      }
    }
    guard linked.count == parts.count else { return nil }
    return LinkedCondition(
      condition: combine(linked.map(\.condition)), uses: linked.flatMap(\.uses))
  }

  private mutating func link(
    _ text: ExpressionText, in scope: Scope, splitting: Bool, isNegated: Bool,
    _ diagnostics: inout [Diagnostic]
  ) -> LinkedCondition? {
    guard splitting, text.text.utf8.contains(UInt8(ascii: "&")) else {
      return number(of: text, in: scope, &diagnostics).map { atom in
        LinkedCondition(
          condition: .atom(atom),
          uses: [.init(atom: atom, text: text, isNegated: isNegated)])
      }
    }
    let parts: [ExpressionText]
    if let ranges = text.conjuncts, ranges.count > 1, areRight(text, in: scope) {
      parts = ranges.map { text.part($0) }
    } else {
      guard let parsed = scope.parse(text, &diagnostics) else { return nil }
      parts = conjuncts(of: parsed, text, in: scope)
    }
    var uses: [LinkedCondition.Use] = []
    for part in parts {
      if let atom = number(of: part, in: scope, &diagnostics) {
        uses.append(.init(atom: atom, text: part, isNegated: isNegated))
      }
    }
    guard uses.count == parts.count else { return nil }
    let atoms = uses.map { Condition.atom($0.atom) }
    return LinkedCondition(condition: atoms.count == 1 ? atoms[0] : .all(atoms), uses: uses)
  }

  /// The operands of the `&&` at the top, where each is an expression as it stands; else the whole.
  private func conjuncts(
    of parsed: ParsedExpression, _ text: ExpressionText, in scope: Scope
  ) -> [ExpressionText] {
    let parts = parsed.root.conjuncts.map { text.part($0.range) }
    guard parts.count > 1 else { return [text] }
    for part in parts {
      // An operand's range may leave out brackets at its ends, as in `(a) == (b)`.
      var found: [Diagnostic] = []
      guard scope.parse(part, &found) != nil, found.isEmpty else { return [text] }
    }
    return parts
  }
}
