import PolicyEngine
import PolicyModel
import TestSupport
import Testing

/// The table of docs/language.md, "The decision": every combination of `when`, one exception and the body.
struct DecisionTableTests {
  enum Part: String, CaseIterable, Sendable {
    case yes, no, unknown, error

    /// A condition on two facts that comes to this.
    func condition(_ name: String) -> String { "10 / t.\(name)_n > 0 && t.\(name)" }

    /// The facts that make it so.
    func facts(_ name: String) -> String? {
      switch self {
      case .yes: "\"\(name)\": true, \"\(name)_n\": 1"
      case .no: "\"\(name)\": false, \"\(name)_n\": 1"
      case .unknown: nil
      case .error: "\"\(name)\": true, \"\(name)_n\": 0"
      }
    }
  }

  /// The outcome as the language's table has it, read row by row.
  private static func wanted(_ when: Part, _ exception: Part, holds: Part) -> Outcome {
    switch (when, exception, holds) {
    case (.no, _, _): .notApplicable
    case (.yes, .yes, _): .excepted
    case (_, .yes, _): .notApplicable
    case (.yes, _, .yes): .kept
    case (_, _, .yes): .notApplicable
    case (.yes, .no, .no): .broken
    default: .undecided
    }
  }

  private static func library(
    _ isForbid: Bool, _ verdict: Verdict, _ unknown: Verdict
  ) -> String {
    """
    vocabulary: t
    facts:
      now: {type: timestamp, doc: The instant.}
      t:
        doc: Truths.
        fields:
          w: {type: bool, doc: When.}
          w_n: {type: int, doc: When.}
          e: {type: bool, doc: Exception.}
          e_n: {type: int, doc: Exception.}
          b: {type: bool, doc: Body.}
          b_n: {type: int, doc: Body.}
    ---
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
        when: \(Part.yes.condition("w"))
        \(isForbid ? "forbid" : "require"): \(Part.yes.condition("b"))
        unless:
          - exception: x
            cite: [none]
            when: \(Part.yes.condition("e"))
        verdict: \(verdict.rawValue)
        unknown: \(unknown.rawValue)
        because: Broken.
    ---
    client: me
    title: Me
    adopts: [p]
    """
  }

  @Test(arguments: [Verdict.deny, .requireReview], [Verdict.deny, .requireReview, .allow])
  func `every combination has the outcome and the verdict of the table`(
    verdict: Verdict, unknown: Verdict
  ) throws {
    for isForbid in [false, true] {
      let small = try SmallLibrary(Self.library(isForbid, verdict, unknown))
      for usesIndex in [true, false] {
        let gate = try small.gate(usesIndex: usesIndex)
        for when in Part.allCases {
          for exception in Part.allCases {
            for body in Part.allCases {
              try check(small, gate, (when, exception, body), isForbid, verdict, unknown)
            }
          }
        }
      }
    }
  }

  private func check(
    _ small: SmallLibrary, _ gate: Gate, _ parts: (when: Part, exception: Part, body: Part),
    _ isForbid: Bool, _ verdict: Verdict, _ unknown: Verdict
  ) throws {
    let stated = [parts.when.facts("w"), parts.exception.facts("e"), parts.body.facts("b")]
    let json = """
      {"now": "2026-01-01T00:00:00Z", "t": {\(stated.compactMap(\.self).joined(separator: ", "))}}
      """
    var holds = parts.body
    if isForbid, holds == .yes || holds == .no { holds = holds == .yes ? .no : .yes }
    let wanted = Self.wanted(parts.when, parts.exception, holds: holds)
    let decision = gate.decide(try small.prepared(json, for: gate))
    let citation = decision.citations.first { $0.rule.rule == "r" }
    #expect((citation?.outcome ?? .notApplicable) == wanted, "\(parts) \(isForbid)")
    let hasError = [parts.when, parts.exception, parts.body].contains(.error)
    let gives: Verdict =
      switch wanted {
      case .broken: verdict
      case .undecided: unknown == .allow && hasError ? .requireReview : unknown
      case .notApplicable, .excepted, .kept, .waived: .allow
      }
    #expect(decision.verdict == gives, "\(parts) \(isForbid)")
    #expect(decision.ungoverned == nil)
  }
}
