import Diagnostics
import FoundationEssentials
import Glibc
import Testing

@testable import FactsReading

@Suite struct FactsFileTests {
  @Test(arguments: [
    ("facts.json", #"{"recipient":{"age":3}}"#), ("facts.yaml", "recipient:\n  age: 3\n"),
    ("facts.yml", "recipient: {age: 3}"), ("facts", " \n {\"recipient\":{\"age\":3}}"),
    ("facts", "recipient: {age: 3}"), ("facts.txt", "\u{FEFF}recipient: {age: 3}"),
    ("facts.json", "\u{FEFF}{\"recipient\":{\"age\":3}}"),
  ])
  func `a file is JSON by its name or its first byte, else YAML`(name: String, text: String) throws
  {
    let file = SourceFile(path: name, text: text)
    var diagnostics: [Diagnostic] = []
    let read = try #require(FactsFile.read(file, Reading.reader, &diagnostics))
    #expect(Reading.mistakes(diagnostics) == [])
    #expect(Reading.known(read.facts) == ["recipient.age = 3"])
  }

  @Test(arguments: [
    ("facts.yaml", "recipient: {age: 3", "yaml-syntax"),
    ("facts.json", "recipient: 3", "json-syntax"),
    ("facts.yaml", "", "no-facts"), ("facts.json", "", "json-syntax"),
    ("facts.yaml", "a: 1\n---\nb: 2\n", "many-documents"),
  ])
  func `a file that states nothing readable is refused`(name: String, text: String, code: String) {
    var diagnostics: [Diagnostic] = []
    let file = SourceFile(path: name, text: text)
    #expect(FactsFile.read(file, Reading.reader, &diagnostics)?.facts == nil)
    #expect(diagnostics.contains { $0.code.rawValue == code })
  }

  @Test func `a missing file, a folder and a file of 100 MB are refused`() throws {
    try TemporaryFolder.use { folder in
      let large = folder + "/large.json"
      try TemporaryFolder.write([], to: large)
      let status = unsafe truncate(large, 100_000_000)
      #expect(status == 0)
      for (path, code) in [
        (folder + "/none.json", "missing-file"), (folder, "unreadable-file"),
        (large, "file-too-large"),
      ] {
        var diagnostics: [Diagnostic] = []
        #expect(FactsFile.read(path, Reading.reader, &diagnostics) == nil)
        #expect(diagnostics.map(\.code.rawValue) == [code])
      }
    }
  }
}
