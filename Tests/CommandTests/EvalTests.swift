import Testing

/// `eval`: an expression by itself, with the keys of a file as its variables.
struct EvalTests {
  @Test(arguments: [
    ("1 + 2 * 3", "7"), ("7u", "7u"), ("10.0", "10.0"), ("null", "null"), ("'a\\nb'", #""a\nb""#),
    ("b'\\xff'", #"b"\xff""#), ("[1, 'a', {}]", #"[1, "a", {}]"#), ("{'b': 2, 'a': 1}.a", "1"),
    ("duration('90m')", #"duration("5400s")"#), ("type(1u)", "uint"),
    ("optional.of(1)", "optional.of(1)"),
    ("timestamp('2026-11-23T10:00:00+01:00')", #"timestamp("2026-11-23T09:00:00Z")"#),
    ("'a-b'.split('-')", #"["a", "b"]"#), ("math.greatest(1, 2)", "2"), ("[3, 1].sort()", "[1, 3]"),
    ("sets.contains([1, 2], [2])", "true"), ("base64.encode(b'hi')", #""aGk=""#),
    ("cidr('10.0.0.0/8').containsIP('10.1.2.3')", "true"), ("cel.bind(a, 2, a * a)", "4"),
    ("1 / 0 > 0 || true", "true"),
  ])
  func `a value as CEL text`(expression: String, value: String) throws {
    let run = try Command.run(["eval", expression], in: Folder())
    #expect(run.output == value + "\n")
    #expect(run.errors.isEmpty)
    #expect(run.code == 0)
  }

  @Test func `a value reads back as itself`() throws {
    let folder = try Folder()
    let text = #"{"a": [1, 2.5, 3u, b"\x00\xff", duration("1.5s")], "ä\u202e\n": optional.none()}"#
    let run = try Command.run(["eval", text], in: folder)
    #expect(run.output == text + "\n")
  }

  @Test(arguments: [
    ("1 + 2", "int"), ("[1, 2]", "list(int)"), ("[1, 'a']", "list(dyn)"),
    ("{'a': 1.5}", "map(string, double)"), ("optional.of('a')", "optional_type(string)"),
    ("type(1)", "type(int)"), ("order", "dyn"), ("order.total > 100", "bool"),
    ("size(order)", "int"), ("1 / 0", "int"),
  ])
  func `a deduced type`(expression: String, type: String) throws {
    let folder = try Folder()
    try folder.write(Self.order, to: "order.yaml")
    let run = try Command.run(
      ["eval", expression, "--facts", "order.yaml", "--type"], in: folder)
    #expect(run.output == type + "\n")
    #expect(run.code == 0)
  }

  private static let order = """
    order:
      total: 120.5
      count: 3
      tags: [gift, "7", 7, 1e3, true, ~]
      paid: false
      1: one
    limit: 100

    """

  @Test(arguments: [
    ("order.total > limit", "true"), ("order.count * 2", "6"), ("'gift' in order.tags", "true"),
    ("order.tags", #"["gift", "7", 7, 1000.0, true, null]"#), ("order['1']", #""one""#),
    ("has(order.total) && !has(order.colour)", "true"),
    ("order.?colour.orValue('none')", #""none""#),
    ("order.tags.exists(t, t == 'gift') && !order.paid", "true"),
  ])
  func `the keys of a file are variables`(expression: String, value: String) throws {
    let folder = try Folder()
    try folder.write(Self.order, to: "order.yaml")
    #expect(
      try Command.run(["eval", expression, "--facts", "order.yaml"], in: folder).output
        == value + "\n")
  }

  @Test(arguments: ["facts.json", "facts", "facts.yaml"])
  func `JSON does as well`(path: String) throws {
    let folder = try Folder()
    try folder.write(#"{"a": {"b": [1, 2.0, "\u0041"]}, "c.d": null}"#, to: path)
    let run = try Command.run(["eval", "[a.b, c.d]", "--facts", path], in: folder)
    #expect(run.output == #"[[1, 2.0, "A"], null]"# + "\n")
  }

  @Test func `an expression may begin with a hyphen`() throws {
    #expect(try Command.run(["eval", "--", "-1 - 1"], in: Folder()).output == "-2\n")
    #expect(try Command.run(["eval", "--type", "--", "-a"], in: Folder()).code == 2)
  }

  @Test func `mistakes are shown with their places, all in one run`() throws {
    let folder = try Folder()
    try folder.write(Self.order, to: "order.yaml")
    let run = try Command.run(
      ["eval", "ordr.total > 1 &&\n  colour == 'red' && 'a' + 1", "--facts", "order.yaml"],
      in: folder)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    try GoldenFile("eval.errors.txt").check(run.errors)
  }

  @Test(arguments: [
    ("1 +", "expression-syntax"), ("'a' + 1", "no-such-overload"), ("", "expression-syntax"),
    ("sizee('a')", "unknown-function"), ("9223372036854775808", "bad-literal"),
  ])
  func `a wrong expression`(expression: String, code: String) throws {
    for more in [[], ["--type"]] {
      let run = try Command.run(["eval", expression] + more, in: Folder())
      #expect(run.code == 2)
      #expect(run.output.isEmpty)
      #expect(run.errors.contains("error[\(code)]: "), "\(run.errors)")
      #expect(run.errors.contains("--> <expression>:1:"))
    }
  }

  @Test func `a variable without a file`() throws {
    let run = try Command.run(["eval", "a.b == 1"], in: Folder())
    #expect(run.code == 2)
    #expect(run.errors.contains("no variable is named `a"))
    #expect(run.errors.contains("`--facts FILE`"))
  }

  @Test(arguments: [
    ("1 / 0", "division-by-zero"), ("{'a': 1}['b']", "no-such-key"),
    ("[1][1]", "index-out-of-range"),
    ("9223372036854775807 + 1", "overflow"), ("duration('soon')", "invalid-argument"),
    ("order.total + order.count", "no-such-overload"),
    ("order.tags.all(t, t > 0)", "no-such-overload"),
    ("lists.range(100000).map(a, lists.range(100000))", "cost-limit"),
  ])
  func `an evaluation that fails`(expression: String, code: String) throws {
    let folder = try Folder()
    try folder.write(Self.order, to: "order.yaml")
    let run = try Command.run(["eval", expression, "--facts", "order.yaml"], in: folder)
    #expect(run.code == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("error[\(code)]: "), "\(run.errors)")
  }

  @Test func `nothing steers the terminal`() throws {
    let folder = try Folder()
    try folder.write(#"{"a": "\u001b[2J\u202e", "b": {"\u001b[2J\u2028": 1}}"#, to: "facts.json")
    for expression in ["[a, b]", "b[a]", "int(a)", "timestamp(a)"] {
      let run = try Command.run(["eval", expression, "--facts", "facts.json"], in: folder)
      let said = (run.output + run.errors).unicodeScalars
      #expect(!said.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{2028}" })
      #expect(said.count { $0 == "\n" } == 1)
    }
  }

  @Test(arguments: [
    ("none.yaml", "missing-file"), (".", "unreadable-file"), ("list.yaml", "not-facts"),
    ("text.json", "not-facts"), ("two.yaml", "many-documents"), ("broken.json", "json-syntax"),
    ("twice.yaml", "duplicate-key"), ("big.yaml", "number-out-of-range"),
    ("nan.yaml", "not-a-number"), ("tag.yaml", "yaml-tag"),
  ])
  func `a file at fault`(path: String, code: String) throws {
    let folder = try Folder()
    let files = [
      "list.yaml": "- 1", "text.json": "\"a\"", "two.yaml": "a: 1\n---\na: 2", "broken.json": "{",
      "twice.yaml": "a: 1\na: 2", "big.yaml": "a: 9223372036854775808", "nan.yaml": "a: .nan",
      "tag.yaml": "a: !!set {}",
    ]
    for (path, text) in files { try folder.write(text, to: path) }
    let run = try Command.run(["eval", "1", "--facts", path], in: folder)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("error[\(code)]: "), "\(run.errors)")
  }

  @Test func `an empty file names nothing`() throws {
    let folder = try Folder()
    try folder.write("# nothing\n", to: "facts.yaml")
    #expect(try Command.run(["eval", "1", "--facts", "facts.yaml"], in: folder).code == 0)
  }

  @Test(arguments: [["eval"], ["eval", "1", "2"], ["eval", "1", "--facts"], ["eval", "--types"]])
  func `a wrong command line`(arguments: [String]) throws {
    let run = try Command.run(arguments, in: Folder())
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
  }

  @Test func `deep and long expressions end in a mistake, not in a crash`() throws {
    for text in [
      String(repeating: "(", count: 50_000),
      String(repeating: "[", count: 300) + String(repeating: "]", count: 300),
      Array(repeating: "1", count: 60_000).joined(separator: "+"),
    ] {
      let run = try Command.run(["eval", text], in: Folder())
      #expect(run.code == 2)
    }
  }
}
