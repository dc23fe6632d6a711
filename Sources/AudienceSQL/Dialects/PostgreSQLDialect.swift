import PolicyModel

/// PostgreSQL: arrays of scalars, and `jsonb` for maps and lists of records.
///
/// JSON is checked in a subquery of its own, which OFFSET 0 keeps apart: casts on top of it cannot
/// fail.
struct PostgreSQLDialect: SQLDialect {
  let id = "postgres"
  let title = "PostgreSQL 13 or later"
  let fence: String? = "OFFSET 0"

  func identifier(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  func string(_ text: String) -> String {
    let quoted = text.replacing("'", with: "''")
    // So written it means the same whatever `standard_conforming_strings` says.
    return text.contains("\\")
      ? "E'" + quoted.replacing("\\", with: "\\\\") + "'" : "'" + quoted + "'"
  }

  func timestamp(_ instant: String) -> String { "TIMESTAMPTZ '\(instant)'" }

  func columnType(_ type: FactType, _ vocabulary: Vocabulary) -> String {
    switch type {
    case .bool: "boolean"
    case .int: "bigint"
    case .double: "double precision"
    case .string, .term, .duration: "text"
    case .timestamp: "timestamptz"
    case .list(let element):
      isScalar(element) ? columnType(element, vocabulary) + "[]" : "jsonb"
    case .map, .record: "jsonb"
    }
  }

  func isJSON(_ type: FactType) -> Bool {
    switch type {
    case .bool, .int, .double, .string, .timestamp, .duration, .term: false
    case .list(let element): !isScalar(element)
    case .map, .record: true
    }
  }

  private func isScalar(_ type: FactType) -> Bool {
    switch type {
    case .bool, .int, .double, .string, .timestamp, .duration, .term: true
    case .list, .map, .record: false
    }
  }

  func element(_ text: SQLText, _ type: FactType, isJSON: Bool) -> SQLText {
    guard isJSON else { return text }
    switch type {
    case .string, .term, .duration: return "(" + text + " #>> '{}')"
    case .bool: return "(" + text + " #>> '{}')::boolean"
    case .int: return "(" + text + " #>> '{}')::bigint"
    case .double: return "(" + text + " #>> '{}')::double precision"
    case .timestamp: return "(" + text + " #>> '{}')::timestamptz"
    // A null within JSON is none, as a missing field is.
    case .list, .map, .record: return .call("nullif", text, SQLText("'null'::jsonb"))
    }
  }

  func field(_ name: String, of record: SQLText, isJSON: Bool) -> SQLText {
    "(" + record + " -> " + string(name) + ")"
  }

  func entry(of map: SQLText, key: SQLText) -> SQLText { "(" + map + " -> " + key + ")" }

  func quantified(
    _ range: ElementRange, isAll: Bool, variable: String, predicate: SQLText
  ) -> SQLText {
    let source: SQLText
    if range.isMap {
      source = "jsonb_each(" + range.text + ") AS \(variable)(key, value)"
    } else if range.isJSON {
      source = "jsonb_array_elements(" + range.text + ") AS \(variable)(item)"
    } else {
      source = "unnest(" + range.text + ") AS \(variable)(item)"
    }
    let test = SQLText(
      "TRUE = \(isAll ? "ALL" : "ANY") (", ["SELECT " + predicate, "FROM " + source], .nothing, ")")
    return .cases([(range.text + " IS NOT NULL", test)], else: nil)
  }

  func names(_ variable: String, of range: ElementRange) -> (element: SQLText, value: SQLText) {
    range.isMap
      ? (SQLText("\(variable).key"), SQLText("\(variable).value"))
      : (SQLText("\(variable).item"), SQLText("\(variable).item"))
  }

  func size(of range: ElementRange) -> SQLText {
    if range.isMap {
      return .cases(
        [
          (
            range.text + " IS NOT NULL",
            "(SELECT count(*) FROM jsonb_object_keys(" + range.text + "))"
          )
        ], else: nil)
    }
    return .call(range.isJSON ? "jsonb_array_length" : "cardinality", range.text)
  }

  func list(of cases: [SQLText]) -> SQLText {
    if cases.isEmpty { return SQLText("ARRAY[]::text[]") }
    return "array_remove(" + SQLText("ARRAY[", cases, .comma, "]::text[]") + ", NULL)"
  }

  func emptyValue(_ type: FactType, _ vocabulary: Vocabulary) -> SQLText {
    switch type {
    case .map: SQLText("'{}'::jsonb")
    case .list where isJSON(type): SQLText("'[]'::jsonb")
    case .bool, .int, .double, .string, .timestamp, .duration, .term, .list, .record:
      SQLText("'{}'::\(columnType(type, vocabulary))")
    }
  }

  func byteCount(of text: SQLText) -> SQLText { .call("octet_length", text) }
  func characterCount(of text: SQLText) -> SQLText { .call("char_length", text) }
  func startsWith(_ text: SQLText, _ part: SQLText) -> SQLText { .call("starts_with", text, part) }
  func endsWith(_ text: SQLText, _ part: SQLText) -> SQLText {
    "right(" + text + ", char_length(" + part + ")) = " + part
  }
  func contains(_ text: SQLText, _ part: SQLText) -> SQLText {
    "strpos(" + text + ", " + part + ") > 0"
  }
  func ordered(_ text: SQLText) -> SQLText { text + " COLLATE \"C\"" }
  func matches(_ text: SQLText, pattern: String) -> SQLText {
    text + " ~ " + string("^(\(pattern))$")
  }
}
