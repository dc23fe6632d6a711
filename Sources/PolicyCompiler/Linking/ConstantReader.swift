import CEL
import Diagnostics
import DocumentTree
import PolicyModel

/// Reads values that a library states itself: defaults, settings, rows of tables, clients' facts.
///
/// Codes: `wrong-type`, `unknown-term`, `unknown-key`, `bad-timestamp`, `bad-duration`,
/// `too-many`.
struct ConstantReader: Sendable {
  let types: TypeNames
  /// By number.
  let records: [RecordType]
  /// By number.
  let termSets: [TermSet]

  /// The value of a node that must be of a type; nil where a mistake is reported.
  ///
  /// The path is the fact's: parts of it that are not stated are unknown under theirs. The maximum
  /// is what a fact or field may hold at most; the type's usual one where nothing is said.
  func value(
    _ node: Node, _ type: FactType, _ path: String, maximum: Int? = nil,
    _ diagnostics: inout [Diagnostic]
  ) -> Value? {
    if node.isReported { return nil }
    checkSize(node, type, maximum ?? type.usualMaximum, &diagnostics)
    switch type {
    case .bool:
      if case .bool(let value)? = node.scalar?.resolved { return .bool(value) }
    case .int:
      if case .int(let value)? = node.scalar?.resolved { return .int(value) }
    case .double:
      if case .double(let value)? = node.scalar?.resolved { return .double(value) }
      if case .int(let value)? = node.scalar?.resolved { return .double(Double(value)) }
    case .string:
      if let scalar = node.scalar { return .text(scalar.text) }
    case .timestamp:
      if let scalar = node.scalar { return timestamp(scalar, &diagnostics) }
    case .duration:
      if let scalar = node.scalar { return duration(Spelling(scalar), &diagnostics) }
    case .term(let set):
      if let scalar = node.scalar { return term(Spelling(scalar), of: set, &diagnostics) }
    case .list(let element):
      if let elements = node.elements {
        return list(elements, element, path, &diagnostics)
      }
    case .map(let key, let value):
      if let entries = node.entries {
        return map(entries, key, value, path, &diagnostics)
      }
    case .record(let number):
      if let entries = node.entries {
        return record(entries, records[number], path, node, &diagnostics)
      }
    }
    diagnostics.append(
      Diagnostic(
        .wrongType, "this is of another type than `\(types.text(type))`", at: node.headline,
        help: Self.example(of: type)))
    return nil
  }

  /// A term of a set; nil where a mistake is reported.
  func symbol(
    _ spelling: Spelling, of set: Int, _ diagnostics: inout [Diagnostic]
  ) -> Symbol? {
    let set = termSets[set]
    if let symbol = set.symbol(for: spelling.text) { return symbol }
    diagnostics.append(
      Diagnostic(
        .unknownTerm, "no term of `\(set.name)` is named `\(spelling.text)`", at: spelling.range,
        help: Suggestion.nearest(to: spelling.text, in: set.terms.lazy.map(\.id)).map {
          "did you mean `\($0)`?"
        }))
    return nil
  }

  private func term(
    _ spelling: Spelling, of set: Int, _ diagnostics: inout [Diagnostic]
  ) -> Value? {
    symbol(spelling, of: set, &diagnostics).map(Value.symbol)
  }

  private func timestamp(_ scalar: Scalar, _ diagnostics: inout [Diagnostic]) -> Value? {
    if let timestamp = Timestamp(scalar.text) { return .timestamp(timestamp) }
    diagnostics.append(
      Diagnostic(
        .malformedInstant, "`\(scalar.text)` is no instant", at: scalar.range,
        help: "write it as in `2026-11-23T10:00:00Z`"))
    return nil
  }

  private func duration(_ spelling: Spelling, _ diagnostics: inout [Diagnostic]) -> Value? {
    if case .nanoseconds(let value) = Durations.parse(spelling.text, allowsDays: true) {
      return .duration(value)
    }
    diagnostics.append(.noDuration(spelling))
    return nil
  }

  private func list(
    _ elements: [Node], _ type: FactType, _ path: String, _ diagnostics: inout [Diagnostic]
  ) -> Value? {
    let values = elements.enumerated().map {
      value($1, type, "\(path)[\($0)]", &diagnostics)
    }
    guard values.allSatisfy({ $0 != nil }) else { return nil }
    return .array(values.compactMap(\.self))
  }

  private func map(
    _ entries: [Node.Entry], _ key: FactType, _ type: FactType, _ path: String,
    _ diagnostics: inout [Diagnostic]
  ) -> Value? {
    var result: [MapValue.Entry] = []
    for entry in entries {
      let name = value(entry.key, key, path, &diagnostics)
      let value = value(entry.value, type, "\(path)[\(entry.name)]", &diagnostics)
      if let name, let value { result.append((name, value)) }
    }
    return result.count == entries.count ? .map(MapValue(entries: result)) : nil
  }

  private func record(
    _ entries: [Node.Entry], _ type: RecordType, _ path: String, _ node: Node,
    _ diagnostics: inout [Diagnostic]
  ) -> Value? {
    let names = type.fields.map(\.name)
    guard
      let fields = Fields(node, "a `\(type.name)`", required: [], optional: names, &diagnostics)
    else { return nil }
    let values: [Value?] = type.fields.map { field in
      guard let inner = fields[field.name] else {
        return field.isNullable ? .null : .unknown(UnknownSet("\(path).\(field.name)"))
      }
      if field.isNullable, case .null? = inner.scalar?.resolved { return .null }
      return value(
        inner, field.type, "\(path).\(field.name)", maximum: field.maximum, &diagnostics)
    }
    guard values.allSatisfy({ $0 != nil }) else { return nil }
    return .record(RecordValue(type: type.name, fields: values.compactMap(\.self)))
  }

  private func checkSize(
    _ node: Node, _ type: FactType, _ maximum: Int, _ diagnostics: inout [Diagnostic]
  ) {
    let size: Int
    let noun: String
    switch (type, node.kind) {
    case (.string, .scalar(let scalar)): (size, noun) = (scalar.text.utf8.count, "bytes")
    case (.list, .sequence(let elements)): (size, noun) = (elements.count, "elements")
    case (.map, .mapping(let entries)): (size, noun) = (entries.count, "entries")
    default: return
    }
    guard size > maximum else { return }
    diagnostics.append(
      Diagnostic(
        .tooMany, "\(size) \(noun) are more than \(maximum)", at: node.headline,
        help: "the vocabulary says with `max` how many there may be"))
  }

  private static func example(of type: FactType) -> String {
    switch type {
    case .bool: "write `true` or `false`"
    case .int: "write a whole number, as in `3`"
    case .double: "write a number, as in `0.8`"
    case .string: "write a text"
    case .timestamp: "write an instant, as in `2026-11-23T10:00:00Z`"
    case .duration: "write a span of time, as in `48h`"
    case .term: "write the name of a term"
    case .list: "write a list, as in `[...]`"
    case .map: "write keys with values"
    case .record: "write its fields with their values"
    }
  }
}

extension DiagnosticCode {
  static let malformedInstant = DiagnosticCode("bad-timestamp")
  static let wrongType = DiagnosticCode("wrong-type")
  static let tooMany = DiagnosticCode("too-many")
}
