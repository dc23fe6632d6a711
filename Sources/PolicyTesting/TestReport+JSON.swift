import CEL
package import Diagnostics
import PolicyModel

extension TestReport {
  /// The report as JSON, format 1.
  package var json: JSONValue {
    .object([
      ("format", .int(1)), ("cases", .int(Int64(caseCount))),
      ("failed", .int(Int64(failedCount))), ("suites", .array(suites.map(Self.value))),
    ])
  }

  private static func value(_ suite: Suite) -> JSONValue {
    .object([
      ("policy", .string(suite.policy)),
      (
        "cases",
        .array(
          suite.cases.map { result in
            .object([
              ("case", .string(result.name)), ("file", .string(result.file)),
              ("line", .int(Int64(result.line))), ("passed", .bool(result.failures.isEmpty)),
              ("failures", .array(result.failures.map { .string($0) })),
            ])
          })
      ),
      (
        "rules",
        .array(
          suite.rules.map { rule in
            let seen = Outcome.allCases.filter { rule.outcomes.contains($0) }
            return .object([
              ("rule", .string(rule.rule.description)), ("file", .string(rule.file)),
              ("line", .int(Int64(rule.line))),
              ("outcomes", .array(seen.map { .string($0.rawValue) })),
            ])
          })
      ),
      (
        "atoms",
        .array(
          suite.atoms.map { atom in
            .object([
              ("expression", .string(atom.expression)),
              ("rule", .string(atom.rule.description)),
              ("true", .bool(atom.truths.contains(.yes))),
              ("false", .bool(atom.truths.contains(.no))),
              ("unknown", .bool(atom.wasUnknown)),
            ])
          })
      ),
    ])
  }
}
