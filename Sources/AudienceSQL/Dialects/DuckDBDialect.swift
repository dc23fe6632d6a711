import PolicyModel

/// DuckDB: maps, structs and lists in typed columns; elements by lambdas.
struct DuckDBDialect: SQLDialect {
  let id = "duckdb"
  let title = "DuckDB 1.3 or later"
  let fence: String? = nil

  func identifier(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
  func string(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
  func timestamp(_ instant: String) -> String { "TIMESTAMPTZ '\(instant)'" }

  func columnType(_ type: FactType, _ vocabulary: Vocabulary) -> String {
    switch type {
    case .bool: "BOOLEAN"
    case .int: "BIGINT"
    case .double: "DOUBLE"
    case .string, .term, .duration: "VARCHAR"
    case .timestamp: "TIMESTAMPTZ"
    case .list(let element): columnType(element, vocabulary) + "[]"
    case .map(let key, let value):
      "MAP(\(columnType(key, vocabulary)), \(columnType(value, vocabulary)))"
    case .record(let number):
      "STRUCT("
        + vocabulary.records[number].fields.map { field in
          identifier(field.name) + " " + columnType(field.type, vocabulary)
        }.joined(separator: ", ") + ")"
    }
  }

  func isJSON(_ type: FactType) -> Bool { false }

  func element(_ text: SQLText, _ type: FactType, isJSON: Bool) -> SQLText { text }

  func field(_ name: String, of record: SQLText, isJSON: Bool) -> SQLText {
    .call("struct_extract", record, string(name))
  }

  func entry(of map: SQLText, key: SQLText) -> SQLText { map + "[" + key + "]" }

  /// Undecided elements count 1, true ones 2: the largest decides an `exists`, the least an `all`.
  func quantified(
    _ range: ElementRange, isAll: Bool, variable: String, predicate: SQLText
  ) -> SQLText {
    let elements = range.isMap ? SQLText.call("map_entries", range.text) : range.text
    let rank = SQLText.call(
      "coalesce", "CAST(" + predicate + " AS TINYINT) * 2", SQLText("1"))
    let ranks = SQLText("list_transform(", [elements, "lambda \(variable): " + rank], .comma, ")")
    let ofNone = SQLText.cases(
      [(range.text + " IS NOT NULL", SQLText(isAll ? "2" : "0"))], else: nil)
    return "CASE "
      + SQLText.call("coalesce", .call(isAll ? "list_min" : "list_max", ranks), ofNone)
      + " WHEN 2 THEN TRUE WHEN 0 THEN FALSE END"
  }

  func names(_ variable: String, of range: ElementRange) -> (element: SQLText, value: SQLText) {
    range.isMap
      ? (SQLText("\(variable).\"key\""), SQLText("\(variable).\"value\""))
      : (SQLText(variable), SQLText(variable))
  }

  func size(of range: ElementRange) -> SQLText {
    .call(range.isMap ? "cardinality" : "len", range.text)
  }

  func list(of cases: [SQLText]) -> SQLText {
    if cases.isEmpty { return SQLText("CAST([] AS VARCHAR[])") }
    return "list_filter(" + SQLText("[", cases, .comma, "]") + ", lambda x: x IS NOT NULL)"
  }

  func emptyValue(_ type: FactType, _ vocabulary: Vocabulary) -> SQLText {
    if case .map = type {
      return SQLText("CAST(MAP {} AS \(columnType(type, vocabulary)))")
    }
    return SQLText("CAST([] AS \(columnType(type, vocabulary)))")
  }

  func byteCount(of text: SQLText) -> SQLText { .call("strlen", text) }
  func characterCount(of text: SQLText) -> SQLText { .call("length", text) }
  func startsWith(_ text: SQLText, _ part: SQLText) -> SQLText { .call("starts_with", text, part) }
  func endsWith(_ text: SQLText, _ part: SQLText) -> SQLText { .call("suffix", text, part) }
  func contains(_ text: SQLText, _ part: SQLText) -> SQLText { .call("contains", text, part) }
  func ordered(_ text: SQLText) -> SQLText { text }
  func matches(_ text: SQLText, pattern: String) -> SQLText {
    .call("regexp_full_match", text, string(pattern))
  }

  func soundJSON(
    _ text: SQLText, _ type: FactType, _ maximum: Int, _ checks: ColumnChecks, _ depth: Int
  ) -> SQLText? {
    nil
  }

  func isInexact(_ column: SQLText, _ type: FactType, _ vocabulary: Vocabulary) -> SQLText? { nil }
}
