package import CEL
package import PolicyModel

/// Turns the values of facts into text: the only place where they leave the engine.
///
/// Sensitive facts and fields are withheld; a value that is not known, or that failed, says so.
package struct Redactor: Sendable {
  let vocabulary: Vocabulary

  package init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  static let withheld = "(withheld)"
  static let notKnown = "(not known)"
  static let none = "(none)"
  static let failed = "(could not be computed)"

  /// Longer values are cut, so that a citation stays readable.
  private static let longest = 240

  /// The value of a fact, as citations show it.
  package func text(ofSlot slot: Int, _ value: Value) -> String {
    if case .unknown = value { return Self.notKnown }
    let fact = vocabulary.facts[slot]
    if fact.isSensitive { return Self.withheld }
    if fact.isGroup, case .bool(true) = value { return "(stated)" }
    return cut(text(value, fact.type))
  }

  /// A path as citations show it: of a sensitive map not even the keys are told.
  func path(_ path: String) -> String {
    guard let bracket = path.firstIndex(of: "[") else { return path }
    let fact = String(path[..<bracket])
    guard let slot = vocabulary.slot(of: fact), vocabulary.facts[slot].isSensitive else {
      return path
    }
    return fact
  }

  /// The value of a hole or of a duty: derived from facts, so withheld where one of them is sensitive.
  package func text(of value: Value, isSensitive: Bool) -> String {
    switch value {
    case .unknown: return Self.notKnown
    case .error: return Self.failed
    case .null: return isSensitive ? Self.withheld : Self.none
    case .string(let text): return isSensitive ? Self.withheld : cut(text.string)
    default: return isSensitive ? Self.withheld : cut(text(value, nil))
    }
  }

  /// A value as a policy author would write it.
  private func text(_ value: Value, _ type: FactType?) -> String {
    switch value {
    case .unknown: return Self.notKnown
    case .null: return Self.none
    case .error: return Self.failed
    case .symbol(let symbol): return vocabulary.text(of: symbol)
    case .duration(let nanoseconds): return DurationText.text(nanoseconds)
    case .timestamp(let timestamp): return timestamp.text
    case .list(let list):
      return "[" + list.elements.map { text($0, nil) }.joined(separator: ", ") + "]"
    case .map(let map):
      let entries = map.entries.map { ($0.key, text($0.key, nil), $0.value) }
        .sorted { $0.1 < $1.1 }
      return "{" + entries.map { "\($0.1): \(text($0.2, nil))" }.joined(separator: ", ") + "}"
    case .record(let record): return text(record)
    case .bool, .int, .uint, .double, .string, .bytes, .optional, .type, .opaque:
      return value.description
    }
  }

  /// The fields that hold something, in the order of their type.
  private func text(_ record: RecordValue) -> String {
    guard let type = vocabulary.records.first(where: { $0.name == record.type }) else {
      return Self.withheld
    }
    var parts: [String] = []
    for (field, value) in zip(type.fields, record.fields) {
      if case .null = value { continue }
      let shown: String
      if case .unknown = value {
        shown = Self.notKnown
      } else {
        shown = field.isSensitive ? Self.withheld : text(value, field.type)
      }
      parts.append("\(field.name): \(shown)")
    }
    return "{" + parts.joined(separator: ", ") + "}"
  }

  private func cut(_ text: String) -> String {
    guard text.unicodeScalars.count > Self.longest else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longest))) + "…"
  }
}
