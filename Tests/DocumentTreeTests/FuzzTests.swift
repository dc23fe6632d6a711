import Diagnostics
import DocumentTree
import Testing

struct FuzzTests {
  private static let pieces = [
    "a: b\n", "- ", "  ", "\n", "\r\n", "[", "]", "{", "}", ", ", ": ", "? ", "|\n", ">-\n", "'",
    "\"",
    "\\", "\\u00", "&x ", "*x", "!t ", "! ", "<<: ", "---\n", "...\n", "%YAML 1.2\n", " # c\n",
    "\t",
    "é", "😀", "~", ".nan", "null", "\u{FEFF}", "\u{2028}", "\0", "|2+ # c\n", "1e9", "key", "\r",
  ]

  @Test(arguments: 0..<20)
  func `no text makes the reader fail`(seed: Int) {
    var dice = Chance(UInt64(seed) + 99)
    for round in 0..<100 {
      var bytes: [UInt8] = []
      if round % 4 == 0 {
        for _ in 0..<dice.number(0...200) { bytes.append(UInt8(dice.number(0...255))) }
      } else {
        for _ in 0..<dice.number(0...40) {
          bytes += Self.pieces[dice.number(0...Self.pieces.count - 1)].utf8
        }
      }
      let file = SourceFile(path: "fuzz.yaml", bytes: bytes)
      let read = readYAML(file, nulls: round % 2 == 0 ? .allowed : .inFactsAlone)
      for node in read.documents { visit(node, file) }
      check(read.diagnostics, file)
      var diagnostics: [Diagnostic] = []
      if let node = DocumentReader(nulls: .allowed).readJSON(file, &diagnostics) {
        visit(node, file)
      }
      check(diagnostics, file)
    }
  }

  private func check(_ diagnostics: [Diagnostic], _ file: SourceFile) {
    for diagnostic in diagnostics {
      let bytes = diagnostic.range?.bytes ?? 0..<0
      #expect(bytes.upperBound <= file.bytes.count, "\(diagnostic)")
    }
    for format in DiagnosticFormat.allCases {
      #expect(!format.render(diagnostics, documentCount: 1, version: "1").isEmpty)
    }
  }

  private func visit(_ node: Node, _ file: SourceFile) {
    #expect(node.range.bytes.upperBound <= file.bytes.count)
    switch node.kind {
    case .scalar(let scalar):
      let size = scalar.text.utf8.count
      for start in 0...min(size, 20) {
        let range = scalar.fileRange(of: start..<min(size, start + 2))
        #expect(range.upperBound <= file.bytes.count)
      }
      _ = scalar.cutByComment
    case .sequence(let elements): for element in elements { visit(element, file) }
    case .mapping(let entries): for entry in entries { visit(entry.value, file) }
    }
  }
}
