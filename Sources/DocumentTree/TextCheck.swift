package import Diagnostics

extension DiagnosticCode {
  package static let notUTF8 = DiagnosticCode("not-utf8")
  package static let controlCharacter = DiagnosticCode("control-character")
}

/// A look over a file's bytes before YAML is read: well-formed UTF-8 without characters that no
/// editor shows, or that only some programs take for the end of a line.
struct TextCheck {
  /// Where the text starts: behind a byte order mark.
  private(set) var start = 0
  private(set) var isASCII = true

  /// Nil where all is well; else the first mistake.
  mutating func problem(in file: SourceFile) -> Diagnostic? {
    let bytes = file.bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    if let problem = Self.otherEncoding(file) { return problem }
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7F {
        index += 1
      } else if byte < 0x80 {
        guard byte == 0x0A || byte == 0x0D || byte == 0x09 else {
          return .controlCharacter(file, index..<index + 1, UInt32(byte))
        }
        index += 1
      } else {
        isASCII = false
        guard let length = UTF8Sequence.length(bytes, at: index, end: bytes.count) else {
          return .notUTF8(file, index)
        }
        let scalar = UTF8Sequence.scalar(bytes, at: index, length: length)
        if Self.isRefused(scalar) {
          return .controlCharacter(file, index..<index + length, scalar)
        }
        index += length
      }
    }
    return nil
  }

  /// C1 controls, line ends of YAML 1.1 alone, what turns the direction of writing, what takes no
  /// room (but the joiners that scripts need), a byte order mark inside, and what is no character.
  private static func isRefused(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0x9F, 0xAD, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069,
      0xFEFF, 0xFFFE, 0xFFFF, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  private static func otherEncoding(_ file: SourceFile) -> Diagnostic? {
    let bytes = file.bytes
    let isMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    let isWide = bytes.count >= 2 && (bytes[0] == 0) != (bytes[1] == 0)
    guard isMarked || isWide else { return nil }
    return Diagnostic(
      .notUTF8, "this file is not UTF-8 but seems to be UTF-16 or UTF-32",
      at: SourceRange(file, 0..<min(2, bytes.count)), help: "save it as UTF-8")
  }
}

extension Diagnostic {
  /// At the first byte that belongs to no character.
  static func notUTF8(_ file: SourceFile, _ offset: Int) -> Diagnostic {
    let hex = String(file.bytes[offset], radix: 16, uppercase: true)
    return Diagnostic(
      .notUTF8, "byte 0x\(hex) is not UTF-8", at: SourceRange(file, offset..<offset + 1),
      help: "save the file as UTF-8")
  }

  fileprivate static func controlCharacter(
    _ file: SourceFile, _ range: Range<Int>, _ scalar: UInt32
  ) -> Diagnostic {
    let hex = String(scalar, radix: 16, uppercase: true)
    let digits = String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    return Diagnostic(
      .controlCharacter, "the character U+\(digits) cannot stand here",
      at: SourceRange(file, range),
      help: "take it out, or write `\\u\(digits)` in a text in double quotes")
  }
}
