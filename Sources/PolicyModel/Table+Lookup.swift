import CEL

extension Table {
  /// What a table says of a term on a day.
  package enum Answer: Sendable {
    /// The narrowest row that holds the term, by its place in `rows`.
    case row(Int)
    /// The term is coarse, and rows for its parts say otherwise.
    case unknown
    /// No row holds the term.
    case none
    /// Two rows hold it, neither narrower than the other, and they differ.
    case ambiguous(Int, Int)
  }

  /// Looks a term up among the rows in force on a day.
  ///
  /// A row that certainly holds the term competes by narrowness; a row that may hold it (a part of it)
  /// leaves the answer open, unless it says the same.
  package func answer(for term: UInt32, in set: TermSet, on day: Day) -> Answer {
    let era = set.era(on: day)
    var best: Int?
    var rival: Int?
    for (index, row) in rows.enumerated() where row.period.contains(day) {
      guard set.within(term, row.term, era: era) == .yes else { continue }
      guard let known = best else {
        best = index
        continue
      }
      if set.within(row.term, rows[known].term, era: era) == .yes {
        best = index
        rival = nil
      } else if set.within(rows[known].term, row.term, era: era) != .yes {
        rival = index
      }
    }
    guard let best else {
      let mayHold = rows.contains {
        $0.period.contains(day) && set.within(term, $0.term, era: era) == .unknown
      }
      return mayHold ? .unknown : .none
    }
    if let rival, !Value.equal(rows[rival].value, rows[best].value) {
      return .ambiguous(best, rival)
    }
    for row in rows where row.period.contains(day) {
      if set.within(term, row.term, era: era) == .unknown,
        !Value.equal(row.value, rows[best].value)
      {
        return .unknown
      }
    }
    return .row(best)
  }
}
