extension ScalarDecoding {
  /// The text of a `|` or `>` block.
  ///
  /// Its indentation is either found from its first lines, or stated in its
  /// header relative to a parent that is not known here: then the one that gives `text` is taken.
  /// Where it ends is found by its lines, not by the end of the range.
  static func block(
    _ source: [UInt8], from start: Int, text: String, isFolded: Bool
  ) -> ScalarDecoding {
    var header = BlockHeader()
    let body = header.read(source, start..<source.count)
    let length = text.utf8.count
    let found = ScalarDecoding(source).indentation(of: body)
    var candidates = [found]
    if header.statesIndentation { candidates = Array(1...max(1, found)) }
    candidates.append(Int.max)
    for indentation in candidates {
      var decoding = ScalarDecoding(source)
      decoding.lines(body, indentation, isFolded: isFolded, header.chomping, limit: length)
      if decoding.text.elementsEqual(text.utf8) { return decoding }
    }
    return ScalarDecoding(source)
  }

  /// The most blanks that a line has up to and with the first that is not empty.
  private func indentation(of body: Range<Int>) -> Int {
    var most = 0
    var index = body.lowerBound
    while true {
      let start = index
      while index < body.upperBound, source[index] == 0x20 { index += 1 }
      most = max(most, index - start)
      guard index < body.upperBound, let after = afterBreak(index) else { return most }
      index = min(after, body.upperBound)
    }
  }

  /// One line after another until one that is less indented.
  ///
  /// A folded block joins two lines by a
  /// blank, unless one of them starts with a blank itself.
  private mutating func lines(
    _ body: Range<Int>, _ indentation: Int, isFolded: Bool, _ chomping: BlockHeader.Chomping,
    limit: Int
  ) {
    var index = body.lowerBound
    var ending: Range<Int>?
    var startedBlank = false
    var empty = emptyLines(&index, body.upperBound, indentation)
    while text.count <= limit, index < body.upperBound,
      column(index, body.lowerBound) == indentation
    {
      let startsBlank = isBlank(index)
      if isFolded, let line = ending, !startedBlank, !startsBlank {
        if empty.isEmpty { replace(line.lowerBound..<index, with: [0x20]) }
      } else if let line = ending {
        replace(line, with: [0x0A])
      }
      for line in empty { replace(line, with: [0x0A]) }
      startedBlank = startsBlank
      let start = index
      while index < body.upperBound, afterBreak(index) == nil { index += 1 }
      copy(start..<index)
      let after = afterBreak(index).map { min($0, body.upperBound) }
      ending = after.map { index..<$0 }
      index = after ?? index
      empty = emptyLines(&index, body.upperBound, indentation)
    }
    if chomping != .strip, let line = ending { replace(line, with: [0x0A]) }
    if chomping == .keep { for line in empty { replace(line, with: [0x0A]) } }
  }

  /// Steps over lines of nothing but indentation, and over the indentation of the line after them.
  private func emptyLines(_ index: inout Int, _ end: Int, _ indentation: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    while true {
      let start = index
      while index < end, index - start < indentation, source[index] == 0x20 { index += 1 }
      guard index < end, let after = afterBreak(index) else { return lines }
      lines.append(index..<min(after, end))
      index = min(after, end)
    }
  }

  private func column(_ index: Int, _ start: Int) -> Int {
    var lineStart = index
    while lineStart > start, source[lineStart - 1] != 0x0A, source[lineStart - 1] != 0x0D {
      lineStart -= 1
    }
    return index - lineStart
  }
}

/// What stands behind `|` or `>`.
struct BlockHeader {
  /// What becomes of the line ends at the end.
  enum Chomping {
    case strip
    case clip
    case keep
  }

  private(set) var chomping = Chomping.clip
  private(set) var statesIndentation = false

  /// Reads the header's line; the lines below are what is left.
  mutating func read(_ source: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var index = range.lowerBound
    var isIndicator = true
    while index < range.upperBound, source[index] != 0x0A, source[index] != 0x0D {
      switch source[index] {
      case UInt8(ascii: "-") where isIndicator: chomping = .strip
      case UInt8(ascii: "+") where isIndicator: chomping = .keep
      case UInt8(ascii: "1")...UInt8(ascii: "9") where isIndicator: statesIndentation = true
      case 0x20, 0x09: isIndicator = false
      default: break
      }
      index += 1
    }
    let after = ScalarDecoding(source).afterBreak(index) ?? index
    return min(after, range.upperBound)..<range.upperBound
  }
}
