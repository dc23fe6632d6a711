import Diagnostics
import DocumentTree
import Glibc
import Testing

struct LimitTests {
  @Test func `a file of 100 MB is refused before it is read`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/huge.yaml"
    try folder.write("huge.yaml", "")
    let isLong = unsafe truncate(path, 100_000_000) == 0
    #expect(isLong)
    var diagnostics: [Diagnostic] = []
    #expect(DocumentReader().load(path: path, &diagnostics) == nil)
    #expect(diagnostics.map(\.code) == [.fileTooLarge])
  }

  @Test func `a file without an end is refused`() {
    var diagnostics: [Diagnostic] = []
    #expect(DocumentReader().load(path: "/dev/zero", &diagnostics) == nil)
    #expect(diagnostics.map(\.code) == [.fileTooLarge])
  }

  @Test func `a file at the limit is read, one byte more is not`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.yaml", "a: b")
    var diagnostics: [Diagnostic] = []
    let path = folder.path + "/a.yaml"
    #expect(DocumentReader(limits: .init(bytes: 4)).load(path: path, &diagnostics) != nil)
    #expect(DocumentReader(limits: .init(bytes: 3)).load(path: path, &diagnostics) == nil)
    #expect(diagnostics.map(\.code) == [.fileTooLarge])
  }

  @Test func `what cannot be read is said`() throws {
    var diagnostics: [Diagnostic] = []
    #expect(DocumentReader().load(path: "/nowhere/at/all.yaml", &diagnostics) == nil)
    #expect(DocumentReader().load(path: "/", &diagnostics) == nil)
    #expect(diagnostics.map(\.code) == [.missingFile, .unreadableFile])
  }

  @Test(arguments: ["[", "{a: ", "- ", "[{a: ", "? ", "{? "])
  func `100,000 brackets are refused at depth 64`(bracket: String) {
    let text = String(repeating: bracket, count: 100_000)
    let read = readYAML(SourceFile(path: "a.yaml", text: text))
    #expect(read.documents.isEmpty)
    #expect(read.diagnostics.map(\.code) == [.nestingTooDeep])
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
  func `100,000 brackets are refused in JSON`(bracket: String) {
    let read = readJSON(String(repeating: bracket, count: 100_000))
    #expect(read.node == nil)
    #expect(read.diagnostics.map(\.code) == [.nestingTooDeep])
  }

  @Test(arguments: [(64, true), (65, false)])
  func `64 levels are read, 65 are not`(depth: Int, isRead: Bool) {
    let open = String(repeating: "[", count: depth)
    let text = open + String(repeating: "]", count: depth)
    #expect(readYAML(SourceFile(path: "a.yaml", text: text)).diagnostics.isEmpty == isRead)
    #expect(readJSON(text).diagnostics.isEmpty == isRead)
  }

  @Test func `an alias bomb does nothing`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let read = readYAML(SourceFile(path: "a.yaml", text: text))
    #expect(read.diagnostics.count == 31 + 270)
    #expect(Set(read.diagnostics.map(\.code)) == [.yamlAlias, .yamlAnchor])
  }

  @Test func `a file of nothing but mistakes ends after a thousand`() {
    let text = String(repeating: "- &a\n", count: 1_000_000)
    let read = readYAML(SourceFile(path: "a.yaml", text: text))
    #expect(read.diagnostics.count <= 1_002)
    #expect(read.diagnostics.last?.code == .tooManyMistakes)
    #expect(read.documents.isEmpty)
  }

  @Test func `more values than the limit end a file`() {
    let file = SourceFile(path: "a.yaml", text: "[a, b, c, d]")
    let limits = ReadingLimits(nodes: 4)
    #expect(readYAML(file, limits: limits).diagnostics.map(\.code) == [.tooManyNodes])
    var diagnostics: [Diagnostic] = []
    let json = SourceFile(path: "a.json", text: "[1, 2, 3, 4]")
    #expect(DocumentReader(limits: limits).readJSON(json, &diagnostics) == nil)
    #expect(diagnostics.map(\.code) == [.tooManyNodes])
  }

  @Test(
    arguments: [
      ([0x61, 0x3A, 0x20, 0xFF], "not-utf8", 3),
      ([0x61, 0x3A, 0x20, 0xC3], "not-utf8", 3),
      ([0x61, 0x3A, 0x20, 0xC0, 0x80], "not-utf8", 3),
      ([0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80], "not-utf8", 3),
      ([0x61, 0x3A, 0x20, 0xF4, 0x90, 0x80, 0x80], "not-utf8", 3),
      ([0xFF, 0xFE, 0x61, 0x00, 0x3A, 0x00], "not-utf8", 0),
      ([0xFE, 0xFF, 0x00, 0x61, 0x00, 0x3A], "not-utf8", 0),
      ([0x61, 0x00, 0x3A, 0x00, 0x20, 0x00], "not-utf8", 0),
      ([0x61, 0x3A, 0x20, 0x07], "control-character", 3),
      ([0x61, 0x3A, 0x20, 0x61, 0x00], "control-character", 4),
      ([0x61, 0x3A, 0x20, 0xC2, 0x85], "control-character", 3),
      ([0x61, 0x3A, 0x20, 0xE2, 0x80, 0xA8], "control-character", 3),
      ([0x61, 0x3A, 0x20, 0xE2, 0x80, 0xAE], "control-character", 3),
      ([0x61, 0x3A, 0x20, 0xE2, 0x80, 0x8B], "control-character", 3),
      ([0x61, 0x3A, 0x20, 0xC2, 0xAD], "control-character", 3),
      ([0x61, 0x3A, 0x20, 0xF3, 0xA0, 0x81, 0x81], "control-character", 3),
      ([0x61, 0x3A, 0x20, 0xE2, 0x81, 0xA6], "control-character", 3),
      ([0x61, 0x3A, 0x20, 0xEF, 0xBB, 0xBF], "control-character", 3),
      ([0xEF, 0xBB, 0xBF, 0x61, 0x3A, 0x20, 0x7F], "control-character", 6),
    ] as [([UInt8], String, Int)])
  func `bytes that are no text are refused where they stand`(
    bytes: [UInt8], code: String, offset: Int
  ) {
    let read = readYAML(SourceFile(path: "a.yaml", bytes: bytes))
    #expect(read.diagnostics.map(\.code.rawValue) == [code])
    #expect(read.diagnostics.first?.range?.bytes.lowerBound == offset)
  }

  @Test func `a byte order mark is in no line`() throws {
    let file = SourceFile(path: "a.yaml", text: "\u{FEFF}é: b\nc: é\n")
    let document = try #require(readYAML(file).documents.first)
    let key = try #require(document.entries?.first?.key.range)
    #expect(key.text == "é")
    #expect(key.start == Diagnostics::SourceLocation(line: 1, column: 1))
    #expect(file.line(1) == "é: b")
    #expect(document["c"]?.range.start == Diagnostics::SourceLocation(line: 2, column: 4))
  }
}
