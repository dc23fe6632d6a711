import Diagnostics
import Testing

@testable import FactsReading

@Suite struct LineReaderTests {
  @Test(
    arguments: [
      ("", []), ("\n\n \t\n", []), ("a", ["1 a"]), ("a\n", ["1 a"]),
      ("a\r\nb\r\n", ["1 a", "2 b"]),
      ("a\n\n\nb", ["1 a", "4 b"]), ("\r\na", ["2 a"]), ("a\rb\nc", ["1 a\rb", "2 c"]),
      ("0123456789\nb\n", ["1 0123456789", "2 b"]),
      ("0123456789\r\nb", ["1 line-too-long", "2 b"]),
      ("a\n01234567890\n\nb\n", ["1 a", "2 line-too-long", "4 b"]),
      ("01234567890123456789", ["1 line-too-long"]),
    ] as [(String, [String])], [1, 2, 3, 7, 64])
  func `lines come one after another`(input: (String, [String]), chunk: Int) throws {
    try TemporaryFolder.use { folder in
      let path = folder + "/lines.ndjson"
      try TemporaryFolder.write(Array(input.0.utf8), to: path)
      var diagnostics: [Diagnostic] = []
      var seen: [String] = []
      if var lines = LineReader(path: path, limit: 10, chunk: chunk, &diagnostics) {
        while let line = lines.next() {
          let text = line.file.map { $0.text(0..<$0.bytes.count) }
          seen.append("\(line.number) \(text ?? line.diagnostics[0].code.rawValue)")
          #expect(line.diagnostics.isEmpty == (line.file != nil))
        }
      }
      #expect(seen == input.1)
      #expect(diagnostics.isEmpty)
    }
  }

  @Test func `a missing file is told, and a folder`() throws {
    try TemporaryFolder.use { folder in
      var diagnostics: [Diagnostic] = []
      if LineReader(path: folder + "/none.ndjson", &diagnostics) != nil { Issue.record("opened") }
      #expect(diagnostics.map(\.code.rawValue) == ["missing-file"])
      var codes: [String] = []
      if var lines = LineReader(path: folder, &diagnostics) {
        while let line = lines.next() { codes += line.diagnostics.map(\.code.rawValue) }
      }
      #expect(codes == ["unreadable-file"])
    }
  }

  @Test func `places in a line are those in the whole input`() throws {
    try TemporaryFolder.use { folder in
      let path = folder + "/facts.ndjson"
      let text = "{\"recipient\":{\"age\":3}}\n\n{\"recipient\":\n{\"recipient\":{\"age\":\"x\"}}\n"
      try TemporaryFolder.write(Array(text.utf8), to: path)
      var diagnostics: [Diagnostic] = []
      if var lines = LineReader(path: path, &diagnostics) {
        while let line = lines.next() {
          diagnostics += line.file.map { Reading.reader.readJSON($0).diagnostics } ?? []
        }
      }
      #expect(
        Reading.mistakes(diagnostics) == ["json-syntax 3:14 ", #"wrong-type 4:21 "x""#])
      let range = try #require(diagnostics.last?.range)
      #expect(range.file.line(4) == #"{"recipient":{"age":"x"}}"#)
      #expect(range.file.line(1) == "")
      #expect(range.file.start(ofLine: 4) == 0)
      #expect(range.file.path == path)
    }
  }
}
