package import CEL
package import Diagnostics
package import PolicyModel

/// Facts that are ready to be judged: the client's are joined, the instant is fixed.
package struct PreparedFacts: Sendable {
  /// The slots as evaluations start with them, made once: judging then allocates nothing.
  let inputs: Evaluation.Inputs
  /// By slot of the vocabulary.
  package let origins: [Facts.Origin]
  /// The instant judged.
  package let now: Timestamp
  /// Whether the clock gave the instant, since nobody stated one.
  package let usedClock: Bool

  package init(
    slots: [Value], origins: [Facts.Origin], now: Timestamp, usedClock: Bool,
    timeZones: TimeZoneDatabase
  ) {
    inputs = Evaluation.Inputs(slots: slots, timeZones: timeZones)
    self.origins = origins
    self.now = now
    self.usedClock = usedClock
  }

  /// By slot of an evaluation: facts, settings, the judged day.
  package var slots: [Value] { inputs.slots }
}

/// Why facts that are well-formed cannot be judged for a client.
package struct FactsProblem: Error, Sendable {
  package let code: DiagnosticCode
  package let message: String
  package let help: String?
  /// The fact that is at fault, where one is.
  package let slot: Int?
}

extension DiagnosticCode {
  package static let standingFactDiffers = DiagnosticCode("standing-fact-differs")
  package static let actionBeforeNow = DiagnosticCode("action-before-now")
  package static let noInstant = DiagnosticCode("no-instant")
}

extension Gate {
  /// Joins the client's standing facts and settings to a request's facts and fixes the instant.
  ///
  /// The instant is `at` where given, else `action.at` where stated, else `now`, else the clock.
  /// Throws where a request states otherwise than the client does, or an `action.at` before `now`.
  package func prepare(
    _ facts: consuming Facts, at: Timestamp?, clock: Timestamp?
  ) throws(FactsProblem) -> PreparedFacts {
    // Changed in place: a copy would count a reference for every fact that is not known.
    var facts = facts
    for (slot, value) in standing {
      switch facts.origins[slot] {
      case .stated:
        if !Value.equal(facts.slots[slot], value) { throw .differs(self, slot) }
      case .notStated, .defaulted, .standing:
        facts.slots[slot] = value
        facts.origins[slot] = .standing
      }
    }
    let (now, usedClock) = try instant(of: facts.slots, at: at, clock: clock)
    if let nowSlot = anchors.now {
      facts.slots[nowSlot] = .timestamp(now)
      if facts.origins[nowSlot] == .notStated { facts.origins[nowSlot] = .stated }
    }
    facts.slots.append(contentsOf: settings)
    facts.slots.append(.int(Int64(Day(of: now).number)))
    return PreparedFacts(
      slots: facts.slots, origins: facts.origins, now: now, usedClock: usedClock,
      timeZones: library.timeZones)
  }

  private func instant(
    of slots: [Value], at: Timestamp?, clock: Timestamp?
  ) throws(FactsProblem) -> (Timestamp, Bool) {
    func stated(_ slot: Int?) -> Timestamp? {
      guard let slot, case .timestamp(let instant) = slots[slot] else { return nil }
      return instant
    }
    let actionAt = stated(anchors.actionAt)
    let now = stated(anchors.now)
    if let actionAt, let now, actionAt < now {
      throw FactsProblem(
        code: .actionBeforeNow, message: "`action.at` lies before `now`",
        help: "an action that is still to be judged cannot lie in the past", slot: anchors.actionAt)
    }
    if let instant = at ?? actionAt ?? now { return (instant, false) }
    guard let clock else {
      throw FactsProblem(
        code: .noInstant, message: "no instant to judge at is known",
        help: "state `now`, or give `--at`", slot: nil)
    }
    return (clock, true)
  }
}

extension FactsProblem {
  fileprivate static func differs(_ gate: Gate, _ slot: Int) -> FactsProblem {
    let path = gate.library.vocabulary.facts[slot].path
    return FactsProblem(
      code: .standingFactDiffers,
      message: "`\(path)` is stated otherwise than the client `\(gate.client)` states it",
      help: "leave it out: what the client states holds for all its actions", slot: slot)
  }
}
