package import Diagnostics
package import PolicyModel

/// What the linter says of a step: which rule it breaks, or what cannot be told from the export.
package struct Finding: Sendable {
  /// The rules that say so, the first of them with the texts.
  package let rules: [Citation]
  package let outcome: Outcome
  package let verdict: Verdict
  /// The step that it is about; nil where it is about the workflow as a whole.
  package let step: StepName?
  /// More steps of the workflow of which the same is to be said.
  package var others: [StepName]
  package let workflow: String
  package let range: SourceRange
  /// Names of steps that lead there and show it.
  package let path: [String]
  /// The facts that would settle it; empty where it is settled.
  package let missing: [String]
  /// Nil where it counts; else the reason for which somebody asked not to hear of it.
  package var suppression: Annotations.Suppression?
  /// Whether a baseline knows it already.
  package var isKnown = false

  /// A step as a finding names it.
  package struct StepName: Sendable, Hashable {
    package let id: String
    package let name: String
    package let type: String
    package let line: Int
    package let column: Int
  }

  package var rule: Citation { rules[0] }
  package var name: String { rule.rule.description }

  /// What tells a finding from others, whatever line it stands in: for baselines.
  package var fingerprint: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let parts = [name, outcome.rawValue, workflow, step?.id ?? ""]
    for byte in parts.joined(separator: "\u{1F}").utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// What was found in one workflow.
package struct WorkflowReport: Sendable {
  package let workflow: Workflow
  package let file: String
  /// Those that count, the ones most worth reading first.
  package var findings: [Finding]
  package var suppressed: [Finding]
  package let annotations: Annotations
  /// Rules that hang on what no export holds, such as the recipient: `gate` decides them.
  package let leftToGate: [RuleName]
  package let coverage: MappingCoverage
  /// What is wrong with the export or with what was written for Scruple.
  package let problems: [Diagnostic]
  /// Steps by place: what they were found to be.
  package let steps: [StepSummary]

  /// One step, for the drawing.
  package struct StepSummary: Sendable {
    package let name: String
    package let type: String
    package let kind: String?
    package let role: Step.Role
    package let isDisabled: Bool
  }
}

/// How much of a workflow the mappings know.
package struct MappingCoverage: Sendable {
  /// Steps that have an effect, and those of them that are mapped.
  package var effectful = 0
  package var mapped = 0
  /// By type: how many steps no mapping knows.
  package var unmapped: [String: Int] = [:]

  package init() {}

  package mutating func add(_ other: MappingCoverage) {
    effectful += other.effectful
    mapped += other.mapped
    unmapped.merge(other.unmapped) { $0 + $1 }
  }
}
