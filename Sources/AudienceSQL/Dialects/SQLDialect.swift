import CEL
import PolicyModel

/// What databases say each in their own way.
///
/// Truths are SQL's booleans, with NULL for what is not decided: SQL's AND, OR and NOT are Kleene's.
/// No expression may fail at run time, whatever a row holds: databases evaluate in any order.
protocol SQLDialect: Sendable {
  /// As `--dialect` names it.
  var id: String { get }
  /// As people name it, with the versions that it was tried on.
  var title: String { get }
  /// What ends a subquery that must be evaluated before what is built on it.
  var fence: String? { get }

  func identifier(_ name: String) -> String
  func string(_ text: String) -> String
  /// Microseconds since 1970.
  func timestamp(_ instant: String) -> String

  /// The type of a column of the recipients table.
  func columnType(_ type: FactType, _ vocabulary: Vocabulary) -> String
  /// Whether a column of this type holds JSON.
  func isJSON(_ type: FactType) -> Bool

  // Values within values

  /// A value that a JSON text, a map or a list holds, as a value of its own.
  func element(_ text: SQLText, _ type: FactType, isJSON: Bool) -> SQLText
  func field(_ name: String, of record: SQLText, isJSON: Bool) -> SQLText
  /// A map's value by its key; NULL where there is none.
  func entry(of map: SQLText, key: SQLText) -> SQLText

  // Lists and maps

  /// Kleene's `exists` or `all`: NULL of NULL.
  ///
  /// `predicate` speaks of the elements by the names that `element(variable:)` gives.
  func quantified(
    _ range: ElementRange, isAll: Bool, variable: String, predicate: SQLText
  ) -> SQLText
  /// How a predicate names a list's element or a map's key, and a map's value.
  func names(_ variable: String, of range: ElementRange) -> (element: SQLText, value: SQLText)
  func size(of range: ElementRange) -> SQLText
  /// The texts among these cases that are not NULL, as a list.
  func list(of cases: [SQLText]) -> SQLText
  func emptyValue(_ type: FactType, _ vocabulary: Vocabulary) -> SQLText

  // Texts

  func byteCount(of text: SQLText) -> SQLText
  func characterCount(of text: SQLText) -> SQLText
  func startsWith(_ text: SQLText, _ part: SQLText) -> SQLText
  func endsWith(_ text: SQLText, _ part: SQLText) -> SQLText
  func contains(_ text: SQLText, _ part: SQLText) -> SQLText
  /// A text as `<` compares it: by code points.
  func ordered(_ text: SQLText) -> SQLText
  func matches(_ text: SQLText, pattern: String) -> SQLText

  /// True where a JSON value has this type; nil for dialects without JSON.
  func soundJSON(
    _ text: SQLText, _ type: FactType, _ maximum: Int, _ checks: ColumnChecks, _ depth: Int
  ) -> SQLText?
  /// True where a value says more than the dialect's types can hold; nil where none can.
  func isInexact(_ column: SQLText, _ type: FactType, _ vocabulary: Vocabulary) -> SQLText?
  /// The statements that load a file with a recipient a line; they fail at a value of another type.
  func loading(_ table: RecipientTable, file: String) -> [String]
}

/// A list or a map that is gone through.
struct ElementRange: Sendable {
  let text: SQLText
  let isMap: Bool
  let isJSON: Bool
}

extension SQLDialect {
  func string(_ text: String) -> SQLText { SQLText(string(text)) }
  func column(_ name: String) -> SQLText { SQLText(identifier(name)) }

  /// A constant; nil for values that no literal stands for.
  func literal(_ value: Value) -> SQLText? {
    switch value {
    case .bool(let value): value ? .yes : .no
    case .int(let value):
      value == .min
        ? SQLText("CAST(\(string(String(value)) as String) AS BIGINT)")
        : SQLText(value < 0 ? "(\(value))" : "\(value)")
    case .double(let value):
      value.isFinite
        ? SQLText("CAST(\(string("\(value)") as String) AS \(columnType(.double)))") : nil
    case .string(let text):
      text.string.unicodeScalars.contains("\u{0}") ? nil : string(text.string)
    case .timestamp(let instant):
      instant.nanoseconds % 1000 == 0 ? SQLText(timestamp(instant.text)) : nil
    case .null, .uint, .symbol, .duration, .bytes, .list, .map, .record, .optional, .type, .opaque,
      .unknown, .error:
      nil
    }
  }

  private func columnType(_ type: FactType) -> String {
    columnType(type, Vocabulary(facts: [], records: [], termSets: [], root: .leaf(slot: 0)))
  }
}

extension [String] {
  /// A line each, indented, with commas between them.
  var commaLines: String { map { "  " + $0 }.joined(separator: ",\n") }
}

/// The dialects that queries are written in.
package enum QueryDialect: String, CaseIterable, Sendable {
  case duckdb
  case postgres
  case spark

  var dialect: any SQLDialect {
    switch self {
    case .duckdb: DuckDBDialect()
    case .postgres: PostgreSQLDialect()
    case .spark: SparkDialect()
    }
  }
}
