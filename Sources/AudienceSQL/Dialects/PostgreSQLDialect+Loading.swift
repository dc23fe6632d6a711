import PolicyModel

/// How NDJSON gets into PostgreSQL: through a table of `jsonb`, by psql's own `\\copy`.
extension PostgreSQLDialect {
  func loading(_ table: RecipientTable, file: String) -> [String] {
    var values: [String] = []
    for column in table.allColumns {
      let member = SQLText("(line -> \(string(column.name) as String))")
      let wrong =
        "(\(string("`\(column.name)` is no \(typeName(column.type)): ") as String)::text || "
        + member + ")::bigint"
      values.append(value(member, column.type, wrong).text(indent: 2))
    }
    let names = table.allColumns.map { identifier($0.name) }.joined(separator: ", ")
    return [
      "CREATE TEMPORARY TABLE lines (line jsonb)",
      // No NDJSON holds these bytes outside of its texts, nor unescaped within them.
      "\\copy lines FROM \(string(file) as String) WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')",
      """
      INSERT INTO \(table.quotedName(self)) (\(names))
      SELECT
      \(values.commaLines)
      FROM lines
      """,
    ]
  }

  private func typeName(_ type: FactType) -> String {
    switch type {
    case .bool: "bool"
    case .int: "int"
    case .double: "double"
    case .string: "string"
    case .term: "term"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .list: "list"
    case .map: "map"
    case .record: "record"
    }
  }

  /// A member of a line as a column's value; `wrong`: an expression that fails, and says what is wrong.
  private func value(_ member: SQLText, _ type: FactType, _ wrong: SQLText) -> SQLText {
    let columnType = columnType(
      type, Vocabulary(facts: [], records: [], termSets: [], root: .leaf(slot: 0)))
    let isNone =
      SQLText.call("coalesce", .call("jsonb_typeof", member), SQLText("'null'")) + " = 'null'"
    let failure = wrong + "::text::\(columnType)"
    func typed(_ name: String, _ value: SQLText) -> SQLText {
      .cases(
        [(isNone, SQLText("NULL")), ("jsonb_typeof(" + member + ") = '\(name)'", value)],
        else: failure)
    }
    switch type {
    // What is within is looked at by the query.
    case .map, .record: return .call("nullif", member, SQLText("'null'::jsonb"))
    case .list(let element):
      if isJSON(type) { return .call("nullif", member, SQLText("'null'::jsonb")) }
      let item = value(SQLText("item"), element, wrong)
      return typed(
        "array", "ARRAY(SELECT " + item + " FROM jsonb_array_elements(" + member + ") AS item)")
    case .bool: return typed("boolean", element(member, type, isJSON: true))
    case .int, .double: return typed("number", element(member, type, isJSON: true))
    case .string, .term, .timestamp, .duration:
      return typed("string", element(member, type, isJSON: true))
    }
  }
}
