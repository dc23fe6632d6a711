package import Diagnostics

extension DiagnosticCode {
  package static let yamlSyntax = DiagnosticCode("yaml-syntax")
}

extension Diagnostic {
  /// A text that is not YAML; a syntax error ends the reading of its file.
  static func syntax(_ problem: YAMLProblem, in file: SourceFile) -> Diagnostic {
    let offset = min(problem.offset, file.bytes.count)
    if file.lineStarts(with: UInt8(ascii: "%"), at: offset) {
      return .directive(SourceRange(file, file.word(at: file.startOfLine(at: offset))))
    }
    let help =
      problem.help ?? Pitfall.help(at: offset, in: file)
      ?? problem.context.flatMap { Pitfall.help(at: $0.offset, in: file) }
      ?? problem.generalHelp
    var notes: [Note] = []
    if let context = problem.context, context.offset != offset {
      let range = SourceRange(file, file.character(at: context.offset))
      notes = [Note(context.message.replacing("while ", with: "found while "), at: range)]
    }
    return Diagnostic(
      .yamlSyntax, problem.words(in: file), at: SourceRange(file, file.character(at: offset)),
      help: help, notes: notes)
  }
}

extension YAMLProblem {
  /// The mistake in a policy author's words, where libyaml's are a parser's.
  fileprivate func words(in file: SourceFile) -> String {
    switch message {
    case "did not find expected key":
      "this belongs to no key of the mapping around it"
    case "did not find expected '-' indicator":
      "this is no item of the list around it"
    case "mapping values are not allowed in this context":
      "a `:` with a blank behind it cannot stand here"
    case "found character that cannot start any token":
      "a text cannot start with `\(file.text(file.character(at: offset)))`"
    case "could not find expected ':'":
      "this line is no key: it lacks a `:`"
    case "found unexpected end of stream":
      "the file ends inside a text in quotes"
    case "did not find expected ',' or ']'":
      "a `,` or `]` is missing here"
    case "did not find expected ',' or '}'":
      "a `,` or `}` is missing here"
    case "did not find expected <document start>":
      "a `---` must stand before the next document"
    case "block sequence entries are not allowed in this context":
      "a list's `- ` cannot stand here"
    case "found unknown escape character":
      "this is no escape that YAML knows"
    case "did not find expected comment or line break":
      "nothing but a comment can stand behind the start of a block"
    case "did not find expected alphabetic or numeric character":
      "`&` and `*` start anchors and aliases, which are not read"
    default: message
    }
  }

  /// Where the line itself explains nothing.
  fileprivate var generalHelp: String {
    switch message {
    case "mapping values are not allowed in this context":
      "indent a key like its neighbours; a text with `: ` in it is quoted"
    case "did not find expected key", "did not find expected '-' indicator":
      "indent it like its neighbours, or close what was opened before"
    case "could not find expected ':'": "write `: ` behind a key; indent a text below its key"
    default: "see how YAML writes it, or quote the text"
    }
  }

  fileprivate var help: String? {
    switch message {
    case "found unknown escape character": "write `\\\\` for a backslash, or use single quotes"
    case "found unexpected end of stream": "close the quote"
    default: nil
    }
  }
}

extension SourceFile {
  /// The bytes of the character at a byte; empty at the end and at a line's end.
  func character(at offset: Int) -> Range<Int> {
    guard offset < bytes.count, !isBreak(offset) else { return offset..<offset }
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return offset..<end
  }

  func startOfLine(at offset: Int) -> Int {
    var start = offset
    while start > 0, !isBreak(start - 1) { start -= 1 }
    return start
  }

  fileprivate func lineStarts(with byte: UInt8, at offset: Int) -> Bool {
    let start = startOfLine(at: offset)
    return start < bytes.count && bytes[start] == byte
  }
}
