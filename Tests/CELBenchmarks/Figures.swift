import CEL
import Diagnostics

/// Conditions, facts and figures for a program that measures another implementation beside this one.
enum Figures {
  /// One line of JSON; facts are CEL text.
  static func json(_ measurements: [Measurement]) -> String {
    let facts = Facts.all.map { fact in
      JSONValue.object([
        ("name", .string(fact.name)), ("type", .string("\(fact.type)")),
        ("value", .string("\(fact.value)")),
      ])
    }
    let conditions = measurements.map { measurement in
      JSONValue.object([
        ("name", .string(measurement.condition.name)),
        ("text", .string(measurement.condition.text)),
        ("expected", .bool(measurement.condition.expected == .yes)),
        ("compile", .double(measurement.compile + measurement.plan)),
        ("parse", .double(measurement.parse)), ("evaluate", .double(measurement.evaluate)),
        ("besideAnother", .double(measurement.besideAnother)),
      ])
    }
    return JSONValue.object([("facts", .array(facts)), ("conditions", .array(conditions))])
      .text(pretty: false)
  }
}
