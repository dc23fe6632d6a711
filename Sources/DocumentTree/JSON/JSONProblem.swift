package import Diagnostics

extension DiagnosticCode {
  package static let jsonSyntax = DiagnosticCode("json-syntax")
}

/// Why a text is not JSON, or not read; it ends the reading of its text.
package struct JSONProblem: Error {
  package let code: DiagnosticCode
  package let message: String
  package let range: Range<Int>
  package let help: String?

  private init(
    _ message: String, _ range: Range<Int>, help: String? = nil, code: DiagnosticCode = .jsonSyntax
  ) {
    self.code = code
    self.message = message
    self.range = range
    self.help = help
  }

  package func diagnostic(in file: SourceFile) -> Diagnostic {
    Diagnostic(code, message, at: SourceRange(file, range), help: help)
  }
}

extension JSONProblem {
  static func expected(_ what: String, at offset: Int, _ scanner: JSONScanner) -> JSONProblem {
    guard offset < scanner.end else {
      return JSONProblem("\(what) is missing where the text ends", offset..<offset)
    }
    let byte = scanner.bytes[offset]
    var help: String?
    switch Unicode.Scalar(byte) {
    case "'": help = "JSON's quotes are double"
    case "/", "#": help = "JSON has no comments"
    case "N", "I", "+": help = "JSON has neither NaN nor infinities, and no `+` before a number"
    case "T", "F": help = "JSON writes `true`, `false` and `null`"
    case "\0", "\u{FE}", "\u{FF}":
      return JSONProblem(
        "this is not UTF-8", offset..<offset + 1, help: "save it as UTF-8", code: .notUTF8)
    default: break
    }
    if byte >= 0x80 {
      guard let length = UTF8Sequence.length(scanner.bytes, at: offset, end: scanner.end) else {
        return .notUTF8(offset)
      }
      return JSONProblem("\(what) is expected here", offset..<offset + length)
    }
    return JSONProblem("\(what) is expected here", offset..<offset + 1, help: help)
  }

  static func unexpectedEnd(_ offset: Int) -> JSONProblem {
    JSONProblem("the text ends too early", offset..<offset, help: "a value or a bracket is missing")
  }

  static func lastComma(_ offset: Int, _ bracket: Unicode.Scalar) -> JSONProblem {
    JSONProblem(
      "a `,` stands before the closing `\(bracket)`", offset..<offset + 1, help: "take it out")
  }

  static func tooDeep(_ offset: Int, _ limit: Int) -> JSONProblem {
    JSONProblem(
      "lists and mappings are nested more than \(limit) deep", offset..<offset + 1,
      help: "nothing behind this place was read", code: .nestingTooDeep)
  }

  static func controlCharacter(_ offset: Int, _ byte: UInt8) -> JSONProblem {
    if byte == 0x0A || byte == 0x0D {
      return JSONProblem(
        "a line ends inside a text", offset..<offset, help: "close the quote, or write `\\n`")
    }
    let hex = String(byte, radix: 16, uppercase: true)
    let digits = String(repeating: "0", count: 4 - hex.count) + hex
    return JSONProblem(
      "the character U+\(digits) cannot stand here", offset..<offset + 1,
      help: "write `\\u\(digits)`", code: .controlCharacter)
  }

  static func notUTF8(_ offset: Int) -> JSONProblem {
    JSONProblem(
      "this byte is not UTF-8", offset..<offset + 1, help: "save the file as UTF-8", code: .notUTF8)
  }

  static func unclosedText(_ offset: Int) -> JSONProblem {
    JSONProblem("this text is not closed", offset..<offset + 1, help: "write the closing quote")
  }

  static func badEscape(_ range: Range<Int>) -> JSONProblem {
    JSONProblem("this is no escape that JSON knows", range, help: "write `\\\\` for a backslash")
  }

  static func halfCharacter(_ range: Range<Int>) -> JSONProblem {
    JSONProblem(
      "this escape is half a character", range,
      help: "a character past U+FFFF is written as two escapes")
  }

  static func leadingZero(_ range: Range<Int>) -> JSONProblem {
    JSONProblem("a number cannot start with `0`", range, help: "take the `0` out, or quote it")
  }
}
