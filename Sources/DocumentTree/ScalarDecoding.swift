/// A scalar's text as it is put together again from its bytes, piece by piece.
///
/// The functions follow what libyaml does with each style; a test on random scalars holds them to
/// it. Lines end at LF, CRLF and CR alone: YAML 1.1's other line ends are refused before.
struct ScalarDecoding {
  let source: [UInt8]
  private(set) var text: [UInt8] = []
  private(set) var pieces: [ScalarMap.Piece] = []

  init(_ source: [UInt8]) { self.source = source }

  mutating func copy(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let start = text.count
    text += source[range]
    pieces.append(ScalarMap.Piece(text: start..<text.count, file: range, isCopy: true))
  }

  mutating func replace(_ range: Range<Int>, with bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    let start = text.count
    text += bytes
    pieces.append(ScalarMap.Piece(text: start..<text.count, file: range, isCopy: false))
  }

  /// The byte after the line break at an index, or nil where there is none.
  func afterBreak(_ index: Int) -> Int? {
    guard index < source.count else { return nil }
    switch source[index] {
    case 0x0A: return index + 1
    case 0x0D: return index + 1 < source.count && source[index + 1] == 0x0A ? index + 2 : index + 1
    default: return nil
    }
  }

  func isBlank(_ index: Int) -> Bool { source[index] == 0x20 || source[index] == 0x09 }
}

extension ScalarDecoding {
  static func plain(_ source: [UInt8], _ range: Range<Int>) -> ScalarDecoding {
    var decoding = ScalarDecoding(source)
    var index = range.lowerBound
    while index < range.upperBound {
      let start = index
      while index < range.upperBound, !decoding.isBlank(index), decoding.afterBreak(index) == nil {
        index += 1
      }
      decoding.copy(start..<index)
      index = decoding.fold(index, until: range.upperBound)
    }
    return decoding
  }

  static func quoted(_ source: [UInt8], _ range: Range<Int>, quote: UInt8) -> ScalarDecoding {
    var decoding = ScalarDecoding(source)
    let end = range.upperBound - 1
    var index = range.lowerBound + 1
    while index < end {
      let start = index
      while index < end, !decoding.isBlank(index), decoding.afterBreak(index) == nil,
        source[index] != quote, quote != UInt8(ascii: "\"") || source[index] != UInt8(ascii: "\\")
      {
        index += 1
      }
      decoding.copy(start..<index)
      guard index < end else { break }
      if source[index] == quote {
        decoding.replace(index..<min(index + 2, end), with: [quote])
        index += 2
      } else if source[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        index = decoding.escape(index, until: end)
      } else {
        index = decoding.fold(index, until: end)
      }
    }
    return decoding
  }

  /// Steps over blanks and line breaks, from `start` on.
  ///
  /// Blanks inside a line stay; a line break with the blanks around it becomes a blank, more than
  /// one become as many less one. `isEscaped`: a backslash has taken the first one away.
  private mutating func fold(_ start: Int, until end: Int, isEscaped: Bool = false) -> Int {
    var index = start
    var breaks = isEscaped ? 1 : 0
    while index < end {
      if isBlank(index) {
        index += 1
      } else if let after = afterBreak(index) {
        index = min(after, end)
        breaks += 1
      } else {
        break
      }
    }
    if breaks == 0 {
      copy(start..<index)
    } else if breaks > 1 {
      replace(start..<index, with: Array(repeating: 0x0A, count: breaks - 1))
    } else if !isEscaped {
      replace(start..<index, with: [0x20])
    }
    return index
  }

  private mutating func escape(_ start: Int, until end: Int) -> Int {
    guard start + 1 < end else {
      replace(start..<end, with: [source[start]])
      return end
    }
    if let after = afterBreak(start + 1) {
      return fold(min(after, end), until: end, isEscaped: true)
    }
    let letter = Unicode.Scalar(source[start + 1])
    let digits: Int
    switch letter {
    case "x": digits = 2
    case "u": digits = 4
    case "U": digits = 8
    default:
      replace(start..<start + 2, with: Self.shortEscape(letter))
      return start + 2
    }
    var stop = min(start + 2 + digits, end)
    var code = hexadecimal(start + 2..<stop)
    if (0xD800..<0xDC00).contains(code), stop + 6 <= end {
      // JSON alone writes a character as two surrogates.
      let low = hexadecimal(stop + 2..<stop + 6)
      code = 0x10000 + (code - 0xD800) << 10 + (low &- 0xDC00) & 0x3FF
      stop += 6
    }
    let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
    replace(start..<stop, with: Array(String(Character(scalar)).utf8))
    return stop
  }

  private func hexadecimal(_ range: Range<Int>) -> UInt32 {
    UInt32(String(decoding: source[range], as: UTF8.self), radix: 16) ?? 0xFFFD
  }

  private static func shortEscape(_ letter: Unicode.Scalar) -> [UInt8] {
    switch letter {
    case "0": [0x00]
    case "a": [0x07]
    case "b": [0x08]
    case "t", "\t": [0x09]
    case "n": [0x0A]
    case "v": [0x0B]
    case "f": [0x0C]
    case "r": [0x0D]
    case "e": [0x1B]
    case "N": [0xC2, 0x85]
    case "_": [0xC2, 0xA0]
    case "L": [0xE2, 0x80, 0xA8]
    case "P": [0xE2, 0x80, 0xA9]
    default: Array(String(Character(letter)).utf8)
    }
  }
}
