import CEL
package import Diagnostics
package import PolicyModel

/// A forecast as JSON, in the form that `docs/schemas/forecast.schema.json` describes.
package enum ForecastJSON {
  package static func value(of forecast: Forecast) -> JSONValue {
    .object([
      ("format", .int(DecisionJSON.format)),
      ("notice", .string(DecisionJSON.notice)),
      ("client", .string(forecast.client)),
      ("start", .string(forecast.start.text)),
      ("until", .string(forecast.until.text)),
      ("steady", .bool(forecast.isSteady)),
      ("spans", .array(forecast.spans.map(value))),
      ("instants", DecisionJSON.texts(forecast.instants)),
      ("dates", DecisionJSON.texts(Set(forecast.dates.map(\.day.text)).sorted())),
      ("library", DecisionJSON.value(of: forecast.library)),
    ])
  }

  private static func value(_ span: Forecast.Span) -> JSONValue {
    .object([
      ("from", .string(span.from.text)),
      ("until", .string(span.until.text)),
      ("days", .int(Int64(span.dayCount))),
      ("verdict", .string(span.decision.verdict.rawValue)),
      ("ungoverned", DecisionJSON.text(span.decision.ungoverned)),
      ("citations", .array(span.decision.inTheWay.map(DecisionJSON.value))),
      ("turns", .array(span.turns.map(value))),
    ])
  }

  private static func value(_ turn: Forecast.Turn) -> JSONValue {
    .object([
      ("rule", .string(turn.rule.description)),
      ("was", .string(turn.was.rawValue)),
      ("becomes", .string(turn.becomes.rawValue)),
      ("cite", DecisionJSON.texts(turn.cite)),
      ("reasons", DecisionJSON.texts(turn.reasons)),
    ])
  }
}
