import Diagnostics
import PolicyModel
import TestSupport
import Testing

@testable import PolicyVerification

/// What is found of a change, and what is not asked about.
@Suite(.enabled(if: SolverAtHand.isInstalled, SolverAtHand.words))
struct SemanticDiffTests {
  private static let policy = """

    ---
    policy: care
    title: Care
    authority: house
    define:
      is_small: {is: "action.count < 10 && action.count < 20"}
    rules:
      - rule: small
        cite: A
        require: is_small
        because: Too many.
      - rule: flagged
        cite: A
        when: action.other
        require: action.flag
        because: No flag.
    """

  private func library(_ changes: [(String, String)] = []) throws -> CompiledLibrary {
    var text = Self.policy
    for (old, new) in changes {
      try #require(text.contains(old))
      text = text.replacing(old, with: new)
    }
    return try SmallLibrary(SmallWorld.vocabulary + text).library
  }

  private func report(_ changes: [(String, String)]) throws -> DiffReport {
    try SemanticDiff(old: library(), new: library(changes), client: nil).report { _, _ in }
  }

  @Test func `nothing is asked where nothing changed`() throws {
    let report = try report([])
    #expect(!report.hasChanges)
    #expect(report.sameCount == 2)
    #expect(report.questions == 0)
  }

  @Test(arguments: [
    ("under: top\n", "", ["shop"]), ("until: 2026-12-31", "until: 2027-01-31", ["shop"]),
    ("a@b.example]", "c@d.example]", ["shop", "top"]),
    ("client: shop", "client: store", ["shop", "store"]), ("title: Top", "title: Other", []),
  ])
  func `clients whose own documents differ are named where none is asked about`(
    old: String, new: String, ids: [String]
  ) throws {
    let clients = """

      ---
      client: top
      title: Top
      adopts: []
      reviewers: {legal: [a@b.example]}
      ---
      client: shop
      under: top
      title: Shop
      adopts: [care]
      waivers:
        - {waiver: w, rule: care/small, until: 2026-12-31, by: a@b.example, reason: R.}
      """
    func compared(_ client: String?) throws -> DiffReport {
      let policy = Self.policy.replacing("because: Too", with: "waivable: true\n    because: Too")
      let libraries = try [clients, clients.replacing(old, with: new)].map {
        try SmallLibrary(SmallWorld.vocabulary + policy + $0).library
      }
      return try SemanticDiff(old: libraries[0], new: libraries[1], client: client).report { _, _ in
      }
    }
    let report = try compared(nil)
    #expect(report.changedClients == ids)
    #expect(report.hasChanges == !ids.isEmpty)
    #expect(report.text.contains("--client \(ids.first ?? "?")") == !ids.isEmpty)
    #expect(try compared("top").changedClients == [])
  }

  @Test func `a definition that means the same is shown once, whoever uses it`() throws {
    let report = try report([("action.count < 10 && action.count < 20", "action.count < 10")])
    #expect(!report.hasChanges)
    #expect(report.questions == 1)
    #expect(report.sameCount == 2)
  }

  @Test func `a definition that means something else changes the rules that use it`() throws {
    let report = try report([("action.count < 10 &&", "action.count < 11 &&")])
    #expect(report.rules.map(\.rule.rule) == ["small"])
    guard case .changed(let milder, let stricter)? = report.rules.first?.kind else {
      Issue.record("not changed")
      return
    }
    #expect(milder.counterexample?.request.text(pretty: false).contains("\"count\":10") == true)
    #expect(stricter.isProved)
  }

  @Test func `a rule that applies to less is no rewording, though it gives the same`() throws {
    let other = "    when: action.other"
    let report = try report([(other, other + " && !(action.flag && action.count > 99)")])
    guard case .changed(let milder, let stricter)? = report.rules.first?.kind else {
      Issue.record("not changed")
      return
    }
    #expect(milder.isProved && stricter.isProved)
    #expect(report.text.contains("applies to other actions"))
  }

  @Test func `an example says no more than it needs`() throws {
    let report = try report([("require: action.flag", "require: action.flag || action.count > 3")])
    guard case .changed(let milder, _)? = report.rules.first?.kind else {
      Issue.record("not changed")
      return
    }
    let request = try #require(milder.counterexample?.request)
    guard case .object(let entries) = request else {
      Issue.record("no object")
      return
    }
    #expect(Set(entries.map { $0.key }) == ["now", "action"])
  }

  @Test func `an example of a kind of action states the kind, though any would do`() throws {
    let report = try report([
      ("require: action.flag", "require: action.flag\n    unknown: deny")
    ])
    #expect(report.kinds.count == 3)
    for change in report.kinds {
      #expect(change.proof.counterexample?.yaml.contains("kind: \(change.kind)") == true)
    }
  }
}
