/// Diagnostics as workflow commands of GitHub Actions.
///
/// The format: docs.github.com, "Workflow commands for GitHub Actions". In messages `%`, CR and LF
/// are escaped, in properties `:` and `,` too, so that no text of a file can be a command.
enum GitHubRenderer {
  static func render(_ diagnostics: [Diagnostic], _ summary: DiagnosticSummary) -> String {
    diagnostics.map { render($0) + "\n" }.joined() + summary.line + "\n"
  }

  private static func render(_ diagnostic: Diagnostic) -> String {
    GitHubCommand.text(
      diagnostic.severity.rawValue, at: diagnostic.range, title: diagnostic.code.rawValue,
      message(of: diagnostic))
  }

  private static func message(of diagnostic: Diagnostic) -> String {
    var lines = [diagnostic.message]
    for note in diagnostic.notes {
      let place = note.range.map { " (\($0.file.path):\($0.start.line):\($0.start.column))" } ?? ""
      lines.append("note: \(note.message)\(place)")
    }
    if let help = diagnostic.help { lines.append("help: \(help)") }
    lines.append("more: \(diagnostic.page)")
    return lines.joined(separator: "\n")
  }
}

/// One workflow command, shown beside a line of a pull request.
package enum GitHubCommand {
  /// A command of a kind, `error`, `warning` or `notice`, without the end of its line.
  package static func text(
    _ kind: String, at range: SourceRange?, title: String, _ message: String
  ) -> String {
    var properties: [(name: String, value: String)] = []
    if let range {
      let (start, end) = (range.start, range.end)
      properties = [
        ("file", range.file.path), ("line", String(start.line)), ("endLine", String(end.line)),
      ]
      // GitHub takes columns only where the range is in one line.
      if start.line == end.line {
        properties.append(("col", String(start.column)))
        properties.append(("endColumn", String(max(start.column, end.column))))
      }
    }
    properties.append(("title", title))
    let list = properties.map { "\($0.name)=\(escapedProperty($0.value))" }.joined(separator: ",")
    return "::\(kind) \(list)::\(escaped(message))"
  }

  private static func escaped(_ text: String) -> String {
    escape(text) { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: nil
      }
    }
  }

  private static func escapedProperty(_ text: String) -> String {
    escape(text) { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      case ":": "%3A"
      case ",": "%2C"
      default: nil
      }
    }
  }

  /// By scalars: CR and LF together are one `Character`.
  private static func escape(
    _ text: String, _ replacement: (Unicode.Scalar) -> String?
  ) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if let replacement = replacement(scalar) {
        escaped += replacement
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
