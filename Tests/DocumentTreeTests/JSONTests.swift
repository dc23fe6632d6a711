import Diagnostics
import DocumentTree
import Testing

struct JSONTests {
  @Test(arguments: [
    "①", "①nul", "{①a: 1}", "{①'a': 1}", "[1①,]", "{\"a\": 1①,}", "[1 ①2]", "[①,1]", "{\"a\" ①1}",
    "[①01]", "[-①]", "[1.①]", "[1e①]", "[①+1]", "[①.5]", "[①NaN]", "[①True]", "[1] ①2", "[①\"a]",
    "[\"①\\q\"]", "[\"①\\u12\"]", "[\"①\\ud800\"]", "[\"①\\ud800\\u0041\"]", "[\"①\\udc00\"]",
    "[①// a\n1]", "[\"a①\nb\"]", "[1, 2①", "{\"a\": 1①", "{\"a\":①", "[①é]", "[①\u{A0}1]",
    "①\u{B}1",
    "[1①}", "{\"a\": 1①]", "[①\u{FEFF}1]",
  ])
  func `what is not JSON is refused where it fails`(text: String) throws {
    let offset = try #require(text.utf8.firstRange(of: "①".utf8)).lowerBound
    let place = text.utf8.distance(from: text.startIndex, to: offset)
    let read = readJSON(text.replacing("①", with: ""))
    #expect(read.node == nil)
    #expect(read.diagnostics.map(\.code) == [.jsonSyntax])
    #expect(read.diagnostics.first?.range?.bytes.lowerBound == place)
  }

  @Test func `texts are decoded and their escapes found`() throws {
    let source = #"{"a\u00e9": "x\ud83d\ude00y\n\/\"é"}"#
    let node = try #require(readJSON("\u{FEFF}" + source).node)
    let scalar = try #require(node["aé"]?.scalar)
    #expect(scalar.text == "x😀y\n/\"é")
    #expect(scalar.sourceRange(of: 1..<5).text == #"\ud83d\ude00"#)
    #expect(scalar.sourceRange(of: 5..<6).text == "y")
    #expect(scalar.style == .doubleQuoted)
  }

  @Test func `numbers and words are plain scalars`() throws {
    let node = try #require(readJSON(" [1, -0, 1.5e3, true, null, 12345678901234567890]\n").node)
    let values = node.elements?.compactMap { $0.scalar?.resolved }
    #expect(values == [.int(1), .int(0), .double(1500), .bool(true), .null, .outOfRange])
  }

  @Test func `duplicate keys are found, spelt either way`() {
    let read = readJSON(#"{"a": 1, "\u0061": 2}"#)
    #expect(read.diagnostics.map(\.code) == [.duplicateKey])
    #expect(readJSON("{\"a\": null}", nulls: .refused).diagnostics.map(\.code) == [.emptyValue])
  }

  @Test(arguments: [
    ("0", 0), ("-9223372036854775808", Int64.min), ("9223372036854775808", nil), ("1.0", nil),
    ("9223372036854775807", .max),
  ])
  func `integers are read exactly or not at all`(text: String, expected: Int64?) throws {
    var scanner = JSONScanner(Array(text.utf8))
    let number = try scanner.readNumber()
    #expect(scanner.int(number) == expected)
  }

  @Test func `a line of a longer text is read by itself`() throws {
    let bytes = Array("{\"a\": [1, {\"b\": 2}], \"c\": 3}\nnot this".utf8)
    var scanner = JSONScanner(bytes, in: 0..<28)
    try scanner.openObject()
    let first = try #require(try scanner.nextKey())
    #expect(scanner.string(first) == "a")
    try scanner.skipValue()
    let second = try #require(try scanner.nextKey())
    #expect(scanner.string(second) == "c")
    #expect(scanner.int(try scanner.readNumber()) == 3)
    #expect(try scanner.nextKey() == nil)
    try scanner.finish()
    #expect(scanner.position == 28)
  }

  @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0xFF, 0xFE, 0x22, 0x00]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    var diagnostics: [Diagnostic] = []
    let file = SourceFile(path: "a.json", bytes: bytes)
    #expect(DocumentReader(nulls: .allowed).readJSON(file, &diagnostics) == nil)
    #expect(diagnostics.map(\.code) == [.notUTF8])
  }
}
