import PolicyModel

/// How NDJSON gets into DuckDB: its reader makes numbers of texts and rounds fractions, so the types
/// are looked at first.
extension DuckDBDialect {
  func loading(_ table: RecipientTable, file: String) -> [String] {
    let vocabulary = table.vocabulary
    var checks: [String] = []
    for column in table.allColumns {
      checks += self.checks("$." + pathStep(column.name), column.type, vocabulary, isList: false)
    }
    let columns = table.allColumns.map { column in
      "\(identifier(column.name)): '\(columnType(column.type, vocabulary).replacing("'", with: "''"))'"
    }
    let names = table.allColumns.map { identifier($0.name) }.joined(separator: ", ")
    return [
      """
      CREATE TEMPORARY TABLE lines AS
      SELECT json AS line FROM read_ndjson_objects(\(string(file) as String))
      """,
      """
      SELECT error('a recipient that is none: ' || line) FROM lines WHERE NOT (
        \(checks.joined(separator: "\n  AND "))
      )
      """,
      """
      INSERT INTO \(table.quotedName(self)) (\(names))
      SELECT \(names) FROM read_json(\(string(file) as String), format = 'newline_delimited', columns = {
      \(columns.commaLines)
      })
      """,
    ]
  }

  private func pathStep(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\\\"") + "\""
  }

  /// Tests of what stands at a path, true where nothing does; `isList`: the path leads to many.
  private func checks(
    _ path: String, _ type: FactType, _ vocabulary: Vocabulary, isList: Bool
  ) -> [String] {
    let names: [String]
    var inner: [String] = []
    switch type {
    case .bool: names = ["BOOLEAN"]
    case .int: names = ["BIGINT", "UBIGINT"]
    case .double: names = ["BIGINT", "DOUBLE", "HUGEINT", "UBIGINT"]
    case .string, .term, .duration: names = ["VARCHAR"]
    case .timestamp:
      names = ["VARCHAR"]
      // Finer instants would be cut off.
      let pattern: String = string(
        "\"?"
          + PostgreSQLDialect.instant.replacing("{1,9}", with: "{1,6}0{0,3}") + "\"?")
      let path: String = string(path)
      inner.append(
        isList
          ? "len(list_filter(json_extract(line, \(path)), "
            + "lambda x: json_type(x) = 'VARCHAR' AND NOT regexp_full_match(x, \(pattern)))) = 0"
          : "coalesce(regexp_full_match(line ->> \(path), \(pattern)), TRUE)")
    case .list(let element):
      names = ["ARRAY"]
      inner = checks(path + "[*]", element, vocabulary, isList: true)
    case .map(_, let value):
      names = ["OBJECT"]
      inner = checks(path + ".*", value, vocabulary, isList: true)
    case .record(let number):
      names = ["OBJECT"]
      for field in vocabulary.records[number].fields {
        inner += checks(path + "." + pathStep(field.name), field.type, vocabulary, isList: isList)
      }
    }
    let allowed = (names + ["NULL"]).map { "'\($0)'" }.joined(separator: ", ")
    let found = "json_type(line, \(string(path) as String))"
    let own =
      isList
      ? "list_has_all([\(allowed)], \(found))"
      : "coalesce(\(found) IN (\(allowed)), TRUE)"
    return [own] + inner
  }
}
