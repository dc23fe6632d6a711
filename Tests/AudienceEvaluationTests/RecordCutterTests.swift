import Diagnostics
import FactsReading
import Testing

/// Where records end.
struct RecordCutterTests {
  @Test(arguments: [
    ("a,b\nc,d\n", ["a,b", "c,d"]), ("a,b\r\nc,d", ["a,b", "c,d"]), ("a\n\n\nb\n", ["a", "b"]),
    ("\"a\nb\",c\nd,e\n", ["\"a\nb\",c", "d,e"]),
    ("\"a\"\"\n\",b\nc,d\n", ["\"a\"\"\n\",b", "c,d"]),
    ("", []), ("\n", []),
  ])
  func `CSV is cut at line ends outside of quotes`(text: String, records: [String]) {
    #expect(cut(.csv, text).map(\.text) == records)
  }

  @Test(arguments: ["a,\"b\nc,d\n", "a,b\"x\nc,d\n", "\"a\"x,b\nc,d\n"])
  func `quotes that do not match spoil their own line alone`(text: String) {
    let records = cut(.csv, text)
    #expect(records.map(\.isFlawed) == [true, false])
    #expect(records.last?.text == "c,d")
    #expect(records.map(\.line) == [1, 2])
  }

  @Test(arguments: [1, 2, 3, 7, 16, 1000])
  func `blocks hold the same records, whatever their size`(size: Int) throws {
    let text = "id,x\n\"a\n1\",2\nb,\"3\nc,4\n\"d\"\"\",5\r\ne,6"
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "audience.csv")
    var diagnostics: [Diagnostic] = []
    guard var blocks = RecordBlocks(path: path, form: .csv, blockSize: size, &diagnostics) else {
      Issue.record("the file cannot be opened")
      return
    }
    var found: [Cut] = []
    while let block = blocks.next() {
      found += cut(.csv, String(decoding: block.bytes, as: UTF8.self), line: block.firstLine)
    }
    #expect(found == cut(.csv, text))
    #expect(blocks.consumed == text.utf8.count)
  }

  private struct Cut: Equatable {
    let text: String
    let line: Int
    let isFlawed: Bool
  }

  private func cut(_ form: AudienceForm, _ text: String, line: Int = 1) -> [Cut] {
    let bytes = Array(text.utf8)
    var cutter = RecordCutter(form, bytes, line: line)
    var records: [Cut] = []
    while let record = cutter.next() {
      records.append(
        Cut(
          text: String(decoding: bytes[record.contents], as: UTF8.self), line: record.line,
          isFlawed: record.flaw != nil))
    }
    return records
  }
}
