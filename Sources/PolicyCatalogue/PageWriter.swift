import Diagnostics

/// Writes labelled paragraphs for a terminal; widths are counted in Unicode scalars.
struct PageWriter {
  private let labelWidth: Int
  private let width: Int
  private var lines: [String] = []

  init(labelWidth: Int, width: Int = 100) {
    self.labelWidth = labelWidth
    self.width = width
  }

  /// With a last line end.
  var text: String { lines.map(\.printable).joined(separator: "\n") + "\n" }

  mutating func line(_ text: String) { lines.append(text) }

  mutating func blank() { if !lines.isEmpty, lines.last != "" { lines.append("") } }

  /// A label with paragraphs beside it, each broken at spaces where it is too long.
  mutating func field(_ label: String, _ paragraphs: [String]) {
    let blank = String(repeating: " ", count: labelWidth + 2)
    var start = "  " + label + String(repeating: " ", count: max(1, labelWidth - label.count))
    for paragraph in paragraphs {
      let room = max(30, width - labelWidth - 4)
      for (number, line) in paragraph.wrappedLines(to: room).enumerated() {
        lines.append(start + (number == 0 ? "" : "  ") + line)
        start = blank
      }
    }
  }
}

extension String {
  /// The text in lines; the blanks before its first word stay.
  func wrappedLines(to room: Int) -> [String] {
    let margin = prefix { $0 == " " }
    return wrapped(to: room).enumerated().map { $0 == 0 ? margin + $1 : $1 }
  }
}
