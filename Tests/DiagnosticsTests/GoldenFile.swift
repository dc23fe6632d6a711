import Diagnostics
import FoundationEssentials
import Testing

/// A whole output that stands in `Cases/`; `RECORD=1` rewrites it, and the test then fails.
struct GoldenFile {
  private let path: String

  init(_ name: String, _ here: String = #filePath) {
    path = here.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Cases/" + name
  }

  func check(_ text: String) throws {
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded \(path)")
      return
    }
    #expect(text == (try String(contentsOfFile: path, encoding: .utf8)))
  }
}
