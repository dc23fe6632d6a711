import CEL
import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// What clients under each other hand down, and what waivers do.
struct LayerTests {
  private static let library =
    SmallWorld.vocabulary + """

      ---
      policy: values
      title: Values
      authority: house
      settings: {most: {type: int, default: 5, tighter: lower}}
      rules:
        - rule: cap
          cite: C
          forbid: action.count > settings.most
          because: Too many.
          waivable: true
        - {rule: flagged, cite: C, forbid: action.flag, because: Flagged., waivable: {by: [legal]}}
      ---
      client: agency
      title: Agency
      adopts: [values]
      settings: {values.most: 4}
      reviewers: {legal: [legal@agency.example]}
      rules:
        - rule: line
          cite: Agency
          when: action.kind.within("data")
          forbid: action.other
          because: The agency's line.
          review: {by: [legal]}
          verdict: require-review
          waivable: true
      ---
      client: holding
      title: Holding
      under: agency
      ---
      client: shop
      title: Shop
      under: holding
      settings: {values.most: 2}
      reviewers: {legal: [counsel@shop.example, legal@agency.example]}
      rules:
        - {rule: own, cite: Shop, when: has(action.name), forbid: "false", because: Never.}
      waivers:
        - {waiver: launch, rule: values/cap, from: 2026-11-01, until: 2026-11-30, by: kim, reason: Launch}
        - {waiver: soon, rule: agency/line, from: 2026-12-01, until: 2026-12-31, by: kim, reason: Move}
        - {waiver: flag, rule: values/flagged, from: 2026-11-01, until: 2026-11-30, by: legal@agency.example, reason: Test}
      ---
      client: store
      title: Store
      under: shop
      """

  private static func decide(
    _ client: String, _ action: String, on day: String = "2026-11-23"
  ) throws -> Decision {
    let small = try SmallLibrary(library)
    let gate = try small.gate(client)
    let json = #"{"now": "\#(day)T10:00:00Z", "action": {\#(action)}}"#
    return gate.decide(try small.prepared(json, for: gate))
  }

  private static func outcomes(_ decision: Decision) -> [String: String] {
    Dictionary(
      decision.citations.map { ($0.rule.description, $0.outcome.rawValue) },
      uniquingKeysWith: { first, _ in first })
  }

  private static let data = #""kind": "data.share", "flag": false, "other": false"#

  @Test(arguments: [
    ("agency", 5, "broken"), ("agency", 4, "kept"), ("holding", 5, "broken"),
    ("holding", 4, "kept"), ("store", 3, "broken"), ("store", 2, "kept"),
  ])
  func `settings hold for all below, and tighten on the way`(
    client: String, count: Int, outcome: String
  ) throws {
    let decision = try Self.decide(client, Self.data + #", "count": \#(count)"#)
    #expect(Self.outcomes(decision)["values/cap"] == outcome)
  }

  @Test func `rules and reviewers of all layers above hold`() throws {
    let decision = try Self.decide(
      "store", #""kind": "data.share", "flag": false, "other": true, "count": 1, "name": "n""#)
    #expect(decision.verdict == .requireReview)
    #expect(Self.outcomes(decision)["agency/line"] == "broken")
    #expect(Self.outcomes(decision)["shop/own"] == "kept")
    let review = try #require(decision.reviews.first)
    #expect(review.reviewers == ["legal@agency.example", "counsel@shop.example"])
  }

  @Test func `a broken rule with a waiver in force is waived, and says by what`() throws {
    let decision = try Self.decide("shop", Self.data + #", "count": 9"#)
    #expect(decision.verdict == .allow)
    let citation = try #require(decision.citations.first { $0.rule.rule == "cap" })
    #expect(citation.outcome == .waived)
    #expect(citation.verdict == nil)
    #expect(citation.because == "Too many.")
    let waiver = try #require(citation.waiver)
    #expect(waiver.waiver == "launch")
    #expect(waiver.client == "shop")
    #expect(waiver.by == "kim")
    #expect(waiver.reason == "Launch")
    #expect(waiver.until.text == "2026-11-30")
  }

  @Test func `an undecided rule is waived too, and nothing of it is left to decide`() throws {
    let decision = try Self.decide("shop", Self.data)
    #expect(decision.verdict == .allow)
    #expect(Self.outcomes(decision)["values/cap"] == "waived")
    #expect(decision.missing == [])
  }

  @Test(arguments: [
    ("2026-10-31", "broken", false), ("2026-11-01", "waived", false),
    ("2026-11-30", "waived", false), ("2026-12-01", "broken", true),
  ])
  func `a waiver holds from its first day to its last`(
    day: String, outcome: String, warns: Bool
  ) throws {
    let decision = try Self.decide("shop", Self.data + #", "count": 9"#, on: day)
    #expect(Self.outcomes(decision)["values/cap"] == outcome)
    let warning = "the waiver `launch` of `values/cap` ended on 2026-11-30"
    #expect(decision.warnings.contains(warning) == warns)
  }

  @Test(arguments: ["agency", "holding", "store"])
  func `a waiver holds for nobody but its client`(client: String) throws {
    let decision = try Self.decide(client, Self.data + #", "count": 9"#)
    #expect(Self.outcomes(decision)["values/cap"] == "broken")
    #expect(decision.verdict == .deny)
  }

  @Test func `a kept rule is not waived`() throws {
    let decision = try Self.decide("shop", Self.data + #", "count": 1"#)
    #expect(Self.outcomes(decision)["values/cap"] == "kept")
  }

  @Test func `judging alone agrees with deciding, with the index and without`() throws {
    let small = try SmallLibrary(Self.library)
    for client in ["agency", "holding", "shop", "store"] {
      for count in [1, 3, 9] {
        let json =
          #"{"now": "2026-11-23T10:00:00Z", "action": {\#(Self.data), "count": \#(count)}}"#
        var verdicts: [Verdict] = []
        for usesIndex in [true, false] {
          let gate = try small.gate(client, usesIndex: usesIndex)
          let facts = try small.prepared(json, for: gate)
          var judgement = Judgement()
          gate.judge(facts, into: &judgement)
          verdicts += [judgement.verdict, gate.decide(facts).verdict]
        }
        #expect(Set(verdicts).count == 1, "\(client) \(count)")
      }
    }
  }

  /// What nothing above governs is not let pass by a rule that somebody wrote for themselves.
  @Test func `a rule of a client under another governs nothing`() throws {
    let library =
      SmallWorld.vocabulary + """

        ---
        policy: p
        title: P
        authority: house
        rules:
          - {rule: r, cite: C, when: action.flag, forbid: action.other, because: B.}
        ---
        client: top
        title: Top
        adopts: [p]
        rules:
          - {rule: top-own, cite: C, when: action.count == 1, forbid: "false", because: B.}
        ---
        client: below
        title: Below
        under: top
        rules:
          - {rule: always, cite: C, forbid: "false", because: B.}
        ---
        client: deeper
        title: Deeper
        under: below
        """
    let small = try SmallLibrary(library)
    for usesIndex in [true, false] {
      for (client, count, verdict) in [
        ("top", 1, Verdict.allow), ("top", 2, .requireReview), ("below", 1, .allow),
        ("below", 2, .requireReview), ("deeper", 2, .requireReview),
      ] {
        let gate = try small.gate(client, usesIndex: usesIndex)
        let json =
          #"{"now": "2026-11-23T10:00:00Z", "action": {"kind": "data", "flag": false, "count": \#(count)}}"#
        #expect(
          gate.decide(try small.prepared(json, for: gate)).verdict == verdict,
          "\(client) \(count)")
      }
    }
  }
}
