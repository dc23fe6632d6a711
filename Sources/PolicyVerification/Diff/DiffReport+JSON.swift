package import Diagnostics
import PolicyModel

extension DiffReport {
  /// For machines; `format` 1.
  package var json: JSONValue {
    .object([
      ("format", .int(1)), ("solver", .string("Z3 " + solver)),
      ("questions", .int(Int64(questions))), ("changed", .bool(hasChanges)),
      ("same", .int(Int64(sameCount))), ("rules", .array(rules.map(Self.json))),
      (
        "kinds",
        .array(
          kinds.map { change in
            .object(
              [
                ("kind", .string(change.kind)),
                ("direction", .string(change.isMilder ? "milder" : "stricter")),
              ] + VerificationReport.json(change.proof))
          })
      ),
      ("clients", .array(changedClients.map(JSONValue.string))),
    ])
  }

  private static func json(_ change: RuleChange) -> JSONValue {
    let name = ("rule", JSONValue.string(change.rule.description))
    switch change.kind {
    case .added: return .object([name, ("change", .string("added"))])
    case .removed: return .object([name, ("change", .string("removed"))])
    case .reworded(let parts):
      return .object([
        name, ("change", .string("reworded")), ("parts", .array(parts.map(JSONValue.string))),
      ])
    case .changed(let milder, let stricter):
      return .object([
        name, ("change", .string("changed")),
        ("milder", .object(VerificationReport.json(milder))),
        ("stricter", .object(VerificationReport.json(stricter))),
      ])
    }
  }
}
