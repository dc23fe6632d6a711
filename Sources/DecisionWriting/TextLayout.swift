import CEL

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

  /// The text in lines that are broken at spaces; a longer word stays whole.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !line.isEmpty, line.unicodeScalars.count + 1 + word.unicodeScalars.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
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
