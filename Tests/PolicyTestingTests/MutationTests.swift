import Diagnostics
import PolicyCompiler
import PolicyTesting
import Testing

/// Steps by which policies are changed, and whether tests notice them.
struct MutationTests {
  private static func policy(_ rule: String, above: String = "") -> String {
    """
    policy: p
    title: P
    authority: house
    \(above)
    rules:
      - rule: always
        cite: [none]
        forbid: "false"
        because: Never.
      - rule: r
        cite: [none]
        because: Broken.
    \(rule)

    """
  }

  private static let ordinary = """
    facts:
      action: {kind: signal.mail, count: 5, wait: 30d, loud: true, seen: false, at: A}
    cases:

    """

  private static func parts(_ alive: [String], _ part: String) -> [String] {
    alive.filter { $0.hasPrefix(part + ": ") }.map { String($0.dropFirst(part.count + 2)) }
  }

  @Test(arguments: [
    ("action.count < 5", ["`5` becomes `4`", "`5` becomes `6`", "negated"]),
    (
      "action.wait < duration(\"30d\")",
      ["`30d` becomes `29d`", "`30d` becomes `31d`", "becomes `action.wait <=", "negated"]
    ),
    (
      "action.kind.within(\"signal\")",
      ["`signal` becomes `signal.call`, a part of it", "negated"]
    ),
    ("action.kind == \"signal.mail\"", ["`signal.mail` becomes `signal`", "negated"]),
    (
      "action.loud && action.seen",
      ["`action.loud` is dropped", "`action.seen` is dropped", "joined by `||`", "negated"]
    ),
  ])
  func `an expression is changed in its logic and in its constants`(
    expression: String, changes: [String]
  ) async throws {
    let library = try MutationLibrary(
      Self.policy("    forbid: '\(expression)'"),
      cases: Self.ordinary + "  - case: nothing is asked of the rule\n    rule: {always: kept}\n")
    let report = try await library.report()
    let policy = try #require(report.policies.first)
    let found = policy.alive.filter { $0.rule == "r" && $0.part == "forbid" }.map(\.what)
    for change in changes where change != "`signal.mail` becomes `signal`" {
      #expect(found.contains { $0.contains(change) }, "\(change) is not in \(found)")
    }
    // A constant with parts after `==` does not compile.
    #expect(!found.contains { $0.contains("`signal.mail` becomes `signal`") })
  }

  @Test func `a case on each side of a boundary notices when it is moved`() async throws {
    let rule = "    require: action.count <= 5"
    let both = """
        - case: five
          rule: {r: kept}
        - case: six
          with: {action.count: 6}
          expect: deny
          rule: {r: broken}
        - case: nobody counted
          without: [action.count]
          expect: require-review
          rule: {r: undecided}

      """
    let alive = try await MutationLibrary(Self.policy(rule), cases: Self.ordinary + both).alive()
    #expect(Self.parts(alive, "require") == [])
    let one = "  - case: far off\n    with: {action.count: 60}\n    rule: {r: broken}\n"
    let more = try await MutationLibrary(Self.policy(rule), cases: Self.ordinary + one).alive()
    #expect(Self.parts(more, "require") == ["`5` becomes `4`", "`5` becomes `6`"])
  }

  @Test func `verdicts are noticed by what is expected of the whole alone`() async throws {
    let rule = "    forbid: action.loud"
    let outcomes = """
        - case: loud
          rule: {r: broken}
        - case: nobody knows
          without: [action.loud]
          rule: {r: undecided}

      """
    let alive = try await MutationLibrary(
      Self.policy(rule), cases: Self.ordinary + outcomes
    ).alive()
    #expect(Self.parts(alive, "verdict") == ["the verdict is `require-review`, not `deny`"])
    #expect(
      Self.parts(alive, "unknown") == [
        "what is unknown gives `allow`, not `require-review`",
        "what is unknown gives `deny`, not `require-review`",
      ])
    let expected = outcomes.replacing("rule: {r: broken}", with: "expect: deny")
      .replacing("rule: {r: undecided}", with: "expect: require-review")
    let fewer = try await MutationLibrary(
      Self.policy(rule), cases: Self.ordinary + expected
    ).alive()
    #expect(Self.parts(fewer, "verdict") == [])
    #expect(Self.parts(fewer, "unknown") == [])
  }

  @Test func `rules, exceptions and conditions are dropped one by one`() async throws {
    let rule = """
          when:
            - action.loud
            - any: [action.seen, action.count > 3]
          require: action.count == 0
          unless:
            - exception: far
              when: action.at == "C"
      """
    let cases = "  - case: nothing is asked\n    rule: {always: kept}\n"
    let report = try await MutationLibrary(
      Self.policy(rule), cases: Self.ordinary + cases
    ).report()
    let policy = try #require(report.policies.first)
    let kinds = Dictionary(grouping: policy.alive.filter { $0.rule == "r" }, by: \.kind)
    #expect(kinds[.dropRule]?.count == 1)
    #expect(kinds[.dropException]?.map(\.part) == ["exception far"])
    #expect(
      kinds[.dropCondition]?.map(\.what) == [
        "`action.loud` is dropped", "`any:` of 2 is dropped", "`action.seen` is dropped",
        "`action.count > 3` is dropped",
      ])
    #expect(
      kinds[.swapLogic]?.map(\.what) == ["the list becomes `any:`", "the list becomes `all:`"])
    #expect(policy.alive.allSatisfy { $0.range.file.path == "p.yaml" })
  }

  @Test func `dates, settings, tables and definitions are changed too`() async throws {
    let above = """
      effective: {from: 2026-01-01}
      settings:
        most: {type: int, default: 9, tighter: lower, doc: The most.}
      tables:
        limit:
          by: place
          of: int
          rows:
            - {is: WEST, value: 7, cite: W}
            - {is: A, value: 6, cite: A, until: 2026-12-31}
      define:
        audible: {is: action.loud || action.seen}
      """
    let rule = """
          effective: {until: 2027-12-31}
          when: audible
          require: action.count < limit(action.at) && action.count < settings.most
      """
    let cases = "  - case: nothing is asked\n    rule: {always: kept}\n"
    let alive = try await MutationLibrary(
      Self.policy(rule, above: above), cases: Self.ordinary + cases
    ).alive()
    #expect(
      Self.parts(alive, "effective") == [
        "`from` is 2025-12-31, not 2026-01-01", "`from` is 2026-01-02, not 2026-01-01",
        "`until` is 2027-12-30, not 2027-12-31", "`until` is 2028-01-01, not 2027-12-31",
      ])
    #expect(
      Self.parts(alive, "setting most") == [
        "`default` is `8`, not `9`", "`default` is `10`, not `9`",
      ])
    #expect(
      Self.parts(alive, "table limit").contains("the row of `A` is dropped")
        && Self.parts(alive, "table limit").contains("`until` is 2026-12-30, not 2026-12-31"))
    #expect(Self.parts(alive, "define audible").contains("`action.seen` is dropped"))
  }

  @Test func `definitions that all policies share are changed for all of them`() async throws {
    let library = try MutationLibrary(
      Self.policy("    forbid: noisy"),
      cases: Self.ordinary + """
          - case: loud
            rule: {r: broken}
          - case: neither
            with: {action.loud: false}
            rule: {r: kept}

        """)
    let relinker = try #require(library.compilation.relinker)
    let report = await MutationRun.report(
      library.suites, relinker, policies: [], vocabularies: [0], width: 2
    ) { _, _ in }
    let shared = try #require(report.policies.first)
    #expect(shared.id == "vocabulary v")
    #expect(
      shared.alive.map { "\($0.part): \($0.what)" } == [
        "define noisy: `action.seen` is dropped"
      ])
    // A definition that no rule uses is without effect, however it reads.
    #expect(Set(shared.equivalent.map(\.mutation.part)) == ["define unused"])
    #expect(Set(shared.equivalent.map(\.proof)) == ["no rule uses the definition"])
  }

  /// The client's case notices all but the last day of its waiver, what it sets, and what is unknown of
  /// its own rule.
  @Test func `a client's rules, settings and waivers are changed, its cases are asked`()
    async throws
  {
    let library = try MutationLibrary(
      """
      policy: p
      title: P
      authority: house
      settings:
        most: {type: int, default: 5, tighter: lower, doc: How many.}
      rules:
        - rule: always
          cite: C
          waivable: true
          require: action.count <= settings.most
          because: Too many.
      ---
      client: c
      title: C
      adopts: [p]
      settings: {p.most: 4}
      rules:
        - rule: quiet
          cite: C
          forbid: action.loud
          because: Too loud.
      waivers:
        - waiver: feast
          rule: p/always
          from: 2026-06-01
          until: 2026-06-03
          by: boss@c.example
          reason: A feast.
      ---
      tests: c
      now: 2026-06-01T10:00:00Z
      facts: {action: {kind: signal.mail, count: 9, loud: false}}
      cases:
        - case: the first day of the feast
          rule: {p/always: waived, c/quiet: kept}
        - case: the day before
          now: 2026-05-31T10:00:00Z
          rule: {p/always: broken}
        - case: loud
          with: {action.loud: true}
          expect: deny
          rule: {c/quiet: broken}

      """,
      cases: """
        facts: {action: {kind: signal.mail, count: 1}}
        cases:
          - case: few
            rule: {always: kept}

        """)
    let relinker = try #require(library.compilation.relinker)
    let report = await MutationRun.report(
      library.suites, relinker, policies: [], clients: ["c"], library.compilation.clients, width: 2
    ) { _, _ in }
    let client = try #require(report.policies.first)
    #expect(client.id == "c")
    #expect(client.killed >= 5)
    #expect(
      client.alive.map { "\($0.part): \($0.what)" } == [
        "setting p.most: `p.most` is not set", "setting p.most: `p.most` is `3`, not `4`",
        "setting p.most: `p.most` is `5`, not `4`",
        "unknown: what is unknown gives `allow`, not `require-review`",
        "unknown: what is unknown gives `deny`, not `require-review`",
        "waiver feast: `until` is 2026-06-02, not 2026-06-03",
        "waiver feast: `until` is 2026-06-04, not 2026-06-03",
      ])
  }

  @Test func `a report is the same however many steps are tried at once`() async throws {
    let library = try MutationLibrary(
      Self.policy("    forbid: action.loud && action.count > 4 && action.at.within(\"WEST\")"),
      cases: Self.ordinary + "  - case: loud\n    rule: {r: broken}\n")
    let one = try await library.report(width: 1)
    let many = try await library.report(width: 8)
    #expect(one.text == many.text)
    #expect(one.json.text(pretty: true) == many.json.text(pretty: true))
  }
}
