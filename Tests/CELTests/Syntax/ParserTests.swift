import CEL
import Diagnostics
import Testing

struct ParserTests {
  @Test(arguments: [
    ("a || b && c", "(_||_ a (_&&_ b c))"),
    ("a && b || c && d", "(_||_ (_&&_ a b) (_&&_ c d))"),
    ("a == b && c", "(_&&_ (_==_ a b) c)"),
    ("a + b * c - d", "(_-_ (_+_ a (_*_ b c)) d)"),
    ("a - b - c", "(_-_ (_-_ a b) c)"),
    ("a / b % c", "(_%_ (_/_ a b) c)"),
    ("a < b == c", "(_==_ (_<_ a b) c)"),
    ("a + 1 in b", "(@in (_+_ a 1) b)"),
    ("a <= b", "(_<=_ a b)"), ("a >= b", "(_>=_ a b)"), ("a > b", "(_>_ a b)"),
    ("a != b", "(_!=_ a b)"),
    ("a ? b : c ? d : e", "(_?_:_ a b (_?_:_ c d e))"),
    ("a || b ? c || d : e", "(_?_:_ (_||_ a b) (_||_ c d) e)"),
    ("a ? (b ? c : d) : e", "(_?_:_ a (_?_:_ b c d) e)"),
    ("(a + b) * c", "(_*_ (_+_ a b) c)"),
    ("!a.b", "(!_ (. a b))"), ("!!a", "(!_ (!_ a))"), ("!a == b", "(_==_ (!_ a) b)"),
    ("-a.b", "(-_ (. a b))"), ("--a", "(-_ (-_ a))"), ("a--b", "(_-_ a (-_ b))"),
    ("a -1", "(_-_ a 1)"), ("a - -1", "(_-_ a -1)"), ("-1 + 2", "(_+_ -1 2)"),
  ])
  func `operators bind by their level`(text: String, tree: String) {
    #expect(TreeText.parsed(text) == tree)
  }

  @Test(arguments: [
    ("a || b || c", "(_||_ (_||_ a b) c)"),
    ("a && b && c && d", "(_&&_ (_&&_ a b) (_&&_ c d))"),
    ("a || b || c || d || e", "(_||_ (_||_ (_||_ a b) c) (_||_ d e))"),
  ])
  func `a chain of one logical operator is a balanced tree`(text: String, tree: String) {
    #expect(TreeText.parsed(text) == tree)
  }

  @Test(arguments: [
    ("a.b.c", "(. (. a b) c)"), (".a.b", "(. .a b)"), ("a . b", "(. a b)"),
    ("a.b()", "(b on:a)"), ("a.b.c(1, 2)", "(c on:(. a b) 1 2)"), ("f()", "(f)"),
    (".f(1)", "(.f 1)"),
    ("f(a)(b)", "expression-syntax: expected the end of the expression, found `(`"),
    ("a[0][1]", "(_[_] (_[_] a 0) 1)"), ("a[b].c", "(. (_[_] a b) c)"),
    ("a.`b-c`.d", "(. (. a b-c) d)"), ("a.`content type/1.0`", "(. a content type/1.0)"),
    ("{'if': 1}.if", "(. {\"if\": 1} if)"), ("a.package()", "(package on:a)"),
    ("\"x\".size()", "(size on:\"x\")"), ("(a).b", "(. a b)"),
  ])
  func `what follows a value belongs to it`(text: String, tree: String) {
    #expect(TreeText.parsed(text) == tree)
  }

  @Test(arguments: [
    ("a.?b", "(.? a b)"), ("a.?b.c", "(. (.? a b) c)"), ("a[?b]", "(_[?_] a b)"),
    ("a.?`b c`", "(.? a b c)"), ("[?a, b]", "[?a b]"), ("[a, ?b, ?c]", "[a ?b ?c]"),
    ("{?a: b, c: d}", "{?a: b c: d}"), ("T{?a: b}", "T{?a: b}"),
  ])
  func `optional syntax is taken unless it is switched off`(text: String, tree: String) {
    #expect(TreeText.parsed(text) == tree)
    var options = ParserOptions()
    options.optionalSyntax = false
    let refused = TreeText.parsed(text, options: options)
    #expect(refused.hasPrefix("expression-syntax: optional syntax is not taken here"))
  }

  @Test(arguments: [
    ("[]", "[]"), ("[1]", "[1]"), ("[1,]", "[1]"), ("[1, 2, ]", "[1 2]"), ("[,]", "[]"),
    ("{}", "{}"), ("{1: 2}", "{1: 2}"), ("{1: 2,}", "{1: 2}"),
    ("{a ? b : c: d}", "{(_?_:_ a b c): d}"),
    ("T{}", "T{}"), ("a.b.T{c: 1, if: 2,}", "a.b.T{c: 1 if: 2}"), (".a.T{}", ".a.T{}"),
    ("T{`a-b`: 1}", "T{a-b: 1}"), ("[T{}, {}]", "[T{} {}]"),
    ("f(a,)", "expression-syntax: expected an expression, found `)`"),
    ("a[0]{}", "expression-syntax: expected the end of the expression, found `{`"),
    ("a.`b`{}", "expression-syntax: expected the end of the expression, found `{`"),
  ])
  func `lists, maps and structures may end in a comma`(text: String, tree: String) {
    #expect(TreeText.parsed(text) == tree)
  }

  @Test(arguments: [
    "a+b", " a + b ", "a\n+\tb\r\n", "a // one\n + b // two", "// first\na + b", "a\u{C}+b",
    "a + b//",
  ])
  func `white space and comments mean nothing`(text: String) {
    #expect(TreeText.parsed(text) == "(_+_ a b)")
  }

  @Test(arguments: [
    ("a + b * c", "b * c"), ("(a || b) && c", "(a || b)"), ("x.f( 1 , 2 ) + 1", "x.f( 1 , 2 )"),
    ("1 + -2", "-2"), ("[1, (2)][0] + 1", "[1, (2)][0]"), ("f(has(a.b) , 1)", "has(a.b)"),
    ("'é' + é", ""), ("!( a )", "( a )"),
  ])
  func `a node's place covers its text with its brackets`(text: String, part: String) {
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: text)
    guard let parsed = Parser.parse(source, &diagnostics) else {
      #expect(part.isEmpty)
      return
    }
    guard case .call(_, _, let arguments) = parsed.root.kind else {
      Issue.record("no call")
      return
    }
    #expect(parsed.root.range == 0..<source.bytes.count)
    #expect(arguments.contains { source.text($0.range) == part })
  }

  @Test func `ids are distinct and no greater than the count`() throws {
    var diagnostics: [Diagnostic] = []
    let text = "has(a.b) && xs.all(x, x > 1) || cel.bind(y, [1, {2: T{f: 3}}], y[0] == -z)"
    let source = SourceFile(path: "<test>", text: text)
    let parsed = try #require(Parser.parse(source, &diagnostics))
    let ids = allNodes(of: parsed.root).map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { (1...parsed.count).contains($0) })
  }

  private func allNodes(of expression: CEL.Expression) -> [CEL.Expression] {
    [expression] + expression.children.flatMap { allNodes(of: $0) }
  }
}

extension CEL.Expression {
  /// The nodes directly below.
  var children: [CEL.Expression] {
    switch kind {
    case .literal, .identifier: []
    case .select(let operand, _, _), .presence(let operand, _): [operand]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .list(let elements, _): elements
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .structure(_, let fields): fields.map(\.value)
    case .comprehension(let comprehension):
      [comprehension.range]
        + [comprehension.predicate, comprehension.transform].compactMap(\.self)
    case .bind(_, let value, let body): [value, body]
    }
  }
}
