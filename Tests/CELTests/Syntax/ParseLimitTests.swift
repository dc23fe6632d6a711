import CEL
import Diagnostics
import Testing

struct ParseLimitTests {
  @Test(arguments: ["(", "[", "{1:", "f(", "a[", "a.b(", "!", "-", "a?b:", "[{", "T{a:"])
  func `a hundred thousand open brackets end in one diagnostic`(opening: String) {
    let text = String(repeating: opening, count: 100_000 / opening.utf8.count)
    let told = TreeText.parsed(text)
    #expect(
      told == "expression-too-deep: this nests more than 250 levels deep"
        || told.hasPrefix("expression-syntax: expected an expression"))
  }

  @Test(arguments: [
    ("(", "1", ")"), ("[", "1", "]"), ("{1: ", "1", "}"), ("f(", "1", ")"), ("!", "a", ""),
    ("-", "a", ""), ("a ? b : ", "c", ""), ("", "a", ".b"), ("", "a", "[0]"), ("", "a", " + 1"),
    ("", "a", ".f()"), ("", "a", ".map(x, x)"), ("has(a.b) ? c : ", "d", ""),
    ("cel.bind(x, 1, ", "x", ")"),
  ])
  func `nesting is bounded`(opening: String, inner: String, closing: String) {
    func nested(_ count: Int) -> String {
      String(repeating: opening, count: count) + inner + String(repeating: closing, count: count)
    }
    #expect(!TreeText.parsed(nested(120)).contains("expression-too-deep"))
    let tooDeep = "expression-too-deep: this nests more than 250 levels deep"
    #expect(TreeText.parsed(nested(250)) == tooDeep)
    #expect(TreeText.parsed(nested(6_000)) == tooDeep)
  }

  @Test(arguments: ["&&", "||"])
  func `two thousand terms are eleven levels`(separator: String) throws {
    let text = Array(repeating: "a", count: 2_000).joined(separator: separator)
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: text)
    let parsed = try #require(Parser.parse(source, &diagnostics))
    func height(_ node: CEL.Expression) -> Int { 1 + (node.children.map(height).max() ?? 0) }
    #expect(height(parsed.root) == 12)
  }

  @Test func `the specification's least sizes are taken`() {
    let texts = [
      Array(repeating: "a", count: 32).joined(separator: " || "),
      "[" + Array(repeating: "1", count: 32).joined(separator: ", ") + "]",
      String(repeating: "a ? b : ", count: 24) + "c",
      Array(repeating: "1", count: 25).joined(separator: " + "),
      String(repeating: "f(", count: 12) + "1" + String(repeating: ")", count: 12),
    ]
    for text in texts { #expect(!TreeText.parsed(text).contains("expression-")) }
  }

  @Test func `a text over the limit is not read`() {
    let text = String(repeating: "a", count: 1_000_000)
    #expect(
      TreeText.parsed(text)
        == "expression-too-long: this expression is 1000000 bytes long, over 100000")
  }

  @Test func `a megabyte of anything ends where it is allowed`() {
    var options = ParserOptions()
    options.limits.bytes = 2_000_000
    for piece in ["a,", "1 ", "$ ", "'", "((", "[1,", "\\", "&", "a.b+", "\"\\z\"+", "&& a "] {
      let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
      #expect(TreeText.parsed(text, options: options).contains(": "))
    }
  }

  @Test func `the number of nodes is bounded`() {
    var options = ParserOptions()
    options.limits.nodes = 10
    #expect(
      TreeText.parsed("[1, 2, 3, 4, 5, 6, 7, 8, 9]", options: options) == "[1 2 3 4 5 6 7 8 9]")
    #expect(
      TreeText.parsed("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", options: options)
        == "expression-too-long: this expression has more than 10 parts")
  }

  @Test func `no more than twenty mistakes are told`() {
    let told = TreeText.parsed("[" + String(repeating: "1 1, ", count: 500) + "]")
    #expect(told.split(separator: "\n").count == 20)
    #expect(TreeText.parsed(String(repeating: "$a", count: 500)).split(separator: "\n").count == 20)
  }

  @Test(arguments: [([0x61, 0xFF], 1), ([0xC3], 0), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1)])
  func `a text that is no UTF-8 is told at its first wrong byte`(bytes: [UInt8], place: Int) {
    var diagnostics: [Diagnostic] = []
    #expect(Parser.parse(SourceFile(path: "<test>", bytes: bytes), &diagnostics) == nil)
    #expect(diagnostics.map(\.message) == ["the text is no UTF-8 from here on"])
    #expect(diagnostics.first?.range?.bytes.lowerBound == place)
  }
}
