package import CEL
package import PolicyModel

/// What one rule has to know of an action of which little is stated yet.
package struct RuleQuestion: Sendable {
  /// The rule's number in the library.
  package let rule: Int
  /// The slots of the vocabulary that its conditions hang on, ascending.
  package let slots: [Int]
}

extension Gate {
  /// The rules that could be in the way of an action, each with the facts that it hangs on.
  ///
  /// Known are the client's facts, what `state` writes into the slots, and the day of `now`, by which
  /// terms are part of others; conditions that compare the instant itself stay open. By number; rules
  /// that only give duties are there too, and those that are not in force yet, or any more. Of a
  /// condition that is decided already no further fact is asked.
  package func questions(
    asOf now: Timestamp, stating state: (inout [Value]) -> Void
  ) -> [RuleQuestion] {
    var slots = Facts(nothingOf: library.vocabulary).slots
    for (slot, value) in standing { slots[slot] = value }
    state(&slots)
    let facts = PreparedFacts(
      slots: slots + settings + [.int(Int64(Day(of: now).number))],
      origins: Facts(nothingOf: library.vocabulary).origins, now: now, usedClock: false,
      timeZones: library.timeZones)
    var judgement = Judgement()
    judgement.begin(self)
    var judge = RuleJudge(library: library, facts: facts)
    var questions: [RuleQuestion] = []
    for number in rules {
      guard let open = judge.openFacts(of: library.rules[number], &judgement) else { continue }
      questions.append(
        RuleQuestion(
          rule: number,
          slots: open.sorted().filter { slot in
            if case .unknown = slots[slot] { return true }
            return false
          }))
    }
    return questions
  }
}

extension RuleJudge {
  /// The facts that a rule hangs on, known ones among them; nil where it is not applicable, excepted or kept whatever else is stated.
  fileprivate mutating func openFacts(
    of rule: Rule, _ scratch: inout Judgement
  ) -> Set<Int>? {
    // What only a workflow or an audit states is never asked for here.
    guard rule.neededRoots.isEmpty, truth(of: rule.when, &scratch) != .no else { return nil }
    var exceptions: [Condition] = []
    for exception in rule.exceptions {
      let holds = truth(of: exception.when, &scratch)
      if holds == .yes, exception.period == .always { return nil }
      if holds != .no { exceptions.append(exception.when) }
    }
    let holds = truth(of: rule.body, &scratch)
    let isKept = holds == (rule.isForbid ? .no : .yes)
    if isKept, rule.duties.isEmpty { return nil }
    var slots: Set<Int> = []
    for condition in [rule.when, rule.body] + exceptions {
      slots.formUnion(open(condition, &scratch))
    }
    for duty in rule.duties { slots.formUnion(duty.value?.facts ?? []) }
    return slots
  }

  /// The facts that a condition hangs on still.
  private mutating func open(_ condition: Condition, _ scratch: inout Judgement) -> Set<Int> {
    switch truth(of: condition, &scratch) {
    case .yes, .no: return []
    case .unknown, .error: break
    }
    switch condition {
    case .atom(let atom): return Set(library.atoms[atom].facts)
    case .all(let parts), .any(let parts), .none(let parts):
      var slots: Set<Int> = []
      for part in parts { slots.formUnion(open(part, &scratch)) }
      return slots
    }
  }
}

extension CompiledLibrary {
  /// The terms that some rules name in conditions, definitions, tables and what their policies cover.
  ///
  /// Each once, in the order of the rules.
  package func termsNamed(by rules: [Int]) -> [Symbol] {
    var constants = Constants()
    var others: [Symbol] = []
    var seen: Set<Int> = []
    for number in rules {
      let rule = self.rules[number]
      let all = rule.when.atoms + rule.body.atoms + rule.exceptions.flatMap(\.when.atoms)
      for atom in all where seen.insert(atom).inserted { constants.collect(atoms[atom].checked) }
      for use in rule.tables {
        let table = tables[use.table]
        others += table.rows.map { Symbol(set: UInt32(table.key), id: $0.term) }
      }
      others += policies[rule.policy].covers
    }
    var known = Set(constants.symbols)
    return constants.symbols + others.filter { known.insert($0).inserted }
  }
}
