import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// What leaves the finite numbers decides nothing.
struct FiniteDoubleTests {
  @Test(arguments: [
    "t.complaints / t.sent > 0.1", "t.sent * 1e308 * 1e308 > t.sent",
    "double(t.text) > 0.1", "!(t.complaints / t.sent <= 0.1)", "1.0 / 0.0 > t.sent",
  ])
  func `a share of nothing is no reason to allow`(condition: String) throws {
    let small = try SmallLibrary(
      """
      vocabulary: v
      facts:
        now: {type: timestamp, doc: The instant.}
        t:
          doc: Numbers.
          fields:
            complaints: {type: double, doc: A number.}
            sent: {type: double, doc: A number.}
            text: {type: string, doc: A number as text.}
      ---
      policy: p
      title: P
      authority: house
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
      """)
    let gate = try small.gate()
    for sent in ["0.0", "1e308"] {
      let facts = try small.prepared(
        """
        {"now": "2026-01-01T00:00:00Z", "t": {"complaints": 0.0, "sent": \(sent), "text": "NaN"}}
        """, for: gate)
      if sent == "1e308", condition.contains("complaints") { continue }
      if sent == "0.0", condition.contains("*") { continue }
      let decision = gate.decide(facts)
      #expect(decision.verdict == .requireReview, "\(sent)")
      #expect(decision.citations.first?.errors.isEmpty == false)
    }
  }
}
