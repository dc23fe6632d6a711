import FoundationEssentials
import Testing

/// The project's own files.
enum OwnFiles {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file below a folder, by its path from the root, sorted.
  static func swift(below folder: String) -> [OwnFile] {
    files(below: folder).filter { $0.hasSuffix(".swift") }.map { OwnFile(path: $0) }
  }

  static func files(below folder: String) -> [String] {
    let paths = try? FileManager.default.subpathsOfDirectory(atPath: path(folder))
    return (paths ?? []).sorted().map { "\(folder)/\($0)" }
  }

  static func folders(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  static func text(of path: String) -> String {
    (try? String(contentsOfFile: self.path(path), encoding: .utf8)) ?? ""
  }

  private static func path(_ path: String) -> String { root.appending(path: path).path }
}

/// One Swift file, line by line.
struct OwnFile: CustomTestStringConvertible {
  let path: String
  let lines: [Substring]

  init(path: String) {
    self.path = path
    lines = OwnFiles.text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
  }

  var testDescription: String { path }

  /// The lines without comments, with their numbers.
  var code: [(number: Int, text: Substring)] {
    lines.enumerated().compactMap { index, line in
      let start = line.firstRange(of: "//").map(\.lowerBound) ?? line.endIndex
      let isAddress = start > line.startIndex && line[line.index(before: start)] == ":"
      let text = isAddress ? line : line[..<start]
      return text.allSatisfy(\.isWhitespace) ? nil : (index + 1, text)
    }
  }

  /// The modules that it imports.
  var imports: [String] {
    let form = #/^(?:@\w+(?:\(\w+\))?\s+)*(?:[a-z]+\s+)?import\s+(?:[a-z]+\s+)?(\w+)/#
    return code.compactMap { $0.text.firstMatch(of: form).map { String($0.output.1) } }
  }
}
