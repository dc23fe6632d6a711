import Diagnostics
import DocumentTree
import Testing

struct NodeTests {
  @Test func `nodes know their keys, their order and their places`() throws {
    let file = SourceFile(path: "a.yaml", text: "é: [ü, 'x']\na:\n  c: >\n    long\n    text\n\n")
    let document = try #require(readYAML(file).documents.first)
    #expect(document.entries?.map(\.name) == ["é", "a"])
    #expect(document["é"]?.range.text == "[ü, 'x']")
    #expect(document["é"]?.elements?.map(\.range.text) == ["ü", "'x'"])
    #expect(document["a"]?["c"]?.scalar?.text == "long text\n")
    #expect(document["a"]?["c"]?.range.text == ">\n    long\n    text")
    #expect(document["a"]?["c"]?.scalar?.contentRange.text == "long\n    text\n")
    #expect(document["a"]?.range.text == "c: >\n    long\n    text")
    #expect(document["nothing"] == nil)
    #expect(document["é"]?.elements?.first?.scalar?.isInFlow == true)
    #expect(document["a"]?["c"]?.scalar?.isInFlow == false)
  }

  @Test(arguments: [
    ("", Scalar.Resolved.null), ("~", .null), ("null", .null), ("NULL", .null), ("nuLL", .string),
    ("true", .bool(true)), ("False", .bool(false)), ("yes", .string), ("NO", .string),
    ("on", .string), ("0", .int(0)), ("-12", .int(-12)), ("+7", .int(7)), ("007", .int(7)),
    ("0o17", .int(15)), ("0xfF", .int(255)), ("0x", .string), ("0o8", .string), ("0b1", .string),
    ("1_000", .string), ("9223372036854775807", .int(.max)), ("9223372036854775808", .outOfRange),
    ("-9223372036854775808", .int(.min)), ("1.10", .double(1.1)), ("1.", .double(1)),
    (".5", .double(0.5)), ("-.5e3", .double(-500)), ("+1e-2", .double(0.01)), ("1e", .string),
    (".", .string), ("-", .string), ("1.2.3", .string), ("12:30", .string), ("1e999", .outOfRange),
    (".inf", .outOfRange), (".NaN", .outOfRange), ("2026-11-23", .string), ("0x1p3", .string),
    ("infinity", .string), ("nan", .string), ("١", .string),
  ])
  func `a plain scalar is what YAML 1.2's core schema says`(
    text: String, expected: Scalar.Resolved
  ) {
    let range = SourceRange(SourceFile(path: "a", text: text), 0..<text.utf8.count)
    #expect(Scalar(text, style: .plain, range: range).resolved == expected)
    #expect(Scalar(text, style: .doubleQuoted, range: range).resolved == .string)
    #expect(Scalar(text, style: .folded, range: range).resolved == .string)
  }

  @Test(arguments: [
    ("a: b # c", "# c"), ("a: b  \t#c\n", "#c"), ("a: b#c", nil), ("a: 'b' # c", nil),
    ("a: b\n# c", nil), ("a: b", nil), ("a: [b, c # d\n  ]", nil), ("a: b ü # ü", "# ü"),
  ])
  func `a plain scalar knows the comment that cuts it off`(text: String, comment: String?) throws {
    let file = SourceFile(path: "a.yaml", text: text)
    let scalar = readYAML(file).documents.first?["a"]?.scalar
    #expect(scalar?.cutByComment.map(file.text) == comment)
  }
}
