import Diagnostics
import DocumentTree
import Testing

/// A text with its mistakes marked in it: `a: ①*b`, and below `~~~` a line `① yaml-alias` for each.
///
/// A line may go on with a part of the message or the help.
struct MarkedText {
  let file: SourceFile
  private let expected: [Expectation]

  struct Expectation {
    let mark: Character
    let code: String
    let words: String
    let offset: Int
  }

  init(_ text: String, path: String = "test.yaml") throws {
    let parts = text.split(separator: "\n~~~\n", maxSplits: 1, omittingEmptySubsequences: false)
    var plain = ""
    var offsets: [Character: Int] = [:]
    for character in parts[0] + "\n" {
      if Self.marks.contains(character) {
        offsets[character] = plain.utf8.count
      } else {
        plain.append(character)
      }
    }
    file = SourceFile(path: path, text: plain)
    expected = try (parts.count > 1 ? parts[1] : "").split(separator: "\n").map { line in
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      let mark = try #require(words[0].first)
      return Expectation(
        mark: mark, code: words[1], words: words.count > 2 ? words[2] : "",
        offset: try #require(offsets[mark], "the mark \(mark) stands nowhere"))
    }
  }

  /// Compares with what was found, in any order.
  func check(_ diagnostics: [Diagnostic], _ place: Testing.SourceLocation = #_sourceLocation) {
    let found = diagnostics.map { "\($0.code.rawValue)@\($0.range?.bytes.lowerBound ?? -1)" }
    let wanted = expected.map { "\($0.code)@\($0.offset)" }
    #expect(found.sorted() == wanted.sorted(), sourceLocation: place)
    for expectation in expected where !expectation.words.isEmpty {
      let texts = diagnostics.filter { $0.code.rawValue == expectation.code }
        .map { $0.message + "\n" + ($0.help ?? "") }
      #expect(texts.contains { $0.contains(expectation.words) }, sourceLocation: place)
    }
  }

  private static let marks: Set<Character> = ["①", "②", "③", "④", "⑤"]
}

/// A file's documents and what is wrong with it.
func readYAML(
  _ file: SourceFile, limits: ReadingLimits = .policies, nulls: Nulls = .refused
) -> (documents: [Node], diagnostics: [Diagnostic]) {
  var diagnostics: [Diagnostic] = []
  let documents = DocumentReader(limits: limits, nulls: nulls).readYAML(file, &diagnostics)
  return (documents, diagnostics)
}

/// As `readYAML`, of JSON.
func readJSON(
  _ text: String, nulls: Nulls = .allowed
) -> (node: Node?, diagnostics: [Diagnostic]) {
  var diagnostics: [Diagnostic] = []
  let file = SourceFile(path: "test.json", text: text)
  let node = DocumentReader(limits: .facts, nulls: nulls).readJSON(file, &diagnostics)
  return (node, diagnostics)
}
