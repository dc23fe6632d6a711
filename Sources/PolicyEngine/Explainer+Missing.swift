import CEL
import PolicyModel

/// What keeps a rule from being decided.
struct Undecided {
  /// Paths of the facts that are not known, or too coarse; sorted.
  var missing: [String] = []
  /// What could not be computed, in words; in the order of the atoms.
  var errors: [String] = []
  /// The atoms that are neither true nor false.
  var atoms: [Int] = []
}

extension Explainer {
  mutating func undecided(
    _ rule: Rule, _ parts: RuleParts, _ deciders: some Collection<Reason>, _ outcome: Outcome
  ) -> Undecided {
    var result = Undecided()
    guard outcome == .undecided else { return result }
    var missing: Set<String> = []
    for reason in deciders where reason.truth == .unknown || reason.truth == .error {
      let number = Int(reason.atom)
      if result.atoms.contains(number) { continue }
      let atom = library.atoms[number]
      result.atoms.append(number)
      note(
        collecting(atom.program), atom.facts, atom.isSensitive, into: &missing, &result.errors)
    }
    // Duties matter only where the rule would be kept.
    for duty in rule.duties where parts.body == .yes {
      guard let value = duty.value else { continue }
      note(
        collecting(value.program), value.facts, value.isSensitive, into: &missing, &result.errors)
    }
    result.missing = missing.sorted()
    return result
  }

  private mutating func collecting(_ program: Program) -> Value {
    judge.evaluation.collectsUnknowns = true
    defer { judge.evaluation.collectsUnknowns = false }
    return program.evaluate(&judge.evaluation)
  }

  private func note(
    _ value: Value, _ slots: [Int], _ isSensitive: Bool, into missing: inout Set<String>,
    _ errors: inout [String]
  ) {
    switch value {
    case .unknown(let set):
      for path in set.paths {
        if path.isEmpty {
          missing.formUnion(coarse(slots))
        } else {
          missing.insert(redactor.path(path))
        }
      }
    case .error(let error):
      let text =
        isSensitive && error.code != .nullUse
        ? "\(error.code.rawValue) \(Redactor.withheld)" : error.message
      if !errors.contains(text) { errors.append(text) }
    default:
      return
    }
  }

  /// The facts among some whose terms are not the finest: what a coarse answer asks for.
  private func coarse(_ slots: [Int]) -> [String] {
    let terms = slots.filter { isCoarse(facts.slots[$0]) }
    let found = terms.isEmpty ? slots.filter { holdsTerms(facts.slots[$0]) } : terms
    return found.map { library.vocabulary.facts[$0].path }
  }

  private func isCoarse(_ value: Value) -> Bool {
    switch value {
    case .symbol(let symbol):
      library.vocabulary.termSets[Int(symbol.set)].hasParts(symbol.id)
    case .list(let list): list.elements.contains { isCoarse($0) }
    case .map(let map): map.entries.contains { isCoarse($0.key) }
    default: false
    }
  }

  private func holdsTerms(_ value: Value) -> Bool {
    switch value {
    case .symbol: true
    case .list(let list): list.elements.contains { holdsTerms($0) }
    case .map(let map): map.entries.contains { holdsTerms($0.key) }
    default: false
    }
  }
}
