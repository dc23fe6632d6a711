import CEL
import PolicyModel

/// Finds the terms for which an atom can hold, by asking it for each: for atoms that read one fact.
///
/// So an index also understands what is said by several signs, or through a definition:
/// `action.kind.within("message") && !action.kind.within("message.internal")`.
struct TermSurvey {
  private let vocabulary: Vocabulary
  private let daySlot: Int
  private let timeZones: TimeZoneDatabase
  /// What surveys may still cost the library, in evaluations' own units.
  private var budget: UInt64 = 10_000_000

  init(_ vocabulary: Vocabulary, daySlot: Int, timeZones: TimeZoneDatabase) {
    self.vocabulary = vocabulary
    self.daySlot = daySlot
    self.timeZones = timeZones
  }

  /// The terms of the one fact that a program reads for which it is not false, in whatever era.
  ///
  /// Nil where it reads more or other facts, where nearly all terms are left, or where it would cost
  /// too much. The program must hang on no date but those of the terms.
  mutating func shape(of program: Program) -> AtomShape? {
    guard program.slots.count == 1, let slot = program.slots.first,
      vocabulary.facts.indices.contains(slot),
      case .term(let number) = vocabulary.facts[slot].type
    else { return nil }
    let set = vocabulary.termSets[number]
    var slots = [Value](repeating: .unknown(UnknownSet("")), count: daySlot + 1)
    var evaluation = Evaluation(slots: [], timeZones: timeZones)
    var left: [UInt32] = []
    for term in 0..<UInt32(set.terms.count) {
      slots[slot] = .symbol(Symbol(set: set.number, id: term))
      for era in 0..<set.eraCount {
        let day = era == 0 ? Day.distantPast : set.eraStarts[era - 1]
        slots[daySlot] = .int(Int64(day.number))
        evaluation.slots = slots
        let truth = program.truth(&evaluation)
        let cost = evaluation.cost + 1
        guard cost <= budget else { return nil }
        budget -= cost
        if truth != .no {
          left.append(term)
          break
        }
      }
    }
    return left.count < set.terms.count ? .isTerm(slot: slot, left) : nil
  }
}
