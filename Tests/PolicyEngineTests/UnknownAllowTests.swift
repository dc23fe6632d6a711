import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// `unknown: allow` is for missing facts alone: where anything fails, somebody must look.
struct UnknownAllowTests {
  @Test(arguments: [
    ("forbid: t.open", Verdict.allow),
    ("forbid: t.open && 1 / t.n > 0", .requireReview),
    ("when: t.open || 1 / t.n > 0, forbid: t.open", .requireReview),
    ("forbid: t.open, unless: [{exception: e, when: t.open && 1 / t.n > 0}]", .requireReview),
    ("forbid: 'false', oblige: [{duty: d, text: T., value: t.open}]", .allow),
    (
      "forbid: 'false', oblige: [{duty: d, text: T., value: t.open && 1 / t.n > 0}]",
      .requireReview
    ),
  ])
  func `an error that a missing fact absorbs is no missing fact`(
    rule: String, verdict: Verdict
  ) throws {
    let library = try SmallLibrary(
      """
      vocabulary: t
      facts:
        now: {type: timestamp, doc: The instant.}
        t: {fields: {open: {type: bool}, n: {type: int}}}
      ---
      policy: p
      title: P
      authority: house
      rules:
        - {rule: r, cite: C, because: B., unknown: allow, \(rule)}
      ---
      client: me
      title: Me
      adopts: [p]
      """)
    let gate = try library.gate()
    let prepared = try library.prepared(
      #"{"client": "me", "now": "2026-11-23T10:00:00Z", "t": {"n": 0}}"#, for: gate)
    var judgement = Judgement()
    gate.judge(prepared, into: &judgement)
    #expect(judgement.entries.map(\.verdict) == [verdict])
    #expect(judgement.entries.map(\.outcome) == [.undecided])
  }
}
