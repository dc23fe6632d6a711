import CEL
import PolicyModel

/// Searches for the smallest changes that would make an action allowed.
///
/// Only what somebody can bring about is changed, and what nobody has stated is assumed; every answer
/// is verified by deciding again. The search takes the first rule that stands in the way and tries
/// what could be said of the facts that it reads, one fact more a step. It first walks greedily to
/// some answer, then looks for smaller ones. It ends after a fixed count of decisions.
struct ChangeSearch: ~Copyable {
  private let gate: Gate
  private let facts: PreparedFacts
  private let candidates: Candidates
  private var judgement = Judgement()
  private var decisionsLeft = ChangeSearch.mostDecisions
  private var found: [[Assignment]] = []

  /// Bounds the search: some tens of milliseconds at the most.
  private static let mostDecisions = 4000
  private static let mostSteps = 12
  private static let mostAnswers = 3

  init(gate: Gate, facts: PreparedFacts) {
    self.gate = gate
    self.facts = facts
    candidates = Candidates(gate: gate, facts: facts)
  }

  /// The answers, the smallest ones only; none where the action is allowed already.
  consuming func changes() -> ChangeList {
    if verdict(of: []) == .allow { return ChangeList(changes: [], isComplete: true) }
    var isComplete = true
    if let answer = greedy() {
      let smallest = reduced(answer)
      for size in 1..<max(smallest.count, 1) where found.isEmpty {
        deepen([], size: size)
        if decisionsLeft <= 0 { break }
      }
      if found.isEmpty { deepen([], size: smallest.count) }
      if found.isEmpty { found = [smallest] }
      isComplete = decisionsLeft > 0 && found.count < Self.mostAnswers
    } else {
      for size in 1...3 where found.isEmpty { deepen([], size: size) }
      isComplete = decisionsLeft > 0
    }
    // Values that nobody sees told apart give one change.
    var changes: [Change] = []
    for path in found {
      let change = change(path)
      if !changes.contains(change) { changes.append(change) }
    }
    return ChangeList(changes: changes, isComplete: isComplete)
  }

  /// Walks to an answer by the change that leaves the fewest rules in the way, again and again.
  private mutating func greedy() -> [Assignment]? {
    var path: [Assignment] = []
    while path.count < Self.mostSteps {
      guard let obstacle = obstacle(after: path) else { return path }
      var best: (score: Score, assignment: Assignment)?
      for assignment in candidates.assignments(for: obstacle, in: facts(after: path))
      where !path.contains(where: { $0.slot == assignment.slot && $0.key == assignment.key }) {
        let score = score(of: path + [assignment], obstacle)
        if let known = best, known.score <= score { continue }
        best = (score, assignment)
        if decisionsLeft <= 0 { break }
      }
      guard let best, best.score < score(of: path, obstacle) else { return nil }
      path.append(best.assignment)
    }
    return obstacle(after: path) == nil ? path : nil
  }

  /// Leaves out what is not needed.
  private mutating func reduced(_ answer: [Assignment]) -> [Assignment] {
    var kept = answer
    for assignment in answer where kept.count > 1 {
      let fewer = kept.filter { $0 != assignment }
      if verdict(of: fewer) == .allow { kept = fewer }
    }
    return kept
  }

  /// Looks for answers of exactly so many changes.
  private mutating func deepen(_ path: [Assignment], size: Int) {
    guard decisionsLeft > 0, found.count < Self.mostAnswers else { return }
    guard let obstacle = obstacle(after: path) else {
      // Another value of the same facts is the same answer once more.
      let places = Set(path.map(\.place))
      if !found.contains(where: { Set($0.map(\.place)) == places }) { found.append(path) }
      return
    }
    guard path.count < size else { return }
    for assignment in candidates.assignments(for: obstacle, in: facts(after: path))
    where !path.contains(where: { $0.slot == assignment.slot && $0.key == assignment.key }) {
      deepen(path + [assignment], size: size)
    }
  }

  // MARK: Deciding

  private func facts(after path: [Assignment]) -> PreparedFacts {
    var slots = facts.slots
    for assignment in path { assignment.apply(to: &slots, gate.library.vocabulary) }
    return PreparedFacts(
      slots: slots, origins: facts.origins, now: facts.now, usedClock: facts.usedClock,
      timeZones: gate.library.timeZones)
  }

  private mutating func verdict(of path: [Assignment]) -> Verdict {
    decisionsLeft -= 1
    gate.judge(facts(after: path), into: &judgement)
    return judgement.verdict
  }

  /// What stands in the way first; nil where nothing does.
  private mutating func obstacle(after path: [Assignment]) -> Obstacle? {
    if verdict(of: path) == .allow { return nil }
    if let entry = judgement.entries.first(where: { $0.verdict != .allow }) {
      return .rule(entry.rule)
    }
    return .place
  }

  /// How far an action is from being allowed: how many rules stand in the way, and how many open or
  /// failing atoms the rule has that is looked at.
  private mutating func score(of path: [Assignment], _ obstacle: Obstacle) -> Score {
    let verdict = verdict(of: path)
    let rules = judgement.entries.count { $0.verdict != .allow }
    var open = 0
    if case .rule(let number) = obstacle,
      judgement.entries.contains(where: { $0.rule == number && $0.verdict != .allow })
    {
      var judge = RuleJudge(library: gate.library, facts: facts(after: path))
      open = judge.openAtoms(of: gate.library.rules[number], &judgement)
    }
    let place = verdict != .allow && rules == 0 ? 1 : 0
    return Score(blocking: rules + place, open: open)
  }

  // MARK: Telling

  private func change(_ path: [Assignment]) -> Change {
    let vocabulary = gate.library.vocabulary
    let redactor = Redactor(vocabulary: vocabulary)
    var obtain: [Change.Obtained] = []
    var state: Set<String> = []
    for assignment in path {
      let fact = vocabulary.facts[assignment.slot]
      let from = facts.slots[assignment.slot]
      guard fact.isChangeable else {
        state.insert(fact.path)
        continue
      }
      obtain.append(
        Change.Obtained(
          fact: redactor.path(assignment.path(vocabulary)),
          from: redactor.text(ofSlot: assignment.slot, assignment.part(of: from)),
          to: redactor.text(ofSlot: assignment.slot, assignment.part(of: assignment.value))))
    }
    return Change(obtain: obtain.sorted { $0.fact < $1.fact }, state: state.sorted())
  }
}

/// What stands between an action and its being allowed.
enum Obstacle {
  /// A rule, by its number.
  case rule(Int)
  /// No law is known to cover the recipient's place.
  case place
}

private struct Score: Comparable {
  let blocking: Int
  let open: Int

  static func < (left: Score, right: Score) -> Bool {
    (left.blocking, left.open) < (right.blocking, right.open)
  }
}

extension RuleJudge {
  /// How many atoms of a rule's body, or of its conditions where they are open, are not decided in
  /// favour of the action; a coarse measure that a search may follow.
  fileprivate mutating func openAtoms(of rule: Rule, _ scratch: inout Judgement) -> Int {
    scratch.begin(library)
    var count = 0
    for atom in rule.body.atoms {
      switch truth(of: atom, &scratch) {
      case .yes: count += rule.isForbid ? 2 : 0
      case .no: count += rule.isForbid ? 0 : 2
      case .unknown, .error: count += 1
      }
    }
    for atom in rule.when.atoms {
      switch truth(of: atom, &scratch) {
      case .unknown, .error: count += 1
      case .yes, .no: continue
      }
    }
    return count
  }
}
