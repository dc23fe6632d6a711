/// Diagnostics for people: what, where with the line, and how to mend it.
enum TextRenderer {
  static func render(_ diagnostics: [Diagnostic], _ summary: DiagnosticSummary) -> String {
    diagnostics.map(render).joined() + summary.line + "\n"
  }

  private static func render(_ diagnostic: Diagnostic) -> String {
    let isWithheld = diagnostic.isWithheld
    let excerpts = ([diagnostic.range] + diagnostic.notes.map(\.range)).map { range in
      range.map { Excerpt($0, isWithheld: isWithheld) }
    }
    let width = excerpts.compactMap { $0?.number.count }.max() ?? 1
    let margin = String(repeating: " ", count: width + 1)
    var text = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]: "
    text += PrintableText.line(diagnostic.message) + "\n"
    if let excerpt = excerpts[0] { text += excerpt.text(margin: margin) }
    for (note, excerpt) in zip(diagnostic.notes, excerpts.dropFirst()) {
      text += "\(margin)= note: \(PrintableText.line(note.message))\n"
      if let excerpt { text += excerpt.text(margin: margin) }
    }
    if let help = diagnostic.help { text += "\(margin)= help: \(PrintableText.line(help))\n" }
    return text + "\(margin)= more: \(diagnostic.page)\n\n"
  }
}

/// One line of a file with marks under a range of it; of a confidential file what is marked alone.
private struct Excerpt {
  let number: String
  private let place: String
  private let line: String
  private let marks: String
  private let isWithheld: Bool

  /// So wide may the line be; more is cut off around the range.
  private static let widest = 100

  init(_ range: SourceRange, isWithheld: Bool) {
    let start = range.start
    self.isWithheld = isWithheld
    number = String(start.line)
    place = "\(PrintableText.line(range.file.path)):\(start.line):\(start.column)"
    var before = range.file.part(before: range.bytes.lowerBound, atMost: 4 * Self.widest)
    var after = range.file.part(after: range.bytes.lowerBound, atMost: 4 * Self.widest)
    switch range.file.excerpts {
    case .lines: break
    case .marks:
      before = ("", before.isCut || !before.text.allSatisfy(\.isWhitespace))
      let marked = String(decoding: after.text.utf8.prefix(range.bytes.count), as: UTF8.self)
      after = (marked, after.isCut || marked.utf8.count < after.text.utf8.count)
    }
    let markedCount = min(range.bytes.count, after.text.utf8.count)
    var head = PrintableText.cells(before.text)
    let marked = PrintableText.cells(
      String(decoding: after.text.utf8.prefix(markedCount), as: UTF8.self))
    var tail = PrintableText.cells(
      String(decoding: after.text.utf8.dropFirst(markedCount), as: UTF8.self))
    let markedWidth = min(marked.width, Self.widest / 2)
    var isCut = (before: before.isCut, after: after.isCut)
    if head.width + marked.width + tail.width > Self.widest {
      let room = max(Self.widest - markedWidth, 20)
      let tailRoom = max(room / 3, room - head.width)
      if tail.cut(toFirst: tailRoom) { isCut.after = true }
      if head.cut(toLast: room - min(tail.width, tailRoom)) { isCut.before = true }
    }
    let shown = marked.cut(first: max(Self.widest - head.width, 1))
    if shown.width < marked.width {
      isCut.after = true
      tail = PrintableText.Cells()
    }
    let opening = isCut.before ? "…" : ""
    line = opening + head.text + shown.text + tail.text + (isCut.after ? "…" : "")
    marks =
      String(repeating: " ", count: head.width + (isCut.before ? 1 : 0))
      + String(repeating: "^", count: max(1, shown.width))
  }

  func text(margin: String) -> String {
    if isWithheld { return "\(margin.dropLast())--> \(place)\n" }
    let gap = String(repeating: " ", count: margin.count - 1 - number.count)
    return """
      \(margin.dropLast())--> \(place)
      \(margin)|
      \(gap)\(number) |\(line.isEmpty ? "" : " ")\(line)
      \(margin)| \(marks)

      """
  }
}

extension SourceFile {
  /// The end of what stands in the line before a byte.
  fileprivate func part(before offset: Int, atMost limit: Int) -> (text: String, isCut: Bool) {
    let end = min(offset, bytes.count)
    var start = end
    while start > 0, end - start < limit || bytes[start] & 0xC0 == 0x80 {
      if bytes[start - 1] == 0x0A || bytes[start - 1] == 0x0D { break }
      start -= 1
    }
    let isLineStart = start == 0 || bytes[start - 1] == 0x0A || bytes[start - 1] == 0x0D
    if start == 0, end >= 3, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    return (text(start..<end), !isLineStart)
  }

  /// The start of what stands in the line from a byte on.
  fileprivate func part(after offset: Int, atMost limit: Int) -> (text: String, isCut: Bool) {
    let start = min(offset, bytes.count)
    var end = start
    while end < bytes.count, end - start < limit || bytes[end] & 0xC0 == 0x80 {
      if bytes[end] == 0x0A || bytes[end] == 0x0D { break }
      end += 1
    }
    let isLineEnd = end == bytes.count || bytes[end] == 0x0A || bytes[end] == 0x0D
    return (text(start..<end), !isLineEnd)
  }
}
