package import CEL
import FactsReading
package import PolicyEngine
import PolicyModel

/// What is left of a client's rules once a campaign is known: rules that hang on the recipient.
///
/// Rules that cannot apply to anybody are gone; what reads the campaign alone is decided. The rest is
/// taken apart at its logic, down to parts that read one column, which are decided once a value, and
/// parts that read more, which are decided once a row.
package struct Residue: Sendable {
  package let gate: Gate
  /// The campaign's facts with nothing known of the recipient.
  package let facts: PreparedFacts
  /// The slots that rows state; ascending.
  package let openSlots: Set<Int>
  package let rules: [OpenRule]
  package let parts: [Part]
  /// The slot of each row's place.
  let place: Int?
  /// Laws that may govern, by the numbers of their policies.
  package let laws: [Int]

  /// A rule that may still apply.
  package struct OpenRule: Sendable {
    /// Its number in the library.
    package let number: Int
    package let when: Logic
    /// Of "some exception in force holds".
    package let exceptions: Logic
    /// Of `require`, or of "not `forbid`".
    package let body: Logic
    package let hasDuties: Bool
    /// A duty's value is not known of anybody.
    package let dutiesUndecided: Bool
    package let isWaived: Bool
    package let governs: Bool
    /// Its outcome hangs on more than the truths of its parts: rows where it is not ruled out are left
    /// to the row evaluator.
    package let needsRows: Bool
  }

  /// Kleene's logic over parts; what the campaign decides is known.
  package indirect enum Logic: Sendable {
    case known(Truth)
    /// By the part's number.
    case part(Int)
    case all([Logic])
    case any([Logic])
    case not(Logic)
  }

  /// A stretch of an expression that reads the recipient.
  package struct Part: Sendable {
    let program: ProgramPart
    /// The library's number of the atom that it belongs to.
    package let atom: Int
    /// Of the recipient's slots those that it reads.
    package let slots: [Int]
  }

  /// Nil where the recipient's facts are not all free: a client states some of them for all its
  /// actions.
  package init?(_ gate: Gate, _ facts: PreparedFacts) {
    let vocabulary = gate.library.vocabulary
    guard let recipient = vocabulary.slot(of: "recipient") else { return nil }
    let open = Set(
      vocabulary.facts.indices.filter { vocabulary.facts[$0].path.hasPrefix("recipient.") })
    if gate.standingSlots.contains(where: open.contains) { return nil }
    var slots = facts.slots
    for slot in open { slots[slot] = .unknown(UnknownSet(vocabulary.facts[slot].path)) }
    slots[recipient] = .bool(true)
    let known = PreparedFacts(
      slots: slots, origins: facts.origins, now: facts.now, usedClock: facts.usedClock,
      timeZones: gate.library.timeZones)
    var builder = Builder(gate, known, open)
    let day = Day(of: facts.now)
    rules = gate.rules(inForceOn: day).filter { !gate.isRuledOut($0, known) }
      .map { builder.rule($0, day) }
    parts = builder.parts
    self.gate = gate
    self.facts = known
    openSlots = open
    place = gate.locationSlot
    var laws: [Int] = []
    for rule in rules where rule.governs {
      let policy = gate.library.rules[rule.number].policy
      if gate.library.policies[policy].authority == .law, !laws.contains(policy) {
        laws.append(policy)
      }
    }
    self.laws = laws
  }

  /// The slots that are asked of rows, for verdicts and for what is missing.
  package var neededSlots: Set<Int> {
    var slots = Set(rules.flatMap { readSlots(ofRule: $0.number) })
    if let place { slots.insert(place) }
    return slots
  }

  /// The recipient's slots that a rule reads.
  func readSlots(ofRule number: Int) -> Set<Int> {
    let rule = gate.library.rules[number]
    let conditions = [rule.when, rule.body] + rule.exceptions.map(\.when)
    var slots = Set(conditions.flatMap(\.atoms).flatMap { gate.library.atoms[$0].facts })
    for duty in rule.duties { slots.formUnion(duty.value?.facts ?? []) }
    return slots.intersection(openSlots)
  }
}

/// Puts the rules of a residue together; equal atoms share their parts.
private struct Builder {
  let gate: Gate
  let open: Set<Int>
  var parts: [Residue.Part] = []
  private var evaluation: Evaluation
  private var atoms: [Int: Residue.Logic] = [:]

  init(_ gate: Gate, _ facts: PreparedFacts, _ open: Set<Int>) {
    self.gate = gate
    self.open = open
    evaluation = Evaluation(slots: facts.slots, timeZones: gate.library.timeZones)
  }

  mutating func rule(_ number: Int, _ day: Day) -> Residue.OpenRule {
    let rule = gate.library.rules[number]
    let holds = logic(rule.body)
    let exceptions = rule.exceptions.filter { $0.period.contains(day) }.map { logic($0.when) }
    var dutiesUndecided = false
    var readsRecipient = false
    for duty in rule.duties {
      guard let value = duty.value else { continue }
      if value.facts.contains(where: open.contains) { readsRecipient = true }
      switch value.program.evaluate(&evaluation) {
      case .unknown, .error: dutiesUndecided = true
      default: continue
      }
    }
    return Residue.OpenRule(
      number: number, when: logic(rule.when), exceptions: Residue.Logic.any(of: exceptions),
      body: rule.isForbid ? holds.negated : holds, hasDuties: !rule.duties.isEmpty,
      dutiesUndecided: dutiesUndecided, isWaived: gate.isWaived(number, on: day),
      governs: gate.governs(number), needsRows: readsRecipient)
  }

  private mutating func logic(_ condition: Condition) -> Residue.Logic {
    switch condition {
    case .atom(let atom): return logic(ofAtom: atom)
    case .all(let terms): return .all(of: terms.map { logic($0) })
    case .any(let terms): return .any(of: terms.map { logic($0) })
    case .none(let terms): return Residue.Logic.any(of: terms.map { logic($0) }).negated
    }
  }

  private mutating func logic(ofAtom atom: Int) -> Residue.Logic {
    if let known = atoms[atom] { return known }
    let logic = logic(gate.library.atoms[atom].program.logic, atom)
    atoms[atom] = logic
    return logic
  }

  private mutating func logic(_ logic: ProgramLogic, _ atom: Int) -> Residue.Logic {
    switch logic {
    case .part(let part):
      let slots = part.slots.filter(open.contains)
      if slots.isEmpty { return .known(part.truth(&evaluation)) }
      parts.append(Residue.Part(program: part, atom: atom, slots: slots))
      return .part(parts.count - 1)
    case .all(let terms): return .all(of: terms.map { self.logic($0, atom) })
    case .any(let terms): return .any(of: terms.map { self.logic($0, atom) })
    case .not(let term): return self.logic(term, atom).negated
    }
  }
}

extension Residue.Logic {
  /// The conjunction, with what is known folded.
  static func all(of terms: [Residue.Logic]) -> Residue.Logic {
    folded(terms, deciding: .no).map { $0.count == 1 ? $0[0] : .all($0) } ?? .known(.no)
  }

  static func any(of terms: [Residue.Logic]) -> Residue.Logic {
    folded(terms, deciding: .yes).map { $0.count == 1 ? $0[0] : .any($0) } ?? .known(.yes)
  }

  var negated: Residue.Logic {
    if case .known(let truth) = self { .known(!truth) } else { .not(self) }
  }

  /// The terms that matter; nil where one decides.
  private static func folded(
    _ terms: [Residue.Logic], deciding: Truth
  ) -> [Residue.Logic]? {
    var left: [Residue.Logic] = []
    for term in terms {
      guard case .known(let truth) = term else {
        left.append(term)
        continue
      }
      if truth == deciding { return nil }
      if truth != !deciding { left.append(term) }
    }
    return left.isEmpty ? [.known(!deciding)] : left
  }
}
