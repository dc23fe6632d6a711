import CEL
import PolicyModel

/// What could be said of the facts that a rule reads: the values that a search tries.
///
/// A fact may be changed where somebody can bring it about, or assumed where nobody has stated it.
/// Values come from the constants that the rule compares with and from the action's other facts.
struct Candidates {
  private let gate: Gate
  private let facts: PreparedFacts

  init(gate: Gate, facts: PreparedFacts) {
    self.gate = gate
    self.facts = facts
  }

  /// In a fixed order: by slot, then as values are thought of.
  func assignments(for obstacle: Obstacle, in current: PreparedFacts) -> [Assignment] {
    switch obstacle {
    case .place: return places(current)
    case .rule(let number): return assignments(for: gate.library.rules[number], in: current)
    }
  }

  private func assignments(for rule: Rule, in current: PreparedFacts) -> [Assignment] {
    var numbers = rule.when.atoms + rule.body.atoms
    numbers += rule.exceptions.flatMap(\.when.atoms)
    var constants = Constants()
    var slots: Set<Int> = []
    for number in numbers {
      let atom = gate.library.atoms[number]
      constants.collect(atom.checked)
      slots.formUnion(atom.facts)
      for slot in atom.settings {
        switch facts.slots[slot] {
        case .int(let limit): constants.note(Double(limit))
        case .double(let limit): constants.note(limit)
        default: continue
        }
      }
    }
    var maker = ValueMaker(
      vocabulary: gate.library.vocabulary, constants: constants, now: facts.now,
      client: gate.client)
    // A change that names what a sensitive fact holds would tell it.
    let told = slots.sorted().filter { !gate.library.vocabulary.facts[$0].isSensitive }
    maker.noteTerms(of: told.map { current.slots[$0] })
    var result: [Assignment] = []
    for slot in slots.sorted() where mayChange(slot, current) {
      result += maker.assignments(of: slot, from: current.slots[slot])
    }
    return result
  }

  private func mayChange(_ slot: Int, _ current: PreparedFacts) -> Bool {
    let fact = gate.library.vocabulary.facts[slot]
    if facts.origins[slot] == .standing || slot == gate.anchors.now { return false }
    if case .unknown = facts.slots[slot] { return !fact.isGroup || fact.isNullable }
    return fact.isChangeable && !isBelowNone(fact.path, current)
  }

  /// Whether a group that the fact belongs to is stated to be none.
  private func isBelowNone(_ path: String, _ current: PreparedFacts) -> Bool {
    var parent = path
    while let dot = parent.lastIndex(of: ".") {
      parent = String(parent[..<dot])
      if let slot = gate.library.vocabulary.slot(of: parent), case .null = current.slots[slot] {
        return true
      }
    }
    return false
  }

  /// A place that each adopted law covers, where the recipient's is not known.
  private func places(_ current: PreparedFacts) -> [Assignment] {
    guard let slot = gate.anchors.location, case .unknown = facts.slots[slot] else { return [] }
    var result: [Assignment] = []
    for policy in gate.library.policies where policy.authority == .law {
      for place in policy.covers {
        result.append(Assignment(slot: slot, value: .symbol(place)))
      }
    }
    return result
  }
}
