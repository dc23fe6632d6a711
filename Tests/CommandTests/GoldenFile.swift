import Foundation
import Testing

/// A whole output that stands in `Cases/`; `RECORD=1` rewrites it, and the test then fails.
struct GoldenFile {
  private let url: URL

  init(_ name: String) { url = Project.cases.appending(path: name) }

  /// Digests, and versions of the engine and of the time zones, are left out: they change for
  /// reasons of their own.
  func check(_ text: String) throws {
    let text = Self.stable(text)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(text.utf8).write(to: url)
      Issue.record("recorded \(url.path)")
      return
    }
    #expect(text == String(decoding: try Data(contentsOf: url), as: UTF8.self))
  }

  static func stable(_ text: String) -> String {
    let changing = [
      ("sha256:[0-9a-f]{8,64}", "sha256:(digest)"),
      (#""(engine|tzdata)": "[^"]*""#, #""$1": "(version)""#),
      (#""version": "[0-9]+\.[0-9]+\.[0-9]+""#, #""version": "(version)""#),
    ]
    return changing.reduce(text) { text, change in
      text.replacingOccurrences(of: change.0, with: change.1, options: .regularExpression)
    }
  }
}
