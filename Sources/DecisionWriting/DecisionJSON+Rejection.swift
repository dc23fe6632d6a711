package import Diagnostics

extension DecisionJSON {
  /// What answers a line whose facts could not be judged: its mistakes in the place of a decision.
  package static func rejection(line: Int, _ diagnostics: [Diagnostic]) -> JSONValue {
    .object([
      ("format", .int(format)), ("rejected", .bool(true)), ("line", .int(Int64(line))),
      (
        "errors",
        .array(
          diagnostics.map { diagnostic in
            .object([
              ("code", .string(diagnostic.code.rawValue)),
              ("message", .string(diagnostic.message)),
              ("help", diagnostic.help.map { .string($0) } ?? .null),
              (
                "column",
                diagnostic.range.map { .int(Int64($0.start.column)) } ?? .null
              ),
            ])
          })
      ),
    ])
  }
}
