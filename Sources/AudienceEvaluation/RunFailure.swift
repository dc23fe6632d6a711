package import Diagnostics
import Glibc

/// Why a run ends before its end.
package struct RunFailure: Error {
  package let diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// A file that cannot be written.
  init(_ path: String, _ code: CInt) {
    let reason = unsafe String(cString: strerror(code)).lowercased()
    diagnostics = [
      Diagnostic(
        .unwritableFile, "`\(path)` cannot be written: \(reason)", at: nil,
        help: "nothing that was written counts: without its `report.json` a run is incomplete")
    ]
  }
}

extension DiagnosticCode {
  fileprivate static let unwritableFile = DiagnosticCode("unwritable-file")
}
