import Diagnostics
import PolicyModel
import TestSupport
import Testing

@testable import PolicyVerification

/// A definition that many rules are made of, through `exists` over a map within another.
@Suite(.enabled(if: SolverAtHand.isInstalled, SolverAtHand.words))
struct DefinitionDiffTests {
  private static let definitions = """

    ---
    policy: care
    title: Care
    authority: house
    define:
      is_fresh:
        given: {key: term(tag)}
        is: "recipient.consents[key].at <= now"
      grants:
        given: {key: term(tag)}
        is: "recipient.consents[key].granted && is_fresh(key)"
      taken_back:
        given: {key: term(tag)}
        is: >
          recipient.consents.exists(w, key.within(w)
            && has(recipient.consents[w].withdrawn_at)
            && is_fresh(w))
      agreed_to:
        given: {tag: term(tag)}
        is: "recipient.consents.exists(k, tag.within(k) && grants(k))"
      stands:
        given: {tag: term(tag)}
        is: "recipient.consents.exists(k, tag.within(k) && grants(k) && !taken_back(k))"
    rules:

    """

  /// Rules that ask for consent, that forbid it, and that ask for one that was not taken back.
  private static let rules = [
    ("asks", "require: agreed_to(\"a.x\")"), ("refuses", "forbid: agreed_to(\"a.y\")"),
    ("stands", "require: stands(\"a.x\")"), ("counts", "require: action.count < 3"),
  ]

  private func library(fresh: String) throws -> CompiledLibrary {
    let rules = Self.rules.map { name, demand in
      "  - rule: \(name)\n    cite: A\n    when: action.flag\n    \(demand)\n    because: No.\n"
    }
    let text = Self.definitions.replacing("recipient.consents[key].at <= now", with: fresh)
    return try SmallLibrary(SmallWorld.vocabulary + text + rules.joined()).library
  }

  private func changes(
    to fresh: String
  ) throws -> (report: DiffReport, byRule: [String: (milder: Proof, stricter: Proof)]) {
    let report = try SemanticDiff(
      old: library(fresh: "recipient.consents[key].at <= now"), new: library(fresh: fresh),
      client: nil
    ).report { _, _ in }
    var byRule: [String: (milder: Proof, stricter: Proof)] = [:]
    for change in report.rules {
      if case .changed(let milder, let stricter) = change.kind {
        byRule[change.rule.rule] = (milder, stricter)
      }
    }
    return (report, byRule)
  }

  @Test func `what a stricter definition does is shown or ruled out for each rule`() throws {
    let (report, byRule) = try changes(to: "recipient.consents[key].at < now")
    #expect(Set(byRule.keys) == ["asks", "refuses", "stands"])
    #expect(report.sameCount == 1)
    let asks = try #require(byRule["asks"])
    #expect(asks.stricter.counterexample != nil && asks.milder.isProved)
    let refuses = try #require(byRule["refuses"])
    #expect(refuses.milder.counterexample != nil && refuses.stricter.isProved)
    // Both the grant and what takes it back are judged otherwise, so it can become either.
    let stands = try #require(byRule["stands"])
    #expect(stands.stricter.counterexample != nil)
    #expect(stands.milder.counterexample != nil)
  }

  @Test func `a definition that got neither stricter nor milder proves neither`() throws {
    let (_, byRule) = try changes(to: "recipient.consents[key].level > 3")
    for (rule, proofs) in byRule {
      #expect(!proofs.milder.isProved, "\(rule)")
      #expect(!proofs.stricter.isProved, "\(rule)")
    }
    #expect(byRule.count == 3)
  }

  /// What was refused is not known any more: milder for who asks, stricter for who refuses.
  @Test func `a definition that leaves more open proves nothing of what was false`() throws {
    let (_, byRule) = try changes(
      to: "recipient.consents[key].level > 0 ? recipient.consents[key].at <= now "
        + ": recipient.consents[key].at <= now")
    let asks = try #require(byRule["asks"])
    #expect(!asks.milder.isProved && !asks.stricter.isProved)
    let refuses = try #require(byRule["refuses"])
    #expect(!refuses.stricter.isProved && !refuses.milder.isProved)
  }

  @Test func `one changed definition costs few questions a rule`() throws {
    let (report, _) = try changes(to: "recipient.consents[key].at < now")
    #expect(report.questions < 80)
  }
}
