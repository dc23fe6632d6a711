import CEL
import Testing

struct PatternTests {
  @Test(arguments: [
    ("l+", "hello", true), ("^l", "hello", false), ("", "", true), ("", "x", true),
    ("^$", "", true), ("a.b", "a\nb", false), ("(?s)a.b", "a\nb", true),
    ("^.$", "\u{1F600}", true), ("^.$", "e\u{301}", false), ("\\pL", "\u{e9}", true),
    ("(?i)STRASSE", "strasse", true), ("\\x00", "a\0b", true), ("^\u{e9}$", "e\u{301}", false),
    ("\\bpromo\\b", "our promo now", true), ("a{3}", "aa", false),
  ])
  func `a string matches where it holds a match`(
    pattern: String, text: String, expected: Bool
  ) throws {
    #expect(try Pattern(pattern).matches(text) == expected)
  }

  @Test(arguments: [
    "(", ")", "[a", "*", "a**", "a{2,1}", "a{1001}", "\\1", "(?=a)", "(?<!a)", "(?P<n>a",
    "\\p{Nothing}", "a\\", "((a{100}){100}){100}", String(repeating: "(a{1000})", count: 30),
    String(repeating: "a", count: 4_097),
  ])
  func `a pattern that is none, or too large, is an error`(pattern: String) {
    #expect {
      _ = try Pattern(pattern)
    } throws: { error in
      (error as? EvaluationError)?.code == .invalidArgument
    }
  }

  @Test(arguments: ["^(a+)+$", "^(a|a)*$", "^(a*)*b?$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$"])
  func `a search takes time linear in the text, whatever the pattern`(pattern: String) throws {
    let pattern = try Pattern(pattern)
    // A backtracking search would take longer than the universe has been there.
    let text = String(repeating: "a", count: 100_000) + "!"
    #expect(!pattern.matches(text) || pattern.text.hasPrefix("^(([a-z])"))
    #expect(pattern.programSize > 0)
  }

  @Test func `a pattern can be searched by many tasks at once`() async throws {
    let pattern = try Pattern("(a|b)+c")
    let hits = await withTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<200).count { pattern.matches("\(task) abab\($0 % 2 == 0 ? "c" : "d")") }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(hits == 800)
  }
}
