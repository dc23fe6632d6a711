package import Diagnostics

extension DiagnosticCode {
  package static let duplicateKey = DiagnosticCode("duplicate-key")
  package static let yamlTag = DiagnosticCode("yaml-tag")
  package static let yamlAnchor = DiagnosticCode("yaml-anchor")
  package static let yamlAlias = DiagnosticCode("yaml-alias")
  package static let yamlMergeKey = DiagnosticCode("yaml-merge-key")
  package static let yamlDirective = DiagnosticCode("yaml-directive")
  package static let emptyValue = DiagnosticCode("empty-value")
  package static let emptyKey = DiagnosticCode("empty-key")
  package static let notAScalarKey = DiagnosticCode("not-a-scalar-key")
  package static let notANumber = DiagnosticCode("not-a-number")
  package static let nestingTooDeep = DiagnosticCode("nesting-too-deep")
  package static let tooManyNodes = DiagnosticCode("too-many-nodes")
  package static let tooManyMistakes = DiagnosticCode("too-many-mistakes")
}

/// What is wrong with a tree, in YAML and in JSON.
extension Diagnostic {
  static func duplicateKey(_ key: Scalar, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateKey, "the key `\(key.text)` stands here a second time", at: key.range,
      help: "keep one of the two", notes: [Note("it stands here first", at: first)])
  }

  static func keyIsNotScalar(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .notAScalarKey, "a key must be a text, not a list or a mapping", at: range,
      help: "quote a text that starts with `{` or `[`")
  }

  static func emptyKey(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .emptyKey, "a key is missing before this `:`", at: range, help: "write the key's name")
  }

  static func mergeKey(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .yamlMergeKey, "merge keys (`<<`) are not read", at: range,
      help: "write the keys out where they are needed")
  }

  static func emptyValue(_ value: Scalar, key: Node?) -> Diagnostic {
    let help = "`null` and empty values stand in facts alone: state a value, or leave the key out"
    guard let key, let name = key.scalar?.text else {
      return Diagnostic(
        .emptyValue, value.text.isEmpty ? "this item is empty" : "this item is `\(value.text)`",
        at: value.range, help: help)
    }
    if value.text.isEmpty, value.isInFlow {
      return Diagnostic(
        .emptyValue, "`\(name)` has no value", at: key.range,
        help: "quote a text that starts with `{`; else state a value, or leave the key out")
    }
    if value.text.isEmpty {
      return Diagnostic(.emptyValue, "`\(name)` has no value", at: key.range, help: help)
    }
    return Diagnostic(
      .emptyValue, "`\(name)` is `\(value.text)`", at: value.range,
      help: help + "; quote `\(value.text)` where the word is meant")
  }

  static func notANumber(_ value: Scalar) -> Diagnostic {
    Diagnostic(
      .notANumber, "`\(value.text)` is no number that can be compared", at: value.range,
      help: "state a finite number, or quote it where the text is meant")
  }

  static func tooDeep(_ range: SourceRange, _ limit: Int) -> Diagnostic {
    Diagnostic(
      .nestingTooDeep, "lists and mappings are nested more than \(limit) deep",
      at: SourceRange(range.file, range.bytes.lowerBound..<range.bytes.lowerBound + 1),
      help: "nothing behind this place was read")
  }

  static func tooManyNodes(_ range: SourceRange, _ limit: Int) -> Diagnostic {
    Diagnostic(
      .tooManyNodes, "this file holds more than \(limit) values", at: range,
      help: "split it; nothing behind this place was read")
  }

  static func tooManyMistakes(_ range: SourceRange, _ limit: Int) -> Diagnostic {
    Diagnostic(
      .tooManyMistakes, "this file holds more than \(limit) mistakes",
      at: SourceRange(range.file, range.bytes.lowerBound..<range.bytes.lowerBound),
      help: "mend the first ones; nothing behind this place was read")
  }

  static func tag(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .yamlTag, "`\(range.text)` is a tag to YAML, and tags are not read", at: range,
      help: Pitfall.help(at: range.bytes.lowerBound, in: range.file)
        ?? "leave the tag out; a text that starts with `!` is quoted")
  }

  static func anchor(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .yamlAnchor, "`\(range.text)` is an anchor to YAML, and anchors are not read", at: range,
      help: "write the value out where it is needed; a text that starts with `&` is quoted")
  }

  static func alias(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .yamlAlias, "`\(range.text)` is an alias to YAML, and aliases are not read", at: range,
      help: "write the value out where it is needed; a text that starts with `*` is quoted")
  }

  static func directive(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .yamlDirective, "directives are not read", at: range,
      help: "leave out the lines that start with `%`")
  }
}
