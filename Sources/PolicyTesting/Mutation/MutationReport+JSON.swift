package import Diagnostics

extension MutationReport {
  /// The report as JSON, format 1.
  package var json: JSONValue {
    .object([
      ("format", .int(1)), ("alive", .int(Int64(aliveCount))),
      ("policies", .array(policies.map(Self.value))),
    ])
  }

  private static func value(_ policy: Policy) -> JSONValue {
    .object([
      ("policy", .string(policy.id)), ("changes", .int(Int64(policy.count))),
      ("killed", .int(Int64(policy.killed))), ("refused", .int(Int64(policy.refused))),
      (
        "alive",
        .array(
          policy.alive.map { mutation in
            .object(fields(mutation) + [("hint", .string(mutation.hint))])
          })
      ),
      (
        "equivalent",
        .array(
          policy.equivalent.map { equivalent in
            .object(fields(equivalent.mutation) + [("proof", .string(equivalent.proof))])
          })
      ),
    ])
  }

  private static func fields(_ mutation: Mutation) -> [(key: String, value: JSONValue)] {
    let rule = mutation.rule.map { JSONValue.string("\(mutation.policy)/\($0)") } ?? .null
    return [
      ("kind", .string(mutation.kind.rawValue)), ("rule", rule),
      ("part", .string(mutation.part)), ("file", .string(mutation.file)),
      ("line", .int(Int64(mutation.line))), ("change", .string(mutation.what)),
    ]
  }
}
