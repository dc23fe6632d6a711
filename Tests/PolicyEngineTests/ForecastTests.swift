import CEL
import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// On which days a verdict changes, and by what.
struct ForecastTests {
  private static let library = """
    vocabulary: v
    facts:
      now: {type: timestamp, doc: The instant.}
      home: {type: term(place), doc: A place.}
      bill: {doc: A bill., fields: {paid_at: {type: timestamp, nullable: true, doc: When it was paid.}}}
      count: {type: int, doc: A count.}
    terms:
      place: {GB: {}, FR: {}, EU: {holds: [FR, {is: GB, until: 2026-03-31}]}}
    ---
    policy: p
    title: P
    authority: house
    tables:
      most:
        by: place
        of: int
        rows:
          - {is: FR, value: 5, cite: old row, until: 2026-04-30}
          - {is: FR, value: 3, cite: new row, from: 2026-05-01}
          - {is: GB, value: 9, cite: British row}
    rules:
      - {rule: always, cite: [none], forbid: "false", because: Never.}
      - {rule: later, cite: [Art. 1], effective: {from: 2026-02-01, until: 2026-02-14}, forbid: count == 1, because: One.}
      - rule: union
        cite: [Art. 2]
        forbid: home.within("EU") && count == 2
        because: Two in the union.
      - rule: rows
        cite: [Art. 3]
        forbid: most(home) < count
        verdict: require-review
        because: Too many.
      - rule: graced
        cite: [Art. 4]
        forbid: count == 10
        unless:
          - {exception: grace, cite: [Art. 4(2)], effective: {until: 2026-06-30}, when: count > 0}
        because: Ten.
      - rule: age
        cite: [Art. 5]
        when: has(bill.paid_at)
        forbid: months(bill.paid_at, 6) < now
        because: Paid too long ago.
      - rule: sunday
        cite: [Art. 6]
        waivable: true
        forbid: count == 7 && now.getDayOfWeek("UTC") == 0
        because: It is Sunday.
    ---
    client: me
    title: Me
    adopts: [p]
    waivers:
      - {waiver: sale, rule: p/sunday, from: 2026-02-20, until: 2026-03-10, by: me, reason: A sale.}
    """

  private static func forecast(_ facts: String, until: String) throws -> Forecast {
    let small = try SmallLibrary(library)
    return try small.gate().forecast(
      small.facts("{\"now\": \"2026-01-01T10:00:00Z\", \(facts)}"), at: nil, clock: nil,
      until: #require(Day(until)))
  }

  @Test(arguments: [
    (
      #""home": "FR", "count": 1, "bill": {"paid_at": null}"#,
      [
        "2026-01-01 allow", "2026-02-01 deny p/later: in force from 2026-02-01",
        "2026-02-15 allow p/later: no longer in force: its last day was 2026-02-14",
      ]
    ),
    (
      #""home": "GB", "count": 2, "bill": {"paid_at": null}"#,
      [
        "2026-01-01 deny",
        "2026-04-01 allow p/union: `GB` is no longer part of `EU`; `home.within(\"EU\") && count == 2` becomes false",
      ]
    ),
    (
      #""home": "FR", "count": 4, "bill": {"paid_at": null}"#,
      [
        "2026-01-01 allow",
        "2026-05-01 require-review p/rows: `most` is 3 from 2026-05-01 (new row); `most(home) < count` becomes true",
      ]
    ),
    (
      #""home": "GB", "count": 10, "bill": {"paid_at": null}"#,
      [
        "2026-01-01 require-review",
        "2026-07-01 deny p/graced: the exception `grace` ended with 2026-06-30",
      ]
    ),
    (
      #""home": "GB", "count": 0, "bill": {"paid_at": "2026-01-01T18:00:00Z"}"#,
      [
        "2026-01-01 allow",
        "2026-07-02 deny p/age: `months(bill.paid_at, 6) < now` becomes true",
      ]
    ),
  ])
  func `each change has its day and its reason`(facts: String, wanted: [String]) throws {
    let forecast = try Self.forecast(facts, until: "2026-12-31")
    let told = forecast.spans.map { span in
      "\(span.from.text) \(span.decision.verdict.rawValue)"
        + span.turns.map { " \($0.rule): \($0.reasons.joined(separator: "; "))" }.joined()
    }
    #expect(told == wanted)
    #expect(forecast.isSteady == (wanted.count == 1))
  }

  @Test func `spans follow each other from the first day to the last`() throws {
    let forecast = try Self.forecast(
      #""home": "FR", "count": 7, "bill": {"paid_at": "2025-12-01T00:00:00Z"}"#, until: "2026-12-31"
    )
    let spans = forecast.spans
    #expect(spans.first?.from.text == "2026-01-01")
    #expect(spans.last?.until.text == "2026-12-31")
    #expect(spans.reduce(0) { $0 + $1.dayCount } == 365)
    for (left, right) in zip(spans, spans.dropFirst()) {
      #expect(left.until.next == right.from)
      #expect(left.obstacles != right.obstacles)
    }
  }

  @Test func `a waiver takes its rule out of the way for its days`() throws {
    let forecast = try Self.forecast(
      #""home": "GB", "count": 7, "bill": {"paid_at": null}"#, until: "2026-03-31")
    let denied = forecast.spans.filter { $0.decision.verdict == .deny }.map(\.from.text)
    #expect(
      denied == [
        "2026-01-04", "2026-01-11", "2026-01-18", "2026-01-25", "2026-02-01", "2026-02-08",
        "2026-02-15", "2026-03-15", "2026-03-22", "2026-03-29",
      ])
    #expect(forecast.dates.map(\.day.text).contains("2026-03-11"))
  }

  @Test func `one day is a forecast too`() throws {
    let forecast = try Self.forecast(
      #""home": "FR", "count": 0, "bill": {"paid_at": null}"#, until: "2026-01-01")
    #expect(forecast.spans.map(\.dayCount) == [1])
    #expect(forecast.dates.isEmpty)
  }

  @Test func `dates are those after the first day, and instants the facts that hold some`() throws {
    let forecast = try Self.forecast(
      #""home": "FR", "count": 0, "bill": {"paid_at": "2026-01-01T00:00:00Z"}"#, until: "2026-05-01"
    )
    #expect(
      forecast.dates.map(\.day.text) == [
        "2026-02-01", "2026-02-15", "2026-02-20", "2026-03-11", "2026-04-01", "2026-05-01",
      ])
    #expect(forecast.instants == ["bill.paid_at"])
  }

  @Test func `what a forecast says of a day is what is decided at that instant`() throws {
    let small = try SmallLibrary(Self.library)
    var dice = Dice(11)
    for _ in 0..<12 {
      let place = dice.pick(["FR", "GB", "EU"])
      let paid = dice.pick(["null", #""2025-11-20T12:00:00Z""#, #""2026-01-15T09:00:00Z""#])
      let json = """
        {"now": "2026-01-01T10:00:00Z", "home": "\(place)", "bill": {"paid_at": \(paid)},
         "count": \(dice.number(0...10))}
        """
      for usesIndex in [true, false] {
        let gate = try small.gate(usesIndex: usesIndex)
        let forecast = try gate.forecast(
          small.facts(json), at: nil, clock: nil, until: #require(Day("2026-08-31")))
        var instant = forecast.start
        for span in forecast.spans {
          for _ in 0..<span.dayCount {
            let decision = try gate.decide(
              gate.prepare(small.facts(json), at: instant, clock: nil))
            #expect(decision.verdict == span.decision.verdict, "\(json) \(instant.text)")
            #expect(decision.inTheWay.map(\.rule) == span.decision.inTheWay.map(\.rule))
            instant = try #require(instant.adding(nanoseconds: 86_400_000_000_000))
          }
        }
      }
    }
  }
}
