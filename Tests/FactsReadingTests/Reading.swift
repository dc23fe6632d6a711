import CEL
import Diagnostics
import DocumentTree
import PolicyModel

@testable import FactsReading

/// Short ways to read facts of the sample vocabulary and to look at them.
enum Reading {
  static let reader = FactsReader(SampleVocabulary.vocabulary)

  static func json(_ text: String) -> ReadFacts {
    reader.readJSON(SourceFile(path: "facts.json", text: text))
  }

  static func json(_ bytes: [UInt8]) -> ReadFacts {
    reader.readJSON(SourceFile(path: "facts.json", bytes: bytes))
  }

  /// Nil where the text itself is refused.
  static func yaml(_ text: String) -> ReadFacts? {
    var diagnostics: [Diagnostic] = []
    return yaml(SourceFile(path: "facts.yaml", text: text), &diagnostics)
  }

  static func yaml(_ file: SourceFile, _ diagnostics: inout [Diagnostic]) -> ReadFacts? {
    FactsFile.read(file, reader, &diagnostics)
  }

  /// What is known, one `path = value` a line; what nobody stated is left out.
  static func known(_ facts: Facts?) -> [String] {
    guard let facts else { return ["(refused)"] }
    let vocabulary = SampleVocabulary.vocabulary
    return vocabulary.facts.indices.compactMap { slot in
      guard facts.origins[slot] == .stated, !vocabulary.facts[slot].isGroup else { return nil }
      return "\(vocabulary.facts[slot].path) = \(text(facts.slots[slot]))"
    }
  }

  /// All of it: every slot with its origin.
  static func dump(_ facts: Facts?) -> [String] {
    guard let facts else { return ["(refused)"] }
    return facts.slots.indices.map { slot in
      "\(SampleVocabulary.vocabulary.facts[slot].path) = \(text(facts.slots[slot])) "
        + "\(facts.origins[slot])"
    } + [facts.client ?? "(no client)"]
  }

  /// The value with terms by their names.
  static func text(_ value: Value) -> String {
    switch value {
    case .symbol(let symbol): SampleVocabulary.vocabulary.text(of: symbol)
    case .list(let list): "[" + list.elements.map(text).joined(separator: ", ") + "]"
    case .map(let map):
      "{" + map.entries.map { "\(text($0.key)): \(text($0.value))" }.joined(separator: ", ") + "}"
    case .record(let record): "(" + record.fields.map(text).joined(separator: ", ") + ")"
    case .unknown(let set): "?" + set.paths.joined(separator: "+")
    default: "\(value)"
    }
  }

  /// `code line:column text-at-the-place`, in their order.
  static func mistakes(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.map { diagnostic in
      guard let range = diagnostic.range else { return diagnostic.code.rawValue }
      return "\(diagnostic.code.rawValue) \(range.start.line):\(range.start.column) \(range.text)"
    }
  }
}
