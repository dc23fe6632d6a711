import CEL
import Diagnostics
import PolicyModel

// Layout of plain text; widths are counted in Unicode scalars.

extension String {
  /// The text with spaces after it up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - unicodeScalars.count))
  }

  /// The text, cut with an ellipsis where it is longer.
  func cut(to width: Int) -> String {
    guard unicodeScalars.count > width else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.prefix(width - 1))) + "…"
  }

  /// The text after a label, broken at spaces where a line would be wider; later lines below it.
  func lines(after label: String, width: Int) -> [String] {
    let room = max(20, width - label.unicodeScalars.count)
    let blank = String(repeating: " ", count: label.unicodeScalars.count)
    return wrapped(to: room).enumerated().map { ($0 == 0 ? label : blank) + $1 }
  }
}

extension Int {
  /// A count with its noun, in the plural where it is not one.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension Timestamp {
  /// To the minute, such as `2026-11-23 10:00 UTC`.
  var minute: String {
    let text = self.text
    let date = text.prefix(10)
    let time = text.dropFirst(11).prefix(5)
    return "\(date) \(time) UTC"
  }
}

extension Verdict {
  /// As a headline says it.
  var heading: String {
    switch self {
    case .allow: "ALLOW"
    case .deny: "DENY"
    case .requireReview: "REQUIRE-REVIEW"
    }
  }

  /// In a list of rules.
  var word: String {
    switch self {
    case .allow: "allow"
    case .deny: "deny"
    case .requireReview: "review"
    }
  }
}
