import CEL
import Diagnostics
import PolicyModel

extension AtomTable {
  /// Links a text with holes; nil where a mistake is reported in it.
  ///
  ///     text = ( "{{" | "}}" | "{" "witness" "}" | "{" expression "}" | any other character )*
  ///
  /// Code: `bad-template`.
  mutating func template(
    _ spelling: Spelling, in scope: Scope, _ diagnostics: inout [Diagnostic]
  ) -> Template? {
    var parts: [Template.Part] = []
    var isFine = true
    for piece in TextPieces.pieces(of: spelling.text) {
      switch piece {
      case .text(let text):
        parts.append(.text(text))
      case .hole(let bytes):
        let text = ExpressionText(bytes, of: spelling)
        if text.text.allSatisfy(\.isWhitespace) {
          diagnostics.append(
            Diagnostic(
              .badTemplate, "this hole is empty", at: spelling.range(of: bytes),
              help: "write an expression between the braces, or `{{` for a brace"))
          isFine = false
        } else if text.oneLine == "witness" {
          parts.append(.witness)
        } else if let hole = hole(text, in: scope, &diagnostics) {
          parts.append(.hole(hole))
        } else {
          isFine = false
        }
      case .open(let start):
        diagnostics.append(
          Diagnostic(
            .badTemplate, "this brace is never closed",
            at: spelling.range(of: start..<start + 1),
            help: "close it with `}`, or write `{{` for a brace"))
        isFine = false
      }
    }
    return isFine ? Template(parts: parts, source: spelling.text) : nil
  }

  /// An expression whose value is shown; nil where a mistake is reported.
  mutating func hole(
    _ text: ExpressionText, in scope: Scope, keepsTree: Bool = false,
    _ diagnostics: inout [Diagnostic]
  ) -> Hole? {
    guard let parsed = scope.parse(text, &diagnostics),
      let checked = scope.check(parsed, text, &diagnostics), !checked.isBroken
    else { return nil }
    if case .opaque("facts", _) = checked.type {
      diagnostics.append(
        Diagnostic(
          .badTemplate, "`\(text.oneLine)` is a group of facts, which has no text",
          at: text.place, help: "name one of its facts"))
      return nil
    }
    return hole(checked, in: scope, keepsTree: keepsTree)
  }
}

/// Cuts a text at its braces.
enum TextPieces {
  enum Piece {
    case text(String)
    /// The bytes between the braces.
    case hole(Range<Int>)
    /// A brace at this byte that no other closes.
    case open(Int)
  }

  static func pieces(of text: String) -> [Piece] {
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var literal: [UInt8] = []
    var index = 0
    func isDouble(_ brace: UInt8) -> Bool {
      bytes[index] == brace && index + 1 < bytes.count && bytes[index + 1] == brace
    }
    while index < bytes.count {
      if isDouble(UInt8(ascii: "{")) || isDouble(UInt8(ascii: "}")) {
        literal.append(bytes[index])
        index += 2
      } else if bytes[index] == UInt8(ascii: "{") {
        if !literal.isEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
        literal = []
        guard let end = endOfHole(bytes, from: index + 1) else { return pieces + [.open(index)] }
        pieces.append(.hole(index + 1..<end))
        index = end + 1
      } else {
        literal.append(bytes[index])
        index += 1
      }
    }
    if !literal.isEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
    return pieces
  }

  /// The brace that closes a hole; braces inside of it, and in its strings, are its own.
  private static func endOfHole(_ bytes: [UInt8], from start: Int) -> Int? {
    var depth = 0
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        index = ExpressionText.endOfString(bytes, from: index)
        continue
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        if depth == 0 { return index }
        depth -= 1
      default: break
      }
      index += 1
    }
    return nil
  }
}

extension DiagnosticCode {
  static let badTemplate = DiagnosticCode("bad-template")
}
