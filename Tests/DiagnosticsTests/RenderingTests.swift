import Diagnostics
import Testing

struct RenderingTests {
  @Test(arguments: DiagnosticFormat.allCases)
  func `each format shows the same mistakes`(format: DiagnosticFormat) throws {
    let text = format.render(Self.mistakes, documentCount: 14, version: "1.2.3")
    try GoldenFile("mistakes.\(format.rawValue).txt").check(text)
  }

  @Test(arguments: DiagnosticFormat.allCases)
  func `the order of the mistakes makes no difference`(format: DiagnosticFormat) {
    let text = format.render(Self.mistakes, documentCount: 14, version: "1.2.3")
    #expect(text == format.render(Self.mistakes.reversed(), documentCount: 14, version: "1.2.3"))
  }

  @Test(arguments: [
    (0, 0, 3, "no mistakes in 3 documents\n"), (1, 0, 1, "1 error in 1 document; nothing was"),
    (0, 2, nil, "2 warnings\n"), (2, 1, nil, "2 errors, 1 warning; nothing was evaluated\n"),
  ])
  func `the last line counts`(errors: Int, warnings: Int, documents: Int?, line: String) {
    let list =
      Array(repeating: Diagnostic(.init("a"), "b", at: nil), count: errors)
      + Array(repeating: Diagnostic(.init("a"), "b", at: nil, severity: .warning), count: warnings)
    let text = DiagnosticFormat.text.render(list, documentCount: documents, version: "1")
    #expect(text.contains(line))
  }

  @Test func `what a file says cannot become a workflow command`() {
    let file = SourceFile(path: "a,b:c%.yaml", text: "x")
    let diagnostic = Diagnostic(
      .init("code"), "100 %\r\n::error::no\n", at: SourceRange(file, 0..<1), help: "::warning::")
    let text = DiagnosticFormat.github.render([diagnostic], version: "1")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3)
    #expect(
      lines[0] == """
        ::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=1,endColumn=2,title=code::100 %25%0D%0A\
        ::error::no%0A%0Ahelp: ::warning::%0Amore: docs/diagnostics/code.md
        """)
  }

  @Test func `what a file says cannot steer the terminal`() {
    let file = SourceFile(path: "\u{1B}[2J.yaml", text: "a: \u{1B}[31m\u{202E}x")
    let diagnostic = Diagnostic(.init("code"), "bad `\u{1B}[31m\n`", at: SourceRange(file, 3..<4))
    let text = DiagnosticFormat.text.render([diagnostic], version: "1")
    #expect(!text.unicodeScalars.contains("\u{1B}"))
    #expect(!text.unicodeScalars.contains("\u{202E}"))
  }

  @Test(arguments: [0, 3_999_990, 4_000_000, 8_000_000])
  func `a line of millions of characters is cut around the mistake`(offset: Int) throws {
    let text = String(repeating: "é", count: 2_000_000) + String(repeating: "x", count: 4_000_000)
    let file = SourceFile(path: "a.yaml", text: text)
    let diagnostic = Diagnostic(
      .init("code"), "bad", at: SourceRange(file, offset..<offset + 1_000))
    let lines = DiagnosticFormat.text.render([diagnostic], version: "1").split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 115 })
  }

  /// One of each kind: with notes, in no file, over several lines, in a long line, with wide
  /// characters and tabs, at the end of a file.
  private static let mistakes: [Diagnostic] = {
    let values = SourceFile(
      path: "policies/house/values.yaml",
      text: """
        policy: values
        rules:
          - rule: no-opt-out
            forbid: recipient.opt_out.covers("email")
            title: 日本語 e\u{301}😀\tand a mistake here
            because: a text over
              two lines
        """)
    let long = String(repeating: "long ", count: 40)
    let other = SourceFile(path: "policies/a b.yaml", text: "a: \(long)HERE \(long)\r\nb: c\r\n")
    func place(_ file: SourceFile, _ text: String) -> SourceRange {
      let all = String(decoding: file.bytes, as: UTF8.self)
      let found = all.utf8.firstRange(of: text.utf8)?.lowerBound ?? all.startIndex
      let start = all.utf8.distance(from: all.startIndex, to: found)
      return SourceRange(file, start..<start + text.utf8.count)
    }
    return [
      Diagnostic(
        .init("unknown-fact"), "no fact is named `recipient.opt_out`",
        at: place(values, "recipient.opt_out"), help: "did you mean `recipient.opt_outs`?"),
      Diagnostic(
        .init("odd-title"), "this is odd", at: place(values, "mistake"), severity: .warning),
      Diagnostic(
        .init("duplicate-id"), "the id `values` stands here a second time",
        at: place(values, "values"), help: "keep one",
        notes: [
          .init("it stands here first", at: place(other, "HERE")),
          .init("ids are all of a library's"),
        ]),
      Diagnostic(.init("two-lines"), "too long", at: place(values, "a text over\n      two")),
      Diagnostic(
        .init("missing-key"), "`rules` is missing",
        at: SourceRange(values, values.bytes.count..<values.bytes.count)),
      Diagnostic(.init("cut"), "this is cut", at: place(other, "HERE")),
      Diagnostic(.init("missing-folder"), "there is no folder `x`", at: nil, help: "name another"),
    ]
  }()
}
