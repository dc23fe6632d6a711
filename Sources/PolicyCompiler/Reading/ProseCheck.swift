import Diagnostics
import DocumentTree

/// Finds texts for people that are empty, or that YAML has cut: by a ` #`, or by a comma in a flow list.
///
/// Codes: `empty-value`, `cut-text` (a warning), `split-cite`.
enum ProseCheck {
  static func check(_ text: Spelling, _ diagnostics: inout [Diagnostic]) {
    if text.text.allSatisfy(\.isWhitespace) {
      diagnostics.append(
        Diagnostic(
          .emptyValue, "this text is empty", at: text.range,
          help: "write what people are to read, or leave the key out"))
    }
    guard let comment = text.scalar.cutByComment else { return }
    diagnostics.append(
      Diagnostic(
        .cutText, "this text ends here: ` #` starts a comment",
        at: SourceRange(text.range.file, comment), help: "put the whole text in quotes",
        severity: .warning))
  }

  /// The items of `cite`.
  static func check(cite items: [Spelling], _ diagnostics: inout [Diagnostic]) {
    for item in items {
      check(item, &diagnostics)
      if item.text.hasPrefix("("), item.scalar.style == .plain {
        diagnostics.append(
          Diagnostic(
            .splitCite, "a citation cannot begin with `(`", at: item.range,
            help: "a comma split it in two: put each citation that holds a comma in quotes"))
      }
    }
  }
}

extension DiagnosticCode {
  static let cutText = DiagnosticCode("cut-text")
  static let splitCite = DiagnosticCode("split-cite")
}
