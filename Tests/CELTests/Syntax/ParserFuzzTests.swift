import CEL
import Diagnostics
import Testing

/// Texts that nobody would write: they end in a tree or in diagnostics with good places.
struct ParserFuzzTests {
  private static let seeds = [
    "has(a.b) && a.b.exists(x, x in [1, 2u, 3.0, 'four', b\"\\xff\"]) || !(c == null)",
    "{?'k': a.?b[?0].orValue(r'\\d'), 1: cel.bind(y, -1, y + 2 * 3 % 4)}[\"\"\"k\n\"\"\"]",
    ".a.T{f: [1, 2,], `g-h`: {}}.f.map(i, i > 0 ? i : -i) // end\n",
    "xs.transformMap(k, v, v != '\\u00e9\\U0001F62C\\101', string(v))",
  ]
  private static let pieces = [
    "(", ")", "[", "]", "{", "}", ",", ".", ":", "?", "!", "-", "&&", "||", "==", "in", "'", "\"",
    "'''", "\\", "`", "has(", ".all(x,", "1", "0x", "1e", "é", "\u{0}", "//", "\n", "r'", "b\"",
  ]

  @Test(arguments: 0..<8)
  func `random bytes are no trouble`(seed: UInt64) {
    var random = Randomness(state: seed)
    for _ in 0..<FuzzLength.cases(usual: 1_500) {
      let count = Int.random(in: 0...60, using: &random)
      let upper: UInt8 = Bool.random(using: &random) ? 0x7F : 0xFF
      check((0..<count).map { _ in UInt8.random(in: 0...upper, using: &random) })
    }
  }

  @Test(arguments: 0..<8)
  func `random changes of good texts are no trouble`(seed: UInt64) {
    var random = Randomness(state: seed)
    for _ in 0..<FuzzLength.cases(usual: 1_500) {
      var bytes = Array((Self.seeds.randomElement(using: &random) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 0...4, using: &random))
        let piece = Self.pieces.randomElement(using: &random) ?? ""
        bytes.replaceSubrange(start..<end, with: Array(piece.utf8))
      }
      check(bytes)
    }
  }

  @Test(arguments: 0..<4)
  func `random pieces are no trouble`(seed: UInt64) {
    var random = Randomness(state: seed)
    for _ in 0..<FuzzLength.cases(usual: 1_500) {
      let count = Int.random(in: 0...25, using: &random)
      let text = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
      check(Array(text.joined(separator: Bool.random(using: &random) ? " " : "").utf8))
    }
  }

  private func check(_ bytes: [UInt8]) {
    let source = SourceFile(path: "<test>", bytes: bytes)
    var diagnostics: [Diagnostic] = []
    let parsed = Parser.parse(source, &diagnostics)
    #expect((parsed == nil) == !diagnostics.isEmpty, "\(source.text(0..<bytes.count))")
    #expect(diagnostics.count <= 20)
    for diagnostic in diagnostics {
      let range = diagnostic.range?.bytes ?? -1..<0
      #expect(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    }
    guard let parsed else { return }
    checkPlaces(parsed.root, within: 0..<bytes.count, parsed.count)
    let printed = SourceFile(path: "<test>", text: parsed.root.text)
    let again = Parser.parse(printed, &diagnostics).map { "\(TreeText($0.root))" }
    #expect(again == "\(TreeText(parsed.root))", "\(parsed.root.text)")
  }

  private func checkPlaces(_ node: CEL.Expression, within range: Range<Int>, _ count: Int) {
    #expect(range.contains(node.range.lowerBound) && node.range.upperBound <= range.upperBound)
    #expect((1...count).contains(node.id))
    for child in node.children { checkPlaces(child, within: node.range, count) }
  }
}
