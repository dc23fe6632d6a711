import CEL
import Diagnostics
import Testing

struct PrinterTests {
  private func parsed(_ text: String) -> CEL.Expression? {
    var diagnostics: [Diagnostic] = []
    return Parser.parse(SourceFile(path: "<test>", text: text), &diagnostics)?.root
  }

  @Test(arguments: [
    "a", ".a", "a.b.c", ".a.b", "a.?b", "a[b]", "a[?b]", "a.`b-c`", "a.`in`", "a.if", "f()",
    ".f(a)",
    "a.f(b, c)", "a.b.f()", "[]", "[a, ?b]", "{}", "{a: b, ?c: d}", "T{}", ".a.T{f: 1, ?`in`: 2}",
    "null", "true", "1", "-1", "-9223372036854775808", "18446744073709551615u", "1.0", "-0.0",
    "1e+300", "5e-324", "1e999", "-1e999", #""a\"\\\n\r\t'\u0000é😀""#, #"b"a\"\x00\xff""#,
    "has(a.b)", "has(a().b.`c d`)", "cel.bind(x, 1, x + x)", "a.all(x, x)", "a.exists(i, x, x)",
    "a.exists_one(x, x)", "a.map(x, y)", "a.map(x, y, z)", "a.filter(x, y)", "a.sortBy(x, -x)",
    "a.transformList(i, x, y)", "a.transformList(i, x, y, z)", "a.transformMap(i, x, y)",
    "a.transformMapEntry(i, x, {i: x})", "a.optMap(x, y)", "a.optFlatMap(x, y)",
    "a || b && c", "(a || b) && c", "a && b && c && d && e", "a && (b && c)",
    "(a && b) && c && d", "a && b && (c && d) && e", "a == b == c", "a == (b == c)",
    "a + b - c", "a - (b + c)", "a * b + c / d", "(a + b) * c", "a in b && c <= d",
    "a ? b : c", "a ? b : c ? d : e", "(a ? b : c) ? d : e", "a ? (b ? c : d) : e",
    "a || b ? c || d : e", "f(a ? b : c)", "[a ? b : c][a || b]", "(a ? b : c).d", "(a + b).f()",
    "!a", "!!a", "!(a && b)", "!a.b", "(!a).b", "!(-a)", "-(!a)", "--a", "-a.b", "(-a).b", "-(1)",
    "-(1.5)", "--1", "-1u", "-(1.f())", "-1.f()", "1.f()", "-(1 + a)", "-(1[0])", "!-1", "a - -1",
    "a - -b", "-(1.all(x, x))", "-[1][0]", "(a in b).c", "-\"a\"", "(a && b).all(x, x || y)",
  ])
  func `an expression is written with the parentheses that it needs`(text: String) throws {
    let expression = try #require(parsed(text))
    #expect(expression.text == text)
    #expect(parsed(expression.text).map { "\(TreeText($0))" } == "\(TreeText(expression))")
  }

  @Test(arguments: [
    ("((a))", "a"), ("(a && b) && c", "a && b && c"), ("(a + b) + c", "a + b + c"),
    ("a ? b : (c ? d : e)", "a ? b : c ? d : e"), ("- 1", "-1"),
    ("a.existsOne(x,x)", "a.exists_one(x, x)"),
    ("r'\\'", "\"\\\\\""), ("0x1F", "31"), (".5", "0.5"), ("[a,]", "[a]"), ("(a.b).c", "a.b.c"),
    ("!(!a)", "!!a"), ("(a == b) == c", "a == b == c"), ("has((a.b))", "has(a.b)"),
    ("a // why\n + b", "a + b"), ("!(1.0)", "!1.0"), ("(a || (b))", "a || b"),
  ])
  func `what changes nothing is left out`(text: String, printed: String) throws {
    #expect(try #require(parsed(text)).text == printed)
  }

  /// Trees of any shape, which no checker needs to accept.
  @Test(arguments: 0..<4)
  func `a printed tree is read as itself`(seed: UInt64) {
    var maker = RandomTrees(random: Randomness(state: seed))
    for _ in 0..<FuzzLength.cases(usual: 500) {
      let tree = maker.tree(depth: 6)
      let text = tree.text
      guard let read = parsed(text) else {
        Issue.record("\(text) is no expression")
        continue
      }
      #expect("\(TreeText(read))" == "\(TreeText(tree))", "\(text)")
    }
  }
}

/// Random trees of all kinds of nodes, such as a parser may make.
struct RandomTrees {
  var random: Randomness
  private static let names = ["a", "b", "cel", "x1", "_y", "int"]
  private static let fields = ["a", "b", "if", "in", "true", "b-c", "d e", "_", "f/g.h"]
  private static let binary = [
    "_||_", "_||_", "_&&_", "_&&_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "_+_",
    "_-_", "_*_", "_/_", "_%_", "_[_]", "_[?_]",
  ]

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  private func node(_ kind: CEL.Expression.Kind) -> CEL.Expression {
    CEL.Expression(id: 0, range: 0..<0, kind: kind)
  }

  private mutating func trees(_ count: ClosedRange<Int>, _ depth: Int) -> [CEL.Expression] {
    (0..<Int.random(in: count, using: &random)).map { _ in tree(depth: depth) }
  }

  mutating func tree(depth: Int) -> CEL.Expression {
    guard depth > 0 else { return leaf() }
    let below = depth - 1
    switch Int.random(in: 0..<16, using: &random) {
    case 0: return leaf()
    case 1...6: return node(.call(pick(Self.binary), target: nil, arguments: trees(2...2, below)))
    case 7:
      return node(.call(pick(["!_", "-_", "-_"]), target: nil, arguments: trees(1...1, below)))
    case 8: return node(.call("_?_:_", target: nil, arguments: trees(3...3, below)))
    case 9:
      return node(
        .select(
          tree(depth: below), field: pick(Self.fields),
          isOptional: Bool.random(using: &random)))
    case 10: return node(.presence(tree(depth: below), field: pick(Self.fields)))
    case 11:
      let target = Bool.random(using: &random) ? tree(depth: below) : nil
      return node(
        .call(pick(["f", "g", "if_"]), target: target, arguments: trees(0...3, below)))
    case 12:
      let elements = trees(0...3, below)
      let optional = elements.indices.filter { _ in Bool.random(using: &random) }
      return node(.list(elements, optionalIndices: Set(optional)))
    case 13:
      return node(
        .map(
          trees(0...2, below).map {
            .init(key: $0, value: leaf(), isOptional: Bool.random(using: &random))
          }))
    case 14:
      return node(
        .structure(
          pick(["T", ".a.T", "a.b.T"]),
          trees(0...2, below).map {
            .init(name: pick(Self.fields), value: $0, isOptional: Bool.random(using: &random))
          }))
    default: return comprehension(below)
    }
  }

  private mutating func comprehension(_ depth: Int) -> CEL.Expression {
    let kinds: [(CEL.Expression.Comprehension.Kind, variables: Int, predicate: Bool?, Bool)] = [
      (.all, 1, true, false), (.all, 2, true, false), (.exists, 1, true, false),
      (.existsOne, 1, true, false), (.existsOne, 2, true, false), (.filter, 1, true, false),
      (.map, 1, nil, true), (.transformList, 2, nil, true), (.transformMap, 2, nil, true),
      (.transformMapEntry, 2, nil, true), (.optMap, 1, false, true), (.optFlatMap, 1, false, true),
      (.sortBy, 1, false, true),
    ]
    guard Int.random(in: 0..<6, using: &random) > 0 else {
      return node(.bind(pick(Self.names), tree(depth: depth), tree(depth: depth)))
    }
    let (kind, variables, predicate, transform) = pick(kinds)
    let hasPredicate = predicate ?? Bool.random(using: &random)
    return node(
      .comprehension(
        .init(
          kind: kind, range: tree(depth: depth), variables: Array(["v", "w"].prefix(variables)),
          predicate: hasPredicate ? tree(depth: depth) : nil,
          transform: transform ? tree(depth: depth) : nil)))
  }

  private mutating func leaf() -> CEL.Expression {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: node(.literal(.int(pick([0, 1, -1, .min, .max]))))
    case 1:
      node(.literal(.double(pick([0, -0.0, 1.5, -1e300, .infinity, .leastNonzeroMagnitude]))))
    case 2: node(.literal(.uint(pick([0, .max]))))
    case 3: node(.literal(.string(pick(["", "a'\"\\", "\r\n\u{0}", "e\u{301}\u{1F600}`"]))))
    case 4: node(.literal(.bytes(pick([[], [0x61, 0x22, 0xFF, 0x00, 0x5C]]))))
    case 5: node(.literal(pick([.null, .bool(true), .bool(false)])))
    default:
      node(.identifier(pick(Self.names), isRooted: Int.random(in: 0..<5, using: &random) == 0))
    }
  }
}
