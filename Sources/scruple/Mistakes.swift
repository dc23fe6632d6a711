import ArgumentParser
import Diagnostics
import PolicyEngine

/// Mistakes on the error output, and the exit code that goes with them.
enum Mistakes {
  /// Says what is wrong with the library, or (without a count) with the input.
  static func complain(_ diagnostics: [Diagnostic], _ documentCount: Int? = nil) -> ExitCode {
    Terminal.complain(
      DiagnosticFormat.text.render(
        diagnostics, documentCount: documentCount, version: EngineVersion.current))
    return .fault
  }

  /// Says what is wrong with one line of many.
  static func complain(ofLine number: Int, _ diagnostics: [Diagnostic]) {
    Terminal.complain(
      DiagnosticFormat.text.render(
        diagnostics, version: EngineVersion.current,
        consequence: "line \(number) was not judged"))
  }
}
