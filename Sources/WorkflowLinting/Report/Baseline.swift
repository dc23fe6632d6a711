package import Diagnostics
import DocumentTree

/// Findings that were there before, from the JSON of an earlier run.
package struct Baseline: Sendable {
  /// By fingerprint: how many.
  package let counts: [String: Int]

  /// Nil where the file is no report of findings, which is then reported.
  package static func read(_ file: SourceFile, _ diagnostics: inout [Diagnostic]) -> Baseline? {
    let reader = DocumentReader(limits: Readers.limits, nulls: .allowed)
    guard let root = reader.readJSON(file, &diagnostics) else { return nil }
    guard root.text("format") == "1", let workflows = root["workflows"]?.elements else {
      diagnostics.append(
        Diagnostic(
          .notABaseline, "this is no report of `scruple lint --format json`",
          at: SourceRange(file, 0..<min(1, file.bytes.count)),
          help: "make one with `scruple lint --format json ... > baseline.json`"))
      return nil
    }
    var counts: [String: Int] = [:]
    for finding in workflows.flatMap({ $0["findings"]?.elements ?? [] }) {
      if let print = finding.text("fingerprint") { counts[print, default: 0] += 1 }
    }
    return Baseline(counts: counts)
  }
}

extension DiagnosticCode {
  fileprivate static let notABaseline = DiagnosticCode("not-a-baseline")
}
