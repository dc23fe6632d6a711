import Diagnostics
import DocumentTree
import Testing

struct YAMLMistakeTests {
  @Test(arguments: [
    """
    policy: gdpr
    ①policy: other
    ~~~
    ① duplicate-key a second time
    """,
    """
    a: {b: 1, ①"b": 2}
    ~~~
    ① duplicate-key
    """,
    """
    a: ①!str x
    ~~~
    ① yaml-tag
    """,
    """
    when:
      - ①! recipient.opted_out
      - ②!recipient.opted_out
      - ③!has(a.b)
    ~~~
    ① yaml-tag cannot start with `!`: put the whole text
    ② yaml-tag
    ③ yaml-tag `!has(a.b)` is a tag
    """,
    """
    a: ①&one {b: c}
    d: ②*one
    ~~~
    ① yaml-anchor
    ② yaml-alias `*one`
    """,
    """
    a: ①&one 1
    ②*one : 3
    ~~~
    ① yaml-anchor
    ② yaml-alias
    """,
    """
    a:
      ①<<: {b: c}
    ~~~
    ① yaml-merge-key
    """,
    """
    ①%YAML 1.2
    ---
    a: b
    ~~~
    ① yaml-directive
    """,
    """
    ①%FOO bar
    ---
    a: b
    ~~~
    ① yaml-directive
    """,
    """
    ①title:
    ②because:
    cite: [a, ③~]
    when: ④null
    list:
      -⑤
    ~~~
    ① empty-value `title` has no value
    ② empty-value
    ③ empty-value this item is `~`
    ④ empty-value quote `null`
    ⑤ empty-value this item is empty
    """,
    """
    a: [①.nan, ②-.inf, '.inf', nan]
    ~~~
    ① not-a-number
    ② not-a-number
    """,
    """
    ①[a, b]: c
    d: e
    ~~~
    ① not-a-scalar-key
    """,
    """
    because: {①witness}
    ~~~
    ① empty-value quote a text that starts with `{`
    """,
    """
    ?①
    : 2
    ~~~
    ① empty-key
    """,
  ])
  func `a mistake is reported where it stands`(text: String) throws {
    let marked = try MarkedText(text)
    let read = readYAML(marked.file)
    marked.check(read.diagnostics)
  }

  @Test(arguments: [
    (#"when: "a" ①== b"#, "quotes ends at the next quote"),
    (#"when: [key]①.covers("x")"#, "`[` starts a list"),
    ("because: {a: b} ①is bad", "`{` starts a list or a mapping"),
    ("when: a ? b①: c", "makes a key"),
    ("when: ①%x", "cannot start with `%`"),
    ("when: ①@x", "cannot start with `@`"),
    ("when: ①`x`", "cannot start with ``"),
    ("when: ||① a", "cannot start with `|`"),
    ("when: > ①3", "cannot start with `>`"),
    ("when: &&① a", "cannot start with `&`"),
    ("when: ①- a", "`- ` starts a list"),
    ("a:\n①\tb: c", "not with tabs"),
    ("a: b\n  c①: d", "like its neighbours"),
    (#"a: "\①q""#, "single quotes"),
    ("a: [b, c①", "missing"),
  ])
  func `a syntax error says what its author can do`(text: String, words: String) throws {
    let marked = try MarkedText(text + "\n~~~\n① yaml-syntax")
    let read = readYAML(marked.file)
    #expect(read.documents.isEmpty)
    #expect(read.diagnostics.map(\.code) == [.yamlSyntax])
    let first = try #require(read.diagnostics.first)
    #expect((first.message + (first.help ?? "")).contains(words), "\(first)")
  }

  @Test func `a syntax error drops the documents before it, and no other file`() {
    let read = readYAML(SourceFile(path: "a.yaml", text: "a: b\na: c\n---\nd: [\n"))
    #expect(read.documents.isEmpty)
    #expect(read.diagnostics.map(\.code) == [.duplicateKey, .yamlSyntax])
  }

  @Test func `nulls are legal below the facts of tests and clients alone`() throws {
    let marked = try MarkedText(
      """
      tests: gdpr
      facts: {a: null, b: {c: , d: [~]}}
      cases:
        - case: one
          with: {x: null}
          expect: ①null
      ---
      vocabulary: core
      facts: {a: ②null}
      ---
      client: acme
      facts: {a: ~}
      title: ③~
      ~~~
      ① empty-value
      ② empty-value
      ③ empty-value
      """)
    marked.check(readYAML(marked.file, nulls: .inFactsAlone).diagnostics)
    #expect(readYAML(marked.file, nulls: .allowed).diagnostics.isEmpty)
  }

  @Test func `what was reported is marked, so that nobody complains again`() throws {
    let file = SourceFile(path: "a.yaml", text: "a: !x y\nb: *c\nd: null\ne: f\n")
    let document = try #require(readYAML(file).documents.first)
    #expect(document.entries?.map { $0.value.scalar?.isReported } == [true, true, true, false])
  }

  @Test func `empty documents are none`() {
    #expect(readYAML(SourceFile(path: "a.yaml", text: "")).documents.isEmpty)
    #expect(readYAML(SourceFile(path: "a.yaml", text: "# a\n---\n---\n...\n")).documents.isEmpty)
    let read = readYAML(SourceFile(path: "a.yaml", text: "---\na: b\n---\nc: d\n"))
    #expect(read.documents.map { $0.entries?.first?.name } == ["a", "c"])
  }
}
