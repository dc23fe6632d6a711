import FoundationEssentials
import Testing

/// A page below `docs/`, with the fenced blocks that it shows.
///
/// The first word after the fence is the language, the others say what must be true of the block;
/// a block without such words is shown and not checked.
struct Page {
  let blocks: [Block]

  struct Block: CustomTestStringConvertible, Sendable {
    let language: String
    /// Such as `library`, or `facts deny`.
    let words: [String]
    let text: String
    /// The page's line on which the text starts.
    let line: Int

    var testDescription: String { "line \(line): \(([language] + words).joined(separator: " "))" }
  }

  static let language = Page("docs/language.md")

  init(_ path: String) {
    let text = (try? String(contentsOfFile: Self.path(path), encoding: .utf8)) ?? ""
    var blocks: [Block] = []
    var open: (words: [String], line: Int)?
    var lines: [Substring] = []
    let written = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in written.enumerated() {
      guard line.hasPrefix("```") else {
        lines.append(line)
        continue
      }
      if let (words, start) = open {
        blocks.append(
          Block(
            language: words.first ?? "", words: Array(words.dropFirst()),
            text: lines.joined(separator: "\n") + "\n", line: start))
        open = nil
      } else {
        open = (line.dropFirst(3).split(separator: " ").map(String.init), index + 2)
      }
      lines = []
    }
    self.blocks = blocks
  }

  /// The blocks whose first words are these.
  func blocks(_ language: String, _ word: String) -> [Block] {
    blocks.filter { $0.language == language && $0.words.first == word }
  }

  static func path(_ path: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
      .standardizedFileURL.appending(path: path).path
  }
}
