import Diagnostics

/// Reads a string or bytes literal: prefixes, quotes and escapes become what they stand for.
///
/// Code: `bad-literal`. Line ends within triple quotes are read as LF, as cel-go reads them.
///
///     b? r? ( ' … ' | " … " | ''' … ''' | """ … """ )
struct StringLiteral {
  private let source: SourceFile
  private let isBytes: Bool
  private let isRaw: Bool
  private var position: Int
  private let end: Int
  private var content: [UInt8] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// A literal that the lexer has delimited, from its prefix to its last quote.
  init(_ range: Range<Int>, in source: SourceFile) {
    self.source = source
    var isBytes = false
    var isRaw = false
    var start = range.lowerBound
    while !source.bytes[start].isQuote {
      isBytes = isBytes || source.bytes[start] | 0x20 == UInt8(ascii: "b")
      isRaw = isRaw || source.bytes[start] | 0x20 == UInt8(ascii: "r")
      start += 1
    }
    self.isBytes = isBytes
    self.isRaw = isRaw
    let quote = source.bytes[start]
    let isTriple =
      range.upperBound - start >= 6 && source.bytes[start + 1] == quote
      && source.bytes[start + 2] == quote
    position = start + (isTriple ? 3 : 1)
    end = range.upperBound - (isTriple ? 3 : 1)
  }

  /// What the literal stands for; nil where an escape in it is wrong.
  mutating func read() -> Expression.Literal? {
    content.reserveCapacity(end - position)
    while position < end {
      let byte = source.bytes[position]
      if byte == UInt8(ascii: "\\"), !isRaw {
        readEscape()
      } else if byte == 0x0D {
        content.append(0x0A)
        position += position + 1 < end && source.bytes[position + 1] == 0x0A ? 2 : 1
      } else {
        content.append(byte)
        position += 1
      }
    }
    guard diagnostics.isEmpty else { return nil }
    return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
  }

  /// One escape.
  ///
  ///     escape = "\" ( [abfnrtv\?"'`] | [xX] 2hex | "u" 4hex | "U" 8hex | [0-3] 2octal )
  private mutating func readEscape() {
    let start = position
    let letter = position + 1 < end ? source.bytes[position + 1] : 0
    position += 2
    switch letter {
    case UInt8(ascii: "a"): content.append(0x07)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "v"): content.append(0x0B)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "`"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      content.append(letter)
    case UInt8(ascii: "x"), UInt8(ascii: "X"): readCode(start, digits: 2, radix: 16)
    case UInt8(ascii: "u"): readCode(start, digits: 4, radix: 16)
    case UInt8(ascii: "U"): readCode(start, digits: 8, radix: 16)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      position -= 1
      readCode(start, digits: 3, radix: 8)
    default:
      while position < end, source.bytes[position] & 0xC0 == 0x80 { position += 1 }
      report("is no escape", start, help: "write a backslash as `\\\\`, or the string as `r\"…\"`")
    }
  }

  /// Reads exactly so many digits: a code point, or in bytes an octet.
  private mutating func readCode(_ start: Int, digits: Int, radix: UInt32) {
    let first = position
    var code: UInt32 = 0
    while position < end, position - first < digits,
      let digit = source.bytes[position].hexDigit, digit < radix
    {
      code = code << (radix == 16 ? 4 : 3) | UInt32(digit)
      position += 1
    }
    guard position - first == digits else {
      let kind = radix == 16 ? "hexadecimal" : "octal"
      return report("is no escape", start, help: "it takes \(digits) \(kind) digits")
    }
    guard isBytes else {
      guard let scalar = Unicode.Scalar(code) else {
        return report(
          "is no character", start, help: "there is none at that place, or it is half of a pair")
      }
      return content.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    }
    guard digits < 4 else {
      return report(
        "is no escape of bytes", start, help: "write the octets, each as `\\x` and two digits")
    }
    content.append(UInt8(truncatingIfNeeded: code))
  }

  private mutating func report(_ problem: String, _ start: Int, help: String) {
    let range = start..<min(position, end)
    diagnostics.append(
      Diagnostic(
        .badLiteral, "`\(source.excerpt(range))` \(problem)", at: SourceRange(source, range),
        help: help))
  }
}
