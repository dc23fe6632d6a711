/// Text from a file as a terminal may safely show it, and how wide it is there.
enum PrintableText {
  /// A text of which each character has a known width.
  struct Cells {
    private var parts: [(text: Unicode.Scalar, width: Int)] = []

    init() {}

    mutating func append(_ scalar: Unicode.Scalar, width: Int) { parts.append((scalar, width)) }

    var width: Int { parts.reduce(0) { $0 + $1.width } }

    var text: String {
      var text = ""
      for part in parts { text.unicodeScalars.append(part.text) }
      return text
    }

    /// Whether something was taken off the end, so that the width is at most `width`.
    mutating func cut(toFirst width: Int) -> Bool {
      var left = self.width
      let count = parts.count
      while left > width, let last = parts.popLast() { left -= last.width }
      return parts.count < count
    }

    /// Whether something was taken off the start, so that the width is at most `width`.
    mutating func cut(toLast width: Int) -> Bool {
      var left = self.width
      var first = 0
      while left > width, first < parts.count {
        left -= parts[first].width
        first += 1
      }
      parts.removeFirst(first)
      return first > 0
    }

    func cut(first width: Int) -> Cells {
      var copy = self
      _ = copy.cut(toFirst: width)
      return copy
    }
  }

  /// A line of a file: tabs become blanks, what would steer the terminal becomes `�`.
  static func cells(_ text: String) -> Cells {
    var cells = Cells()
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        for _ in 0..<4 { cells.append(" ", width: 1) }
      } else if steers(scalar) {
        cells.append("\u{FFFD}", width: 1)
      } else {
        cells.append(scalar, width: width(of: scalar))
      }
    }
    return cells
  }

  /// A message in one line, with nothing in it that would steer the terminal.
  static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: steers) else { return text }
    var line = ""
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\r" || scalar == "\t" {
        line += " "
      } else {
        line.unicodeScalars.append(steers(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return line
  }

  /// Control characters, line separators, and what turns the direction of writing.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
      0xFEFF:
      true
    default: false
    }
  }

  /// 0 for marks that join the character before, 2 for East Asian wide ones and emoji, else 1.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x2FF: 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      2
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: 0
      default: 1
      }
    }
  }
}

extension String {
  /// The text in one line, with nothing in it that would steer a terminal or end a line of a log.
  ///
  /// Facts come from outside; a person's name must not repaint a verdict.
  package var printable: String { PrintableText.line(self) }
}
