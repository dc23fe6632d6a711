import PolicyModel

/// Spark SQL: maps, structs and arrays in typed columns; elements by higher-order functions, whose
/// `exists` and `forall` are Kleene's.
struct SparkDialect: SQLDialect {
  let id = "spark"
  let title = "Spark SQL 3.5 or later"
  let fence: String? = nil

  func identifier(_ name: String) -> String { "`" + name.replacing("`", with: "``") + "`" }

  func string(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  func timestamp(_ instant: String) -> String { "TIMESTAMP_LTZ '\(instant)'" }

  func columnType(_ type: FactType, _ vocabulary: Vocabulary) -> String {
    switch type {
    case .bool: "BOOLEAN"
    case .int: "BIGINT"
    case .double: "DOUBLE"
    case .string, .term, .duration: "STRING"
    case .timestamp: "TIMESTAMP"
    case .list(let element): "ARRAY<\(columnType(element, vocabulary))>"
    case .map(let key, let value):
      "MAP<\(columnType(key, vocabulary)), \(columnType(value, vocabulary))>"
    case .record(let number):
      "STRUCT<"
        + vocabulary.records[number].fields.map { field in
          identifier(field.name) + ": " + columnType(field.type, vocabulary)
        }.joined(separator: ", ") + ">"
    }
  }

  func isJSON(_ type: FactType) -> Bool { false }

  func element(_ text: SQLText, _ type: FactType, isJSON: Bool) -> SQLText { text }

  func field(_ name: String, of record: SQLText, isJSON: Bool) -> SQLText {
    record + ".\(identifier(name))"
  }

  func entry(of map: SQLText, key: SQLText) -> SQLText { .call("try_element_at", map, key) }

  func quantified(
    _ range: ElementRange, isAll: Bool, variable: String, predicate: SQLText
  ) -> SQLText {
    let elements = range.isMap ? SQLText.call("map_entries", range.text) : range.text
    return SQLText(
      isAll ? "forall(" : "exists(", [elements, "\(variable) -> " + predicate], .comma, ")")
  }

  func names(_ variable: String, of range: ElementRange) -> (element: SQLText, value: SQLText) {
    range.isMap
      ? (SQLText("\(variable).key"), SQLText("\(variable).value"))
      : (SQLText(variable), SQLText(variable))
  }

  /// `size` of NULL may be -1, as the session has it.
  func size(of range: ElementRange) -> SQLText {
    .cases([(range.text + " IS NOT NULL", .call("size", range.text))], else: nil)
  }

  func list(of cases: [SQLText]) -> SQLText {
    if cases.isEmpty { return SQLText("CAST(array() AS ARRAY<STRING>)") }
    return "filter(" + SQLText("array(", cases, .comma, ")") + ", x -> x IS NOT NULL)"
  }

  func emptyValue(_ type: FactType, _ vocabulary: Vocabulary) -> SQLText {
    if case .map = type {
      return SQLText("CAST(map() AS \(columnType(type, vocabulary)))")
    }
    return SQLText("CAST(array() AS \(columnType(type, vocabulary)))")
  }

  func byteCount(of text: SQLText) -> SQLText { .call("octet_length", text) }
  func characterCount(of text: SQLText) -> SQLText { .call("char_length", text) }
  func startsWith(_ text: SQLText, _ part: SQLText) -> SQLText { .call("startswith", text, part) }
  func endsWith(_ text: SQLText, _ part: SQLText) -> SQLText { .call("endswith", text, part) }
  func contains(_ text: SQLText, _ part: SQLText) -> SQLText { .call("contains", text, part) }
  func ordered(_ text: SQLText) -> SQLText { text }
  func matches(_ text: SQLText, pattern: String) -> SQLText {
    .call("regexp_like", text, string("^(\(pattern))$"))
  }

  func soundJSON(
    _ text: SQLText, _ type: FactType, _ maximum: Int, _ checks: ColumnChecks, _ depth: Int
  ) -> SQLText? {
    nil
  }

  func isInexact(_ column: SQLText, _ type: FactType, _ vocabulary: Vocabulary) -> SQLText? { nil }

  /// `from_json` stops at numbers and truths of other types; in text columns it takes both as text.
  func loading(_ table: RecipientTable, file: String) -> [String] {
    let columns = table.allColumns.map { column in
      "\(identifier(column.name)) \(columnType(column.type, table.vocabulary))"
    }
    return [
      """
      INSERT INTO \(table.quotedName(self))
      SELECT recipient.* FROM (
        SELECT from_json(value, \(string("\n" + columns.commaLines + "\n") as String), map('mode', 'FAILFAST')) AS recipient
        FROM text.\(identifier(file))
      ) AS lines
      """
    ]
  }
}
