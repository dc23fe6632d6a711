/// What `exists` and `all` over a map have to do with each other in two libraries, where they read the
/// same but for definitions that mean something else.
///
/// Both stand as symbols. Where an element that satisfies one condition satisfies the other, whatever
/// element it is, `exists` and `all` of the first imply those of the second: quantifiers are monotone.
/// So a definition that got stricter or milder is seen to be so through all that is made of it.
final class QuantifierAgreement {
  private let solver: Solver
  private var formulas: Formulas { solver.formulas }
  /// By what both sides have in common: the first that was met, by the name of its symbols.
  private var known: [String: (name: String, element: Ternary)] = [:]
  /// The names that were met.
  private var met: Set<String> = []

  init(_ solver: Solver) { self.solver = solver }

  /// Whether a quantifier is new here; from now on it is not.
  func wants(_ name: String) -> Bool { met.insert(name).inserted }

  /// Takes note of a quantifier whose symbols go by a name, and of its condition for any element.
  ///
  /// `stem`: what it reads, but for the bodies of definitions.
  func note(_ stem: String, _ name: String, _ element: Ternary) {
    guard let other = known[stem] else {
      known[stem] = (name, element)
      return
    }
    if implies(other.element, element) { constrain(other.name, name) }
    if implies(element, other.element) { constrain(name, other.name) }
  }

  /// Whether a condition is true wherever another is, and the other false wherever it is.
  private func implies(_ one: Ternary, _ other: Ternary) -> Bool {
    let fails = formulas.or(
      formulas.and(one.yes, formulas.not(other.yes)),
      formulas.and(other.no, formulas.not(one.no)))
    // What cannot be asked is not claimed; whoever asks next learns that the solver is gone.
    if case .impossible? = try? solver.check(fails) { return true }
    return false
  }

  private func constrain(_ one: String, _ other: String) {
    let (first, second) = (symbols(one), symbols(other))
    let holds = formulas.and(
      formulas.implies(first.yes, second.yes), formulas.implies(second.no, first.no))
    for symbol in Set([first.yes, first.free, second.yes, second.free]).sorted(by: {
      $0.number < $1.number
    }) {
      formulas.constrain(symbol, holds)
    }
  }

  private func symbols(_ name: String) -> (yes: Formula, no: Formula, free: Formula) {
    let yes = formulas.symbol("yes:" + name, .truth)
    let free = formulas.symbol("no:" + name, .truth)
    return (yes, formulas.and(formulas.not(yes), free), free)
  }
}
