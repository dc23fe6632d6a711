import Testing

@testable import AudienceSQL

/// How SQL is laid out and quoted.
struct SQLTextTests {
  @Test func `what fits stands on one line, what does not on several`() {
    let short = SQLText.all([SQLText("a"), SQLText("b")])
    #expect(short.text(indent: 0) == "(a AND b)")
    let name = String(repeating: "x", count: 60)
    let long = SQLText.all([SQLText(name), SQLText(name)])
    #expect(long.text(indent: 2) == "(\n    \(name)\n    AND \(name)\n  )")
    let cases = SQLText.cases([(SQLText(name), SQLText(name))], else: SQLText("NULL"))
    #expect(cases.text(indent: 0) == "CASE\n  WHEN \(name) THEN \(name)\n  ELSE NULL\nEND")
  }

  @Test func `long lists are filled`() {
    let list = SQLText("x").isIn((0..<40).map { SQLText("'\($0)'") })
    let lines = list.text(indent: 0).split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.allSatisfy { $0.count <= SQLText.lineWidth })
  }

  @Test(arguments: [
    ("it's", "'it''s'", "'it''s'", #"'it\'s'"#),
    (#"a\b"#, #"'a\b'"#, #"E'a\\b'"#, #"'a\\b'"#),
    (#"\'"#, #"'\'''"#, #"E'\\'''"#, #"'\\\''"#), ("é😀", "'é😀'", "'é😀'", "'é😀'"),
  ])
  func `texts are quoted as each database reads them`(
    text: String, duckdb: String, postgres: String, spark: String
  ) {
    #expect(DuckDBDialect().string(text) == duckdb)
    #expect(PostgreSQLDialect().string(text) == postgres)
    #expect(SparkDialect().string(text) == spark)
  }

  @Test func `names are quoted`() {
    #expect(DuckDBDialect().identifier("a\"b") == "\"a\"\"b\"")
    #expect(PostgreSQLDialect().identifier("a\"b") == "\"a\"\"b\"")
    #expect(SparkDialect().identifier("a`b") == "`a``b`")
  }

  @Test func `a comment never ends before its line`() {
    #expect("a\nb\r\u{2028}c".oneLine == "a b  c")
  }

  @Test(arguments: ["recipients", "crm.recipients", "a.b.c", "it's \"x\""])
  func `table names have up to three parts`(name: String) {
    #expect(TableName(name) != nil)
  }

  @Test(arguments: ["", "a.", ".a", "a..b", "a.b.c.d", "a\nb", "\u{0}"])
  func `other names are none`(name: String) {
    #expect(TableName(name) == nil)
  }
}
