import Diagnostics
import DocumentTree

/// One mapping, read key by key: finds keys that it cannot have and keys that it lacks.
///
/// Codes: `wrong-shape`, `unknown-key`, `missing-key`.
struct Fields: Sendable {
  let node: Node
  /// What the mapping says, with its article: `a rule`.
  let noun: String
  /// Few enough to be searched one by one.
  private let entries: [Node.Entry]

  /// Nil where the node is no mapping; unknown and missing keys are reported, and reading goes on.
  init?(
    _ node: Node, _ noun: String, required: [String], optional: [String] = [],
    _ diagnostics: inout [Diagnostic]
  ) {
    guard let entries = node.entries else {
      if !node.isReported { diagnostics.append(.noMapping(node, noun, required + optional)) }
      return nil
    }
    for index in entries.indices {
      let name = entries[index].name
      if !required.contains(name), !optional.contains(name) {
        diagnostics.append(.unknownKey(entries[index], noun, required + optional))
      }
    }
    for key in required where !entries.contains(where: { $0.name == key }) {
      diagnostics.append(.missingKey(key, node, noun))
    }
    self.node = node
    self.noun = noun
    self.entries = entries
  }

  subscript(key: String) -> Node? {
    // By place: a copy of each entry would count its references.
    for index in entries.indices where entries[index].name == key { return entries[index].value }
    return nil
  }

  func has(_ key: String) -> Bool { entries.contains { $0.name == key } }
}

extension DiagnosticCode {
  static let wrongShape = DiagnosticCode("wrong-shape")
  static let unknownKey = DiagnosticCode("unknown-key")
  static let missingKey = DiagnosticCode("missing-key")
}

extension Diagnostic {
  fileprivate static func noMapping(_ node: Node, _ noun: String, _ keys: [String]) -> Diagnostic {
    let examples = keys.prefix(3).map { "`\($0):`" }.joined(separator: ", ")
    return Diagnostic(
      .wrongShape, "\(noun) is written as keys with values", at: node.headline,
      help: "its keys are such as \(examples)")
  }

  fileprivate static func unknownKey(
    _ entry: Node.Entry, _ noun: String, _ known: [String]
  ) -> Diagnostic {
    var keys: [String] = []
    for key in known where !keys.contains(key) { keys.append(key) }
    // A file of facts begins with a client's id too.
    let isOfFacts = noun == "a client" && ["action", "recipient", "now"].contains(entry.name)
    let help =
      isOfFacts
      ? "is this a file of facts? keep it outside of the folders of policies"
      : Suggestion.nearest(to: entry.name, in: keys).map { "did you mean `\($0)`?" }
        ?? "its keys are \(keys.map { "`\($0)`" }.joined(separator: ", "))"
    return Diagnostic(
      .unknownKey, "\(noun) has no key `\(entry.name)`", at: entry.key.range, help: help)
  }

  fileprivate static func missingKey(_ key: String, _ node: Node, _ noun: String) -> Diagnostic {
    Diagnostic(
      .missingKey, "\(noun) needs the key `\(key)`", at: node.headline, help: "add `\(key):`")
  }
}
