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

extension String {
  /// The text without what would steer a terminal or turn the order of its characters.
  ///
  /// Facts come from outside; a person's name must not repaint a verdict.
  var printable: String {
    guard unicodeScalars.contains(where: \.steers) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      result.unicodeScalars.append(scalar.steers ? "\u{FFFD}" : scalar)
    }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var steers: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
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
