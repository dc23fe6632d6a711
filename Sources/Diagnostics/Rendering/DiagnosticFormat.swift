/// The ways in which diagnostics are shown.
public enum DiagnosticFormat: String, CaseIterable, Sendable {
  /// For people at a terminal.
  case text
  /// For programs; `format` is 1.
  case json
  /// Workflow commands of GitHub Actions, shown beside the lines of a pull request.
  case github
  /// SARIF 2.1.0 (OASIS), for code scanning.
  case sarif

  /// All diagnostics, sorted by file, place and code, with the count at the end.
  ///
  /// - Parameters:
  ///   - diagnostics: What was found.
  ///   - documentCount: How many documents were read; nil where that is of no interest.
  ///   - version: The version of the engine, for SARIF.
  ///   - consequence: What errors mean for what was asked, for the last line.
  /// - Returns: Whole lines, each with its end.
  public func render(
    _ diagnostics: [Diagnostic], documentCount: Int? = nil, version: String,
    consequence: String = "nothing was evaluated"
  ) -> String {
    let sorted = diagnostics.sortedByPlace()
    let summary = DiagnosticSummary(sorted, documentCount, consequence)
    switch self {
    case .text: return TextRenderer.render(sorted, summary)
    case .json: return JSONRenderer.render(sorted, summary)
    case .github: return GitHubRenderer.render(sorted, summary)
    case .sarif: return SARIFRenderer.render(sorted, version: version)
    }
  }
}

extension [Diagnostic] {
  /// By file, then by place, then by code; those without a place come first.
  func sortedByPlace() -> [Diagnostic] {
    sorted { left, right in
      let (leftKey, rightKey) = (left.order, right.order)
      if leftKey.path != rightKey.path {
        return leftKey.path.utf8.lexicographicallyPrecedes(rightKey.path.utf8)
      }
      return (leftKey.offset, left.code.rawValue, left.message)
        < (rightKey.offset, right.code.rawValue, right.message)
    }
  }
}

extension Diagnostic {
  fileprivate var order: (path: String, offset: Int) {
    range.map { ($0.file.path, $0.bytes.lowerBound) } ?? ("", 0)
  }

  /// The page that explains the code.
  var page: String { "docs/diagnostics/\(code.rawValue).md" }
}

/// How much was found, in one line.
struct DiagnosticSummary {
  let errorCount: Int
  let warningCount: Int
  let documentCount: Int?
  private let consequence: String

  init(_ diagnostics: [Diagnostic], _ documentCount: Int?, _ consequence: String) {
    errorCount = diagnostics.count { $0.severity == .error }
    warningCount = diagnostics.count - errorCount
    self.documentCount = documentCount
    self.consequence = consequence
  }

  /// The last line, as `2 errors, 1 warning in 14 documents; nothing was evaluated`.
  var line: String {
    var counts: [String] = []
    if errorCount > 0 { counts.append(Self.count(errorCount, "error")) }
    if warningCount > 0 { counts.append(Self.count(warningCount, "warning")) }
    var line = counts.isEmpty ? "no mistakes" : counts.joined(separator: ", ")
    if let documentCount { line += " in " + Self.count(documentCount, "document") }
    if errorCount > 0 { line += "; " + consequence }
    return line
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }
}
