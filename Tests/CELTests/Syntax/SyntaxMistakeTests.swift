import CEL
import Diagnostics
import Testing

struct SyntaxMistakeTests {
  @Test(arguments: [
    """
    a +①
    ① expected an expression, found the end of the expression
    """,
    """
    a ①b
    ① expected the end of the expression, found `b`
    """,
    """
    a ①and b
    ① expected the end of the expression, found `and` (write `&&`)
    """,
    """
    not ①x
    ① expected the end of the expression, found `x` (write `!` for not)
    """,
    """
    a ①= 1
    ① `=` is no operator (write `==`)
    """,
    """
    a ①& b ②| c
    ① `&` is no operator (write `&&`)
    ② `|` is no operator (write `||`)
    """,
    """
    a <①> b
    ① expected an expression, found `>` (write `!=` for not equal)
    """,
    """
    [1 ①2, 3 ②4, 5]
    ① expected `,` or `]`, found the number `2`
    ② expected `,` or `]`, found the number `4`
    """,
    """
    f(①*, (a ②b), "③\\z") + [④}]
    ① expected an expression, found `*`
    ② expected `)`, found `b`
    ③ `\\z` is no escape (write a backslash as `\\\\`, or the string as `r"…"`)
    ④ expected an expression, found `}`
    """,
    """
    a ? b①
    ① expected `:`, found the end of the expression
    """,
    """
    a ? b ①? c : d : e
    ① expected `:`, found `?` (put a conditional within another in parentheses)
    """,
    """
    ①if
    ① `if` is a reserved word, no name (choose another name; after a dot it may stand)
    """,
    """
    x.①true
    ① expected a name after the dot, found `true`
    """,
    """
    {a: 1, b①, c: ②}
    ① expected `:` and a value, found `,`
    ② expected an expression, found `}`
    """,
    """
    a == ①“b”
    ① `“` cannot stand here (write strings in straight quotes, `"` or `'`)
    """,
    """
    a①.1
    ① expected the end of the expression, found the number `.1`
    """,
    """
    a > ①30d
    ① `30d` is no number (write a span of time as `duration("30d")`)
    """,
    """
    (a ||
      b.①[0]
    ① expected a name after the dot, found `[`
    """,
    """
    has(①a["b"])
    ① `has` takes a field of something, as in `has(a.b)` (ask for a key by `"b" in a`)
    """,
    """
    a ①; b
    ① `;` cannot stand here (an expression is one; join conditions by `&&`)
    """,
    """
    a.①`b
    ① this name in backticks does not end (letters, digits, spaces and `_`, `.`, `-`, `/` can stand in it, then a backtick)
    """,
    """
    a == ①é
    ① `é` cannot stand here (names are of the letters a to z, digits and `_`; other text stands in quotes)
    """,
  ])
  func `mistakes are told at their place`(text: String) {
    #expect(Marked(text).told == Marked(text).expected)
  }
}

/// An expression with a circled digit before each mistake, and lines that say what is told there:
/// the digit, the message, and the help in parentheses.
private struct Marked {
  let expected: [String]
  /// What the parser tells, in the same form.
  let told: [String]

  init(_ text: String) {
    var expression: [UInt8] = []
    var marks: [Int: Character] = [:]
    var expected: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.first.map(Marked.isMark) == true, line.dropFirst().first == " " {
        expected.append(String(line))
        continue
      }
      if !expression.isEmpty { expression.append(0x0A) }
      for character in line {
        if Marked.isMark(character) {
          marks[expression.count] = character
        } else {
          expression += Array(String(character).utf8)
        }
      }
    }
    var diagnostics: [Diagnostic] = []
    _ = Parser.parse(SourceFile(path: "<test>", bytes: expression), &diagnostics)
    self.expected = expected
    told = diagnostics.map { diagnostic in
      let mark = diagnostic.range.flatMap { marks[$0.bytes.lowerBound] } ?? "?"
      return "\(mark) \(diagnostic.message)" + (diagnostic.help.map { " (\($0))" } ?? "")
    }
  }

  private static func isMark(_ character: Character) -> Bool { "①②③④⑤".contains(character) }
}
