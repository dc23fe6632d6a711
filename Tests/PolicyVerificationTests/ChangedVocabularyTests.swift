import PolicyModel
import TestSupport
import Testing

@testable import PolicyVerification

/// Changes beside the rules' own words, which must not pass for none.
@Suite(.enabled(if: SolverAtHand.isInstalled, SolverAtHand.words))
struct ChangedVocabularyTests {
  private static func library(
    _ rules: String, _ change: (old: String, new: String)? = nil
  ) throws -> CompiledLibrary {
    let policy = """

      ---
      policy: care
      title: Care
      authority: house
      tables:
        cap:
          by: place
          of: int
          rows: [{is: WORLD, value: 9, cite: A}]
      rules:
      \(rules)
      """
    var text = SmallWorld.vocabulary + policy
    if let change {
      try #require(text.contains(change.old))
      text = text.replacing(change.old, with: change.new)
    }
    return try SmallLibrary(text).library
  }

  private static func rule(_ name: String, _ parts: String) -> String {
    "  - {rule: \(name), cite: A, because: No., \(parts)}\n"
  }

  private func changes(
    _ rules: String, _ old: String, _ new: String
  ) throws -> [(milder: Proof, stricter: Proof)] {
    let report = try SemanticDiff(
      old: Self.library(rules), new: Self.library(rules, (old, new)), client: nil
    ).report { _, _ in }
    return report.rules.compactMap { change in
      if case .changed(let milder, let stricter) = change.kind { (milder, stricter) } else { nil }
    }
  }

  @Test func `a table that lost its row fails where what is unknown was allowed`() throws {
    let rules = Self.rule(
      "capped",
      "unknown: allow, require: action.flag || cap(recipient.location) == 123")
    let changes = try changes(rules, "is: WORLD, value", "is: US, value")
    #expect(changes.count == 1)
    #expect(changes.allSatisfy { !$0.stricter.isProved })
  }

  @Test func `a field that may no longer be none changes what is made of it`() throws {
    let changes = try changes(
      Self.rule("agreed", "require: \"agreed('a.x')\""),
      "withdrawn_at: {type: timestamp, nullable: true", "withdrawn_at: {type: timestamp")
    #expect(changes.count == 1)
    #expect(changes.allSatisfy { !$0.stricter.isProved })
  }

  @Test func `a fact of another type stands for other values`() throws {
    let changes = try changes(
      Self.rule("few", "require: action.count < 3"), "count: {type: int", "count: {type: double")
    #expect(changes.count == 1)
    #expect(changes.allSatisfy { !$0.milder.isProved && !$0.stricter.isProved })
  }

  /// Each rule alone needs one element of the list; only all together need more than stand for it.
  @Test func `many rules about one list need many elements`() throws {
    let tags = "tags: {type: list(term(tag))"
    let names = SmallWorld.vocabulary.replacing(
      tags, with: "names: {type: list(string), doc: \"Names.\"}\n      " + tags)
    func library(_ isNew: Bool) throws -> CompiledLibrary {
      var rules = ""
      for number in 0..<8 {
        let extra = isNew ? " || action.other" : ""
        rules += Self.rule(
          "n\(number)",
          "unknown: deny, when: action.flag\(extra), require: '\"x\(number)\" in action.names'")
      }
      if !isNew { rules += Self.rule("other", "when: action.flag, require: action.other") }
      let head = "\n---\npolicy: care\ntitle: Care\nauthority: house\nrules:\n"
      return try SmallLibrary(names + head + rules).library
    }
    let report = try SemanticDiff(
      old: library(false), new: library(true), client: nil
    ).report { _, _ in }
    #expect(report.kinds.count { $0.isMilder } == 3)
  }
}
