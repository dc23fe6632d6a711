import PolicyModel
import TestSupport
import Testing

@testable import PolicyVerification

/// What is proved and what is not, on small libraries.
@Suite(.enabled(if: SolverAtHand.isInstalled, SolverAtHand.words))
struct VerifierTests {
  private static let policy = """
    policy: care
    title: Care
    authority: house
    settings:
      most: {type: int, default: 5, tighter: lower, doc: "How many."}
      least: {type: int, default: 1, tighter: lower, doc: "Said to be tighter where lower."}
      names: {type: list(string), default: [n], tighter: more, doc: "Names that are refused."}
      quick: {type: int, default: 1, tighter: free, doc: "No direction."}
      idle: {type: int, default: 1, tighter: lower, doc: "Nobody reads it."}
    tables:
      cap:
        by: place
        of: int
        rows:
          - {is: WORLD, value: 9, cite: A}
          - {is: DE, value: 3, cite: B, from: 2022-01-01}
    rules:
      - rule: few
        cite: A
        when: recipient.location.within("EU")
        require: action.count <= settings.most
        because: Too many.
      - rule: enough
        cite: A
        require: action.count >= settings.least
        because: Too few.
      - rule: named
        cite: A
        when: has(action.name)
        forbid: action.name in settings.names
        because: Refused.
      - rule: agreed
        cite: A
        when: action.count > settings.quick
        require: agreed("a.x")
        because: Not agreed.
      - rule: capped
        cite: A
        require: action.count <= cap(recipient.location)
        because: Over the cap.
      - rule: never
        cite: A
        when: action.count > 3
        forbid: action.count < 2
        because: It cannot be.
      - rule: fewer
        cite: A
        when: recipient.location == "FR"
        require: action.count <= settings.most + 1
        because: Too many.
      - rule: flagged
        cite: A
        when: action.other
        require: action.flag
        because: No flag.
      - rule: unflagged
        cite: A
        when: action.other
        forbid: action.flag
        because: A flag.
    """

  private static let clients = """
    client: top
    title: Top
    adopts: [care]
    settings: {care.most: 4}
    ---
    client: below
    title: Below
    under: top
    adopts: [law]
    settings: {care.most: 3}
    waivers: []
    ---
    policy: law
    title: Law
    authority: law
    covers: [FR]
    rules:
      - {rule: one, cite: A, require: action.flag, because: No flag.}
    """

  private func library() throws -> CompiledLibrary {
    let clients = Self.clients.replacing("waivers: []\n", with: "")
    return try SmallLibrary(
      SmallWorld.vocabulary + "\n---\n" + Self.policy + "\n---\n" + clients
    ).library
  }

  @Test func `settings are proved, or found to loosen`() throws {
    let findings = try Verifier(library()).settings(of: [])
    let status = Dictionary(
      uniqueKeysWithValues: findings.map { ($0.setting.name, $0.status.rawValue) })
    #expect(
      status == [
        "care.most": "proved", "care.least": "counterexample", "care.names": "proved",
        "care.quick": "free", "care.idle": "not-read",
      ])
  }

  @Test func `a counterexample shows the difference when it is judged`() throws {
    let findings = try Verifier(library()).settings(of: [])
    let least = try #require(findings.first { $0.setting.name == "care.least" })
    let found = try #require(least.proofs.compactMap(\.proof.counterexample).first)
    #expect(found.words.hasPrefix("broken with") || found.words.hasPrefix("undecided with"))
    #expect(found.yaml.contains("count:"))
  }

  @Test func `a client below is proved, and what its law governs is listed`() throws {
    let findings = try Verifier(library()).layers(of: nil)
    let below = try #require(findings.first)
    #expect(findings.count == 1)
    #expect(below.client == "below" && below.parent == "top")
    #expect(below.proofs.count == 9)
    #expect(below.proofs.allSatisfy { $0.proof.isProved })
    #expect(below.newlyCovered == ["FR by law"])
  }

  @Test func `rules that never break, add nothing or contradict each other are found`()
    async throws
  {
    let findings = try await Verifier.rules(of: ["care"], in: library()) { _, _ in }
    let never = findings.breakable.filter { $0.proof.isProved }.map(\.rule.rule)
    #expect(never == ["never"])
    let breakable = findings.breakable.filter { $0.proof.counterexample != nil }.map(\.rule.rule)
    #expect(breakable.count == 8)
    #expect(
      findings.contradictions.map { [$0.one.rule, $0.other.rule] } == [["flagged", "unflagged"]])
    let superfluous = findings.superfluous.map { "\($0.one.rule) by \($0.other.rule)" }
    #expect(superfluous.contains("fewer by few"))
    #expect(!superfluous.contains("few by fewer"))
  }
}
