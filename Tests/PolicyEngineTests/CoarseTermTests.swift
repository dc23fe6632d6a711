import CEL
import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// A coarse fact leaves a finer question open, whichever way the question is written.
struct CoarseTermTests {
  private static func library(_ condition: String) -> String {
    """
    vocabulary: v
    facts:
      now: {type: timestamp, doc: The instant.}
      home: {type: term(place), doc: A place.}
      other: {type: term(place), doc: A place.}
      places: {type: list(term(place)), doc: Places.}
      stays: {type: "map(term(place), int)", doc: Stays.}
    terms:
      place: {US: {}, US-CA: {}, US-NY: {}, DE: {}, EU: {holds: [DE]}, G7: {holds: [DE, US]}}
    ---
    policy: p
    title: P
    authority: house
    tables:
      hours:
        by: place
        of: int
        rows:
          - {is: EU, value: 1, cite: EU}
          - {is: G7, value: 2, cite: G7}
          - {is: US-CA, value: 3, cite: CA}
    rules:
      - {rule: always, cite: [none], forbid: "false", because: Never.}
      - rule: r
        cite: [none]
        forbid: >-
          \(condition)
        because: So.
    ---
    client: me
    title: Me
    adopts: [p]
    """
  }

  @Test(arguments: [
    (#"home == "US-CA""#, Outcome.undecided), (#""US-CA" == home"#, .undecided),
    (#"home != "US-CA""#, .undecided), (#""DE" == home"#, .kept),
    (#"other == home"#, .undecided), (#"home == other"#, .undecided),
    (#""US-CA" in places"#, .undecided), (#"home in places"#, .broken),
    (#""US-CA" in stays"#, .broken), (#"home in stays"#, .undecided),
    (#"other in stays"#, .broken), (#"stays.exists(k, k == home)"#, .undecided),
    (#"hours(home) == 2"#, .undecided), (#"hours(other) == 3"#, .broken),
  ])
  func `a rule on a coarse fact`(condition: String, outcome: Outcome) throws {
    let small = try SmallLibrary(Self.library(condition))
    for usesIndex in [true, false] {
      let gate = try small.gate(usesIndex: usesIndex)
      let facts = try small.prepared(
        """
        {"now": "2026-01-01T00:00:00Z", "home": "US", "other": "US-CA", "places": ["US", "DE"],
         "stays": {"US-CA": 1}}
        """, for: gate)
      let account = gate.account(of: RuleName(policy: "p", rule: "r"), facts)
      #expect(account.outcome == outcome, "\(account.text)")
      #expect((gate.decide(facts).verdict == .allow) == (outcome == .kept))
    }
  }

  @Test func `two rows that hold a term, neither the narrower, are ambiguous in any order`() throws
  {
    let small = try SmallLibrary(Self.library("hours(home) == 1"))
    let table = try #require(small.library.tables.first)
    let set = try #require(small.library.vocabulary.termSet(named: "place"))
    let term = try #require(set.symbol(for: "DE")).id
    let day = try #require(Day("2026-01-01"))
    for rows in [table.rows, table.rows.reversed()] {
      let turned = Table(name: "hours", key: table.key, rows: rows, range: table.range)
      guard case .ambiguous = turned.answer(for: term, in: set, on: day) else {
        Issue.record("\(turned.answer(for: term, in: set, on: day))")
        continue
      }
    }
  }
}
