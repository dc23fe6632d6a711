import Foundation
import Testing

/// The commands that pages show, typed one after the other in a fresh folder, print what stands below
/// them.
///
///     ```yaml file PATH     a file that the reader writes
///     ```console            `$ ` begins a command; below it what it prints, on either output;
///                           a line `…` stands for any lines, `…` in a line for any text
///
/// The folder has the project's `policies` and `docs`. `RECORD=1` writes into the page what was
/// printed, where none of its lines has a `…`, and the test then fails.
struct PageCommandTests {
  @Test(arguments: ["docs/adopting.md", "docs/facts-needed.md"])
  func `what a page shows is printed`(path: String) throws {
    let url = Project.root.appending(path: path)
    let page = ConsolePage(String(decoding: try Data(contentsOf: url), as: UTF8.self))
    #expect(!page.commands.isEmpty)
    let folder = try Folder()
    for name in ["policies", "docs"] {
      try FileManager.default.createSymbolicLink(
        at: folder[name], withDestinationURL: Project.root.appending(path: name))
    }
    let search = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let built = Command.built.deletingLastPathComponent().path
    let run = try Command.run(
      URL(filePath: "/bin/bash"), ["-c", page.script], in: folder,
      environment: ["PATH": "\(built):\(search)"])
    let printed = run.output.components(separatedBy: ConsolePage.mark).dropFirst().map {
      $0.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
    try #require(printed.count == page.commands.count, "\(run.output)\(run.errors)")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(page.recording(printed).utf8).write(to: url)
      Issue.record("recorded \(path)")
      return
    }
    for (command, lines) in zip(page.commands, printed) {
      let wanted = command.output.map(GoldenFile.stable)
      let found = lines.map(GoldenFile.stable)
      #expect(
        ConsolePage.matches(found[...], wanted[...]),
        """
        \(path):\(command.line) $ \(command.text)
        \(lines.joined(separator: "\n"))
        RECORD=1 writes what is printed into the page.
        """)
    }
  }

  @Test(arguments: [
    (["a", "b"], ["a", "b"], true), (["a"], ["b"], false), (["a", "b"], ["a"], false),
    (["a", "b", "c"], ["a", "…"], true), (["a", "b", "c"], ["…", "c"], true),
    (["a", "b", "c"], ["…", "b"], false), ([], ["…"], true), (["a"], ["a", "…", "a"], false),
    (["a 1 c", "d"], ["a … c", "d"], true), (["a 1 d"], ["a … c"], false), (["ac"], ["a…c"], true),
    (["a"], ["a…a"], false), (["a…"], ["a…"], true), (["1 of 2"], ["… of …"], true),
  ])
  func `an ellipsis stands for any lines`(found: [String], wanted: [String], fits: Bool) {
    #expect(ConsolePage.matches(found[...], wanted[...]) == fits)
  }
}

/// A page with commands.
private struct ConsolePage {
  struct Command {
    let text: String
    let output: [String]
    /// The page's line that it stands in, from 1.
    let line: Int
  }

  static let mark = "\u{1E}\n"

  private let lines: [String]
  private(set) var commands: [Command] = []
  /// Commands and files in the order of the page, as a shell reads them.
  private(set) var script = "exec 2>&1\n"

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var index = 0
    while index < lines.count {
      let fence = lines[index]
      guard fence.hasPrefix("```"), fence.count > 3 else {
        index += 1
        continue
      }
      let end = lines[(index + 1)...].firstIndex(of: "```") ?? lines.endIndex
      let block = Array(lines[(index + 1)..<end])
      if fence == "```console" {
        read(block, from: index + 1)
      } else if fence.hasPrefix("```yaml file ") {
        let path = fence.dropFirst("```yaml file ".count)
        script += "mkdir -p \"$(dirname '\(path)')\"\n"
        script += "cat > '\(path)' <<'END OF FILE'\n\(block.joined(separator: "\n"))\nEND OF FILE\n"
      }
      index = end + 1
    }
  }

  private mutating func read(_ block: [String], from start: Int) {
    let places = block.indices.filter { block[$0].hasPrefix("$ ") }
    for (number, place) in places.enumerated() {
      let end = number + 1 < places.count ? places[number + 1] : block.count
      let text = String(block[place].dropFirst(2))
      commands.append(
        Command(text: text, output: Array(block[(place + 1)..<end]), line: start + place + 1))
      script += "printf '\\x1e\\n'\n\(text)\n"
    }
  }

  /// The page with other outputs, where none has an ellipsis.
  func recording(_ printed: [[String]]) -> String {
    var result = lines
    for (command, output) in zip(commands, printed).reversed()
    where !command.output.contains(where: { $0.contains("…") }) {
      result.replaceSubrange(command.line..<(command.line + command.output.count), with: output)
    }
    return result.joined(separator: "\n")
  }

  static func matches(_ found: ArraySlice<String>, _ wanted: ArraySlice<String>) -> Bool {
    guard let first = wanted.first else { return found.isEmpty }
    if first == "…" {
      return (found.startIndex...found.endIndex).contains { place in
        matches(found[place...], wanted.dropFirst())
      }
    }
    return found.first.map { fits($0, first) } == true
      && matches(found.dropFirst(), wanted.dropFirst())
  }

  /// Whether a line is one that is wanted, with any text where that has an ellipsis.
  private static func fits(_ line: String, _ wanted: String) -> Bool {
    let parts = wanted.components(separatedBy: "…")
    guard parts.count > 1, let first = parts.first, let last = parts.last else {
      return line == wanted
    }
    guard line.hasPrefix(first), line.count >= first.count + last.count, line.hasSuffix(last) else {
      return false
    }
    var rest = line.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() {
      guard let place = rest.firstRange(of: part) else { return false }
      rest = rest[place.upperBound...]
    }
    return true
  }
}
