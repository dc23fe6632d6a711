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
    let inForce = rows.indices.filter { rows[$0].period.contains(day) }
    let holding = inForce.filter { set.within(term, rows[$0].term, era: era) == .yes }
    let narrowest = holding.filter { row in
      !holding.contains { other in
        rows[other].term != rows[row].term
          && set.within(rows[other].term, rows[row].term, era: era) == .yes
      }
    }
    let open = inForce.filter { set.within(term, rows[$0].term, era: era) == .unknown }
    guard let first = narrowest.first else { return open.isEmpty ? .none : .unknown }
    let value = rows[first].value
    if let rival = narrowest.first(where: { !Value.equal(rows[$0].value, value) }) {
      return .ambiguous(first, rival)
    }
    return open.allSatisfy { Value.equal(rows[$0].value, value) } ? .row(first) : .unknown
  }
}
