package import CEL
package import PolicyModel

extension Gate {
  /// Judges an action on every day from its own to a last one, at the same time of day.
  ///
  /// Each day is judged in full, so that no date can be missed: those of rules, exceptions, rows and
  /// terms, and those that conditions count from the facts' instants. What a day gets is what `decide`
  /// gives at that instant. Costs a judgement a day and a decision a change.
  ///
  /// Throws as `prepare` does. The last day must not lie before the first.
  package func forecast(
    _ facts: Facts, at: Timestamp?, clock: Timestamp?, until: Day
  ) throws(FactsProblem) -> Forecast {
    let first = try prepare(facts, at: at, clock: clock)
    var judgement = Judgement()
    var spans: [Forecast.Span] = []
    var open: (from: Day, decision: Decision, turns: [Forecast.Turn])?
    var known: Obstacles?
    var before = first
    var today = first
    var day = Day(of: first.now)
    while true {
      judge(today, into: &judgement)
      let found = Obstacles(judgement)
      if found != known {
        let decision = decide(today)
        if let open {
          spans.append(
            Forecast.Span(
              from: open.from, until: Day(number: day.number - 1), decision: open.decision,
              turns: open.turns))
        }
        let changes = known.map { turns(from: $0, before, to: found, today) } ?? []
        open = (day, decision, changes)
        known = found
      }
      guard day < until, let next = today.now.adding(nanoseconds: Self.day) else { break }
      before = today
      today = try prepare(facts, at: next, clock: nil)
      day = day.next
    }
    if let open {
      spans.append(
        Forecast.Span(from: open.from, until: day, decision: open.decision, turns: open.turns))
    }
    let start = Day(of: first.now)
    return Forecast(
      client: client, kind: spans.first?.decision.kind, purpose: spans.first?.decision.purpose,
      start: first.now, until: day, usedClock: first.usedClock, spans: spans,
      dates: library.datedChanges(of: policies, waivers: ownWaivers).filter {
        $0.day > start && $0.day <= day
      },
      instants: instants(of: first), library: library.identity)
  }

  private static let day: Int64 = 86_400_000_000_000

  /// The client's waivers, in the order of the rules.
  package var ownWaivers: [Waiver] { waivers.keys.sorted().flatMap { waivers[$0] ?? [] } }

  /// The facts that hold instants, but the instant judged itself.
  private func instants(of facts: PreparedFacts) -> [String] {
    library.vocabulary.facts.indices.filter { slot in
      slot != anchors.now && slot != anchors.actionAt && facts.slots[slot].holdsInstant
    }.map { library.vocabulary.facts[$0].path }.sorted()
  }

  /// The rules that came into the way or left it between two days, each with why.
  private func turns(
    from old: Obstacles, _ before: PreparedFacts, to new: Obstacles, _ after: PreparedFacts
  ) -> [Forecast.Turn] {
    let changed = (old.entries + new.entries).filter {
      old.entries.contains($0) != new.entries.contains($0)
    }
    let numbers = Set(changed.map(\.rule)).sorted {
      library.rules[$0].name < library.rules[$1].name
    }
    return numbers.map { number in
      let rule = library.rules[number]
      return Forecast.Turn(
        rule: rule.name, was: account(of: rule.name, before).outcome,
        becomes: account(of: rule.name, after).outcome, cite: rule.cite,
        reasons: TurnReasons(gate: self, rule: rule, before: before, after: after).words)
    }
  }
}

/// What keeps an action from being allowed on one day.
private struct Obstacles: Equatable {
  let verdict: Verdict
  let ungoverned: Ungoverned?
  let entries: [Judgement.Entry]

  init(_ judgement: Judgement) {
    verdict = judgement.verdict
    ungoverned = judgement.ungoverned
    entries = judgement.entries.filter { $0.verdict != .allow }
  }
}

extension Value {
  fileprivate var holdsInstant: Bool {
    switch self {
    case .timestamp: true
    case .list(let list): list.elements.contains(where: \.holdsInstant)
    case .map(let map): map.entries.contains { $0.value.holdsInstant }
    case .record(let record): record.fields.contains(where: \.holdsInstant)
    default: false
    }
  }
}
