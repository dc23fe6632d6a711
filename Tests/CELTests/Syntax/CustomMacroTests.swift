import CEL
import Diagnostics
import Testing

struct CustomMacroTests {
  private struct Broken: Error {}

  /// Macros as a host may write them: several with one name, one that uses its argument twice, one
  /// that brings in a variable, one that refuses.
  private static let macros: [CustomMacro] = [
    CustomMacro("isBetween", member: true, arguments: 2) { call in
      let value = try call.receiver()
      return .call(
        "_&&_", target: nil,
        arguments: [
          call.node(.call("_<=_", target: nil, arguments: [call.arguments[0], value])),
          call.node(.call("_<=_", target: nil, arguments: [value, call.arguments[1]])),
        ])
    },
    CustomMacro("twice", arguments: 1) { call in
      .call("_+_", target: nil, arguments: [call.arguments[0], call.arguments[0]])
    },
    CustomMacro("shop.any", arguments: nil) { call in
      .list(call.arguments, optionalIndices: [])
    },
    CustomMacro("each", member: true, arguments: 1) { call in
      .comprehension(
        Expression.Comprehension(
          kind: .map, range: try call.receiver(), variables: ["it"], predicate: nil,
          transform: call.arguments[0]))
    },
    CustomMacro("text", arguments: 1) { call in
      guard case .literal(.string) = call.arguments[0].kind else {
        throw CustomMacro.Mistake(
          "`text` takes a text as written", at: call.arguments[0].range, help: "quote it")
      }
      return call.arguments[0].kind
    },
    CustomMacro("broken", arguments: 0) { _ in throw Broken() },
    CustomMacro("far", arguments: 0) { _ in throw CustomMacro.Mistake("far", at: 90..<95) },
    CustomMacro("size", arguments: 2) { _ in .literal(.int(2)) },
    CustomMacro("exists", member: true, arguments: 2) { _ in .literal(.string("mine")) },
    CustomMacro("deep", arguments: 1) { call in
      var node = call.arguments[0]
      for _ in 0..<1_000 { node = call.node(.list([node], optionalIndices: [])) }
      return node.kind
    },
  ]

  private static var environment: Environment {
    var environment = Environment()
    for macro in macros { environment.declare(macro) }
    environment.declare(Variable(name: "x", type: .int, slot: 0))
    return environment
  }

  @Test(arguments: [
    ("x.isBetween(1, 9)", "true"), ("(x + 5).isBetween(1, 9)", "false"),
    ("twice(x)", "10"), ("twice(twice(twice(x)))", "40"),
    ("twice([x].each(twice(it)))", "[10, 10]"),
    ("shop.any()", "[]"), ("shop.any(x, 2)", "[5, 2]"), ("[1, 2].each(it * x)", "[5, 10]"),
    ("[[1], [2]].each(it.each(it + 1))", "[[2], [3]]"), ("text('a')", "\"a\""),
    // A call goes by its form and number of arguments, and before what is standard.
    ("size('abc')", "3"), ("size('abc', 'd')", "2"), ("[1].exists(y, y == 1)", "\"mine\""),
    ("[1].all(y, twice(y) == 2)", "true"), ("twice('a' + 'b')", "\"abab\""),
    ("has({'a': twice(1)}.a)", "true"),
  ])
  func `a macro of the host's stands for what it makes`(text: String, value: String) {
    #expect("\(Self.environment.value(of: text, [.int(5)]))" == value)
  }

  @Test func `of two macros with one name and form the last one is meant`() {
    var environment = Self.environment
    environment.declare(CustomMacro("twice", arguments: 1) { _ in .literal(.null) })
    #expect("\(environment.value(of: "twice(1)"))" == "null")
    environment.options.parser.macros = false
    #expect(environment.value(of: "twice(1)").errorCode == .host)
  }

  @Test(arguments: [
    ("1 + text(x)", "macro-argument 9..<10"), ("twice(x > 1)", "no-such-overload 0..<12"),
    ("twise(x)", "unknown-function 0..<5"), ("x.twice()", "unknown-function 2..<7"),
    ("x.isBetween(1)", "unknown-function 2..<11"), ("deep(x)", "expression-too-deep 0..<1"),
    ("1 + broken()", "macro-argument 4..<12"), ("far()", "macro-argument 5..<5"),
    ("text(1) + text(2)", "macro-argument 15..<16, macro-argument 5..<6"),
  ])
  func `what a macro does not take is told where it stands`(text: String, mistakes: String) {
    var diagnostics: [Diagnostic] = []
    _ = Self.environment.compile(SourceFile(path: "<test>", text: text), &diagnostics)
    let found = diagnostics.map { diagnostic in
      "\(diagnostic.code.rawValue) \(diagnostic.range.map { "\($0.bytes)" } ?? "")"
    }
    #expect(Set(found).sorted().joined(separator: ", ") == mistakes)
  }

  @Test func `a misspelt macro's name is known`() {
    var diagnostics: [Diagnostic] = []
    _ = Self.environment.compile(SourceFile(path: "<test>", text: "twise(x)"), &diagnostics)
    #expect(diagnostics.map(\.help) == ["did you mean `twice`?"])
  }

  @Test func `arguments that double are stopped by the limit of nodes`() {
    let text = String(repeating: "twice(", count: 40) + "x" + String(repeating: ")", count: 40)
    var diagnostics: [Diagnostic] = []
    _ = Self.environment.compile(SourceFile(path: "<test>", text: text), &diagnostics)
    #expect(diagnostics.map(\.code.rawValue) == ["expression-too-long"])
  }

  @Test func `every node has an id of its own, and its text reads back`() throws {
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: "twice(x.isBetween(1, twice(2)) ? [x] : [])")
    let parsed = try #require(
      Parser.parse(source, options: Self.environment.options.parser, &diagnostics))
    var ids: [Int] = []
    func walk(_ node: CEL.Expression) {
      ids.append(node.id)
      for part in node.parts { walk(part) }
    }
    walk(parsed.root)
    #expect(Set(ids).count == ids.count && ids.allSatisfy { (1...parsed.count).contains($0) })
    let again = try #require(
      Parser.parse(SourceFile(path: "<test>", text: parsed.root.text), &diagnostics))
    #expect("\(TreeText(again.root))" == "\(TreeText(parsed.root))")
  }
}
