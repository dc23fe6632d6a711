import Diagnostics
import DocumentTree

/// Checks the names that authors choose.
///
/// Codes: `bad-name`.
enum Name {
  /// What a name is for.
  enum Kind {
    /// Of a policy, client, rule, exception or duty: `consent-on-record`.
    case id
    /// Of a fact, field, type, setting, table, definition or parameter: `legal_basis`.
    case identifier
    /// Of a term: `user.contact.email`, `DE-BY`.
    case term
  }

  /// Words that stand for something else in expressions.
  static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in",
    "let", "loop", "namespace", "null", "package", "return", "settings", "true", "var", "void",
    "while", "witness",
  ]

  static func check(_ name: Spelling, _ kind: Kind, _ diagnostics: inout [Diagnostic]) {
    if let help = problem(name.text, kind) {
      diagnostics.append(
        Diagnostic(.badName, "`\(name.text)` cannot be a name here", at: name.range, help: help))
    }
  }

  private static func problem(_ name: String, _ kind: Kind) -> String? {
    let bytes = Array(name.utf8)
    guard let first = bytes.first, let last = bytes.last else { return "a name cannot be empty" }
    switch kind {
    case .id:
      let isFine = bytes.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x2D || $0 == 0x5F }
      if isFine, first.isLetter || first.isDigit, last != 0x2D { return nil }
      return "use letters, digits and `-`, as in `consent-on-record`"
    case .identifier:
      if reserved.contains(name) { return "`\(name)` has a meaning of its own in expressions" }
      let isFine = bytes.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x5F }
      if isFine, first.isLetter { return nil }
      return "use letters, digits and `_`, starting with a letter, as in `legal_basis`"
    case .term:
      let isFine = bytes.allSatisfy {
        $0.isLetter || $0.isDigit || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E
      }
      if isFine, first.isLetter || first.isDigit, last.isLetter || last.isDigit { return nil }
      return "use letters, digits, `_`, `-` and `.`, as in `user.contact.email`"
    }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension DiagnosticCode {
  static let badName = DiagnosticCode("bad-name")
}
