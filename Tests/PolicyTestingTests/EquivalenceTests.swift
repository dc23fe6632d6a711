import PolicyTesting
import Testing

/// Changes that no facts can show, told apart from those that tests merely miss.
struct EquivalenceTests {
  private static func library(_ rule: String) throws -> MutationLibrary {
    try MutationLibrary(
      """
      policy: p
      title: P
      authority: house
      rules:
        - rule: always
          cite: [none]
          forbid: "false"
          because: Never.
        - rule: r
          cite: [none]
          because: Broken.
      \(rule)

      """,
      cases: """
        facts: {action: {kind: flow}}
        cases:
          - case: nothing is asked of the rule
            rule: {always: kept}

        """)
  }

  /// A condition, and the change that has no effect.
  @Test(arguments: [
    ("{any: [action.loud, action.loud && action.seen]}", "`action.loud && action.seen` is dropped"),
    ("{any: [action.loud, action.loud && action.seen]}", "`action.seen` is negated"),
    (
      "{any: ['action.kind.within(\"signal\")', 'action.kind.within(\"signal.mail\")']}",
      "`action.kind.within(\"signal.mail\")` is dropped"
    ),
    (
      "['action.at.within(\"WEST\")', 'action.at != \"C\"']",
      "`action.at != \"C\"` is dropped"
    ),
  ])
  func `a change that all truths of the conditions show to be none has a proof`(
    condition: String, change: String
  ) async throws {
    let found = try await Self.library("    when: \(condition)\n    forbid: action.count > 3")
      .equivalent()
    #expect(found.contains { $0.hasSuffix(change) }, "\(change) is not in \(found)")
  }

  /// Conditions of which every change has an effect for some facts, however odd.
  @Test(arguments: [
    "[action.loud, action.seen]", "{any: [action.loud, action.seen]}",
    "['action.kind.within(\"signal.mail\")', action.loud]",
    "['action.count > 3 || action.loud']",
  ])
  func `a change that some facts show is never taken for none`(condition: String) async throws {
    let found = try await Self.library(
      "    when: \(condition)\n    forbid: action.wait > duration(\"1h\")"
    )
    .equivalent()
    #expect(found.filter { $0.hasPrefix("when") } == [])
  }

  @Test func `the verdict on a breach that cannot be is without effect`() async throws {
    let found = try await Self.library("    when: action.loud\n    require: action.loud")
      .equivalent()
    #expect(found.contains("verdict: the verdict is `require-review`, not `deny`"))
    #expect(!found.contains { $0.hasPrefix("unknown") })
  }

  @Test func `what a rule gives that can never be broken or undecided is without effect`()
    async throws
  {
    let report = try await Self.library("    forbid: action.loud").report()
    let found = report.policies.flatMap(\.equivalent).map(\.mutation).filter {
      $0.rule == "always"
    }
    #expect(found.map(\.kind) == [.swapVerdict, .swapUnknown, .swapUnknown])
  }

  @Test func `an exception whose day is moved where its rule is not in force has no effect`()
    async throws
  {
    let found = try await Self.library(
      """
          effective: {from: 2026-01-01}
          require: action.seen
          unless:
            - exception: loud
              effective: {from: 2025-06-01}
              when: action.loud
      """
    ).equivalent()
    #expect(found.contains("exception loud: `from` is 2025-06-02, not 2025-06-01"))
  }

  @Test(arguments: [("A", true), ("WEST", false)])
  func `covering more places than a policy applies to is without effect`(
    applies: String, isWithoutEffect: Bool
  ) async throws {
    let library = try MutationLibrary(
      """
      policy: p
      title: P
      authority: law
      covers: [A]
      applies: recipient.location.within("\(applies)")
      rules:
        - rule: r
          cite: [none]
          forbid: action.loud
          because: Broken.

      """,
      cases: """
        facts: {action: {loud: true}, recipient: {location: C}}
        cases:
          - case: somebody elsewhere
            rule: {r: not-applicable}

        """)
    let found = try await library.equivalent()
    #expect(found.contains("covers: `A` becomes `WEST`, which holds it") == isWithoutEffect)
  }
}
