package import Diagnostics
import FactsReading
import PolicyModel

/// The report as `report.json`, whose parts `docs/audiences.md` tells.
extension AudienceReport {
  package var json: JSONValue {
    .object([
      ("format", .int(1)),
      (
        "notice",
        .string(
          "Scruple checks an action against rules that people wrote. This is no legal advice.")
      ),
      ("campaign", .string(campaign)),
      ("client", .string(client)),
      ("now", .string(now)),
      (
        "audience",
        .object([
          ("path", .string(path)), ("form", .string(form.rawValue)), ("bytes", count(bytes)),
          ("recipients", count(total)), ("judged", count(judged)), ("rejected", count(rejected)),
        ])
      ),
      (
        "verdicts",
        .object([
          ("allow", counted(allowed)), ("deny", counted(denied)),
          ("require-review", counted(toReview)),
        ])
      ),
      ("rules", .array(rules.map { value(of: $0) })),
      (
        "ungoverned",
        .array(
          ungoverned.map { reason, rows in
            .object([
              ("reason", .string("\(reason.code)")), ("recipients", count(rows)),
              ("share", share(rows)),
            ])
          })
      ),
      (
        "reasons",
        .array(
          reasons.map { reason in
            .object([
              ("verdict", .string(reason.verdict.rawValue)),
              ("rules", .array(reason.rules.map { .string($0.description) })),
              ("ungoverned", reason.ungoverned.map { .string("\($0.code)") } ?? .null),
              ("recipients", count(reason.rows)), ("share", share(reason.rows)),
            ])
          })
      ),
      ("other_reasons", counted(otherReasons)),
      (
        "missing",
        .array(
          missing.map { fact, rows in
            .object([
              ("fact", .string(fact)), ("recipients", count(rows)), ("share", share(rows)),
            ])
          })
      ),
      (
        "waivers",
        .object([
          ("recipients", count(waived)), ("share", share(waived)),
          (
            "used",
            .array(
              waivers.map { waiver in
                .object([
                  ("waiver", .string(waiver.waiver)), ("rule", .string(waiver.rule.description)),
                  ("recipients", count(waiver.rows)), ("share", share(waiver.rows)),
                ])
              })
          ),
        ])
      ),
      ("columns", .array(columns.map { value(of: $0) })),
      ("duplicates", duplicates.map { value(of: $0) } ?? .null),
      ("warnings", .array(warnings.map { .string($0) })),
      (
        "library",
        .object([
          ("digest", .string(library.digest)), ("engine", .string(library.engine)),
          ("tzdata", .string(library.timeZones)),
        ])
      ),
    ])
  }

  private func count(_ count: Int) -> JSONValue { .int(Int64(count)) }

  /// Of the judged recipients, 0...1, to six places; null where there are none.
  private func share(_ rows: Int) -> JSONValue {
    judged == 0 ? .null : .double((Double(rows) / Double(judged) * 1e6).rounded() / 1e6)
  }

  private func counted(_ rows: Int) -> JSONValue {
    .object([("recipients", count(rows)), ("share", share(rows))])
  }

  private func value(of rule: RuleLine) -> JSONValue {
    .object([
      ("rule", .string(rule.name.description)),
      ("title", rule.title.map { .string($0) } ?? .null),
      ("cite", .array(rule.cite.map { .string($0) })),
      (
        "source",
        .object([("file", .string(rule.file)), ("line", .int(Int64(rule.line)))])
      ),
      ("denied", count(rule.count.denies)), ("to_review", count(rule.count.reviews)),
      ("share", share(rule.count.denies + rule.count.reviews)),
      ("alone", count(rule.count.alone)), ("broken", count(rule.count.broken)),
      ("undecided", count(rule.count.undecided)),
      (
        "examples",
        .array(
          rule.examples.map { example in
            .object([
              ("line", count(example.line)), ("id", example.id.map { .string($0) } ?? .null),
              ("because", .string(example.because)),
              (
                "facts",
                .array(
                  example.facts.map {
                    .object([("fact", .string($0.fact)), ("value", .string($0.value))])
                  })
              ),
            ])
          })
      ),
    ])
  }

  private func value(of column: Column) -> JSONValue {
    func value(_ name: JSONValue, _ verdicts: SegmentCount.Verdicts) -> JSONValue {
      .object([
        ("value", name), ("allow", count(verdicts.allowed)), ("deny", count(verdicts.denied)),
        ("require-review", count(verdicts.toReview)),
      ])
    }
    var values = column.values.map { value(.string($0.name), $0.verdicts) }
    if column.other.all > 0 { values.append(value(.null, column.other)) }
    return .object([("fact", .string(column.fact)), ("values", .array(values))])
  }

  private func value(of duplicates: Duplicates) -> JSONValue {
    .object([
      ("ids", count(duplicates.count)),
      (
        "examples",
        .array(
          duplicates.examples.map { example in
            .object([
              ("id", .string(example.id)), ("lines", .array(example.lines.map { count($0) })),
            ])
          })
      ),
    ])
  }
}
