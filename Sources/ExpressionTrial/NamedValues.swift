import CEL
package import Diagnostics
import DocumentTree

/// The top-level keys of a file, as variables of any type.
package struct NamedValues: Sendable {
  /// Nil where no file was given.
  let path: String?
  let entries: [(name: String, value: Value)]

  /// No variables.
  package static let none = NamedValues(path: nil, entries: [])

  /// Reads a mapping as YAML or JSON; a file that holds nothing names nothing.
  ///
  /// Nil where the file is refused; why stands in the diagnostics.
  package static func read(_ path: String, _ diagnostics: inout [Diagnostic]) -> NamedValues? {
    let reader = DocumentReader(limits: .facts, nulls: .allowed)
    var mistakes: [Diagnostic] = []
    defer { diagnostics += mistakes }
    guard let file = reader.load(path: path, &mistakes) else { return nil }
    let nodes =
      file.isJSON
      ? reader.readJSON(file, &mistakes).map { [$0] } ?? [] : reader.readYAML(file, &mistakes)
    if nodes.count > 1 { mistakes.append(.secondDocument(nodes[1].range)) }
    if let node = nodes.first, node.entries == nil { mistakes.append(.noMapping(node.range)) }
    let entries = (nodes.first?.entries ?? []).map { ($0.name, value(of: $0.value, &mistakes)) }
    let isRefused = mistakes.contains { $0.severity == .error }
    return isRefused ? nil : NamedValues(path: path, entries: entries)
  }

  /// Mappings become maps with strings as keys, whatever these look like: as in JSON.
  private static func value(of node: Node, _ diagnostics: inout [Diagnostic]) -> Value {
    switch node.kind {
    case .scalar(let scalar): return value(of: scalar, &diagnostics)
    case .sequence(let elements): return .array(elements.map { value(of: $0, &diagnostics) })
    case .mapping(let entries):
      return .map(
        MapValue(
          entries: entries.map { (key: .text($0.name), value: value(of: $0.value, &diagnostics)) }))
    }
  }

  private static func value(of scalar: Scalar, _ diagnostics: inout [Diagnostic]) -> Value {
    switch scalar.resolved {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .double(let value): return .double(value)
    case .string: return .text(scalar.text)
    case .outOfRange:
      if !scalar.isReported { diagnostics.append(.beyondRange(scalar)) }
      return .null
    }
  }
}

extension DiagnosticCode {
  fileprivate static let manyDocuments = DiagnosticCode("many-documents")
  fileprivate static let notFacts = DiagnosticCode("not-facts")
  fileprivate static let numberOutOfRange = DiagnosticCode("number-out-of-range")
}

extension Diagnostic {
  fileprivate static func secondDocument(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .manyDocuments, "the variables of an expression are one document, and here another begins",
      at: range, help: "take the others out")
  }

  fileprivate static func noMapping(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      .notFacts, "the variables of an expression are the keys of a mapping, and this is none",
      at: range, help: "name the value: `name: value`")
  }

  fileprivate static func beyondRange(_ scalar: Scalar) -> Diagnostic {
    Diagnostic(
      .numberOutOfRange, "`\(scalar.text)` is beyond what an int or a double can hold",
      at: scalar.range, help: "quote it where it is a text")
  }
}
