package import Diagnostics
import PolicyModel

extension LintReport {
  /// For programs; `format` is 1.
  ///
  /// A baseline is such a report.
  package var json: JSONValue {
    .object([
      ("format", .int(1)),
      ("notice", .string("No legal advice.")),
      ("client", client.isEmpty ? .null : .string(client)),
      ("denied", .int(Int64(denied.count))),
      ("findings", .int(Int64(findings.count))),
      ("known", .int(Int64(knownCount))),
      ("workflows", .array(workflows.map { value($0) })),
      (
        "library",
        .object([
          ("digest", .string(library.digest)), ("engine", .string(library.engine)),
          ("tzdata", .string(library.timeZones)),
        ])
      ),
    ])
  }

  private func value(_ workflow: WorkflowReport) -> JSONValue {
    .object([
      ("file", .string(workflow.file)),
      ("tool", .string(workflow.workflow.tool)),
      ("name", .string(workflow.workflow.name)),
      ("findings", .array(workflow.findings.map(value))),
      ("ignored", .array(workflow.suppressed.map(value))),
      (
        "declared",
        .array(
          workflow.annotations.declarations.map { declaration in
            .object([
              ("reason", .string(declaration.reason)), ("source", Self.source(declaration.range)),
            ])
          })
      ),
      ("left_to_gate", .array(workflow.leftToGate.map { .string($0.description) })),
      ("coverage", Self.value(workflow.coverage)),
      (
        "problems",
        .array(
          workflow.problems.map { problem in
            .object([
              ("code", .string(problem.code.rawValue)), ("message", .string(problem.message)),
              ("source", problem.range.map(Self.source) ?? .null),
            ])
          })
      ),
    ])
  }

  private func value(_ finding: Finding) -> JSONValue {
    .object([
      ("rule", .string(finding.name)),
      ("rules", .array(finding.rules.map { .string($0.rule.description) })),
      ("outcome", .string(finding.outcome.rawValue)),
      ("verdict", .string(finding.verdict.rawValue)),
      ("step", finding.step.map(Self.value) ?? .null),
      ("also", .array(finding.others.map(Self.value))),
      ("message", .string(finding.message)),
      ("mend", finding.mend.map(JSONValue.string) ?? .null),
      ("cite", .array(finding.cites.map(JSONValue.string))),
      ("path", .array(finding.path.map(JSONValue.string))),
      ("missing", .array(finding.missing.map(JSONValue.string))),
      ("reason", finding.suppression.map { .string($0.reason) } ?? .null),
      ("known", .bool(finding.isKnown)),
      ("source", Self.source(finding.range)),
      (
        "policy",
        .object([
          ("file", .string(finding.rule.file)), ("line", .int(Int64(finding.rule.line))),
        ])
      ),
      ("fingerprint", .string(finding.fingerprint)),
    ])
  }

  static func value(_ coverage: MappingCoverage) -> JSONValue {
    .object([
      ("effectful", .int(Int64(coverage.effectful))), ("mapped", .int(Int64(coverage.mapped))),
      (
        "unmapped",
        .object(
          coverage.unmapped.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) })
      ),
    ])
  }

  private static func value(_ step: Finding.StepName) -> JSONValue {
    .object([
      ("id", .string(step.id)), ("name", .string(step.name)), ("type", .string(step.type)),
      ("line", .int(Int64(step.line))), ("column", .int(Int64(step.column))),
    ])
  }

  private static func source(_ range: SourceRange) -> JSONValue {
    let start = range.start
    return .object([
      ("file", .string(range.file.path)), ("line", .int(Int64(start.line))),
      ("column", .int(Int64(start.column))), ("offset", .int(Int64(range.bytes.lowerBound))),
      ("length", .int(Int64(range.bytes.count))),
    ])
  }
}
