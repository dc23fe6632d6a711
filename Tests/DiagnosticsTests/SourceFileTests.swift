import Diagnostics
import Testing

struct SourceFileTests {
  @Test(arguments: [
    ("a\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1), ("éa", 2, 1, 2), ("", 0, 1, 1),
    ("", 99, 1, 1), ("a\n", 2, 2, 1), ("\u{FEFF}a", 3, 1, 1), ("\u{FEFF}a", 0, 1, 1),
    ("😀x", 4, 1, 2), ("a", -5, 1, 1),
  ])
  func `an offset has a line and a column`(text: String, offset: Int, line: Int, column: Int) {
    let file = SourceFile(path: "a", text: text)
    #expect(file.location(of: offset) == Diagnostics::SourceLocation(line: line, column: column))
  }

  @Test func `columns of a long line are counted in characters`() {
    let text = "first\n" + String(repeating: "aé漢🎈 ", count: 2000) + "\nlast é"
    let file = SourceFile(path: "f", text: text)
    for offset in stride(from: 0, through: text.utf8.count, by: 7) {
      let before = Array(text.utf8)[..<offset]
      let line = before.count { $0 == 0x0A } + 1
      let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
      #expect(file.location(of: offset) == Diagnostics::SourceLocation(line: line, column: column))
    }
  }

  @Test func `lines are without their ends`() {
    let file = SourceFile(path: "a", text: "a\r\n\nb\rc")
    #expect((1...file.lineCount).map { file.line($0) } == ["a", "", "b", "c"])
    #expect(file.line(0) == "")
    #expect(file.line(5) == "")
    #expect(file.start(ofLine: 3) == 4)
  }

  @Test(arguments: [
    ("gpdr", "gdpr"), ("GDPR", "gdpr"), ("recipient.opt_out", "recipient.opt_outs"),
    ("xyz", nil), ("gdp", "gdpr"), ("ccpaa", "ccpa"),
  ])
  func `the nearest name is suggested`(name: String, expected: String?) {
    #expect(
      Suggestion.nearest(to: name, in: ["gdpr", "ccpa", "recipient.opt_outs"]) == expected)
  }
}
