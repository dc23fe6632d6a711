import CEL
import DocumentTree

/// A step's parameters, as mappings and readings of content ask for them.
struct Parameters {
  let node: Node
  let reader: any WorkflowReader.Type

  /// The values at a path whose names are apart by dots; a list on the way stands for its elements.
  func nodes(at path: String) -> [Node] {
    var found = [node]
    for name in path.split(separator: ".") {
      found = found.flatMap { Self.spread($0) }.compactMap { node in
        node[String(name)].map(Self.located)
      }
    }
    return found.flatMap { Self.spread($0) }
  }

  /// All texts below some paths, in the order of the paths and the file.
  func texts(at paths: [String]) -> [Scalar] {
    var texts: [Scalar] = []
    for path in paths {
      if path == "*" {
        Self.collect(node, into: &texts)
      } else {
        for node in nodes(at: path) { Self.collect(node, into: &texts) }
      }
    }
    return texts
  }

  /// Every text and number among the parameters, in the order of the file.
  var allTexts: [Scalar] {
    var texts: [Scalar] = []
    Self.collect(node, into: &texts)
    return texts
  }

  var isEmpty: Bool { node.entries?.isEmpty ?? true }

  /// The parameters as a map, with the tool's defaults where the export says nothing.
  func value(defaults: [(name: String, value: Value)]) -> Value {
    var entries = (node.entries ?? []).map { (key: Value.text($0.name), value: value($0.value)) }
    let stated = Set((node.entries ?? []).map(\.name))
    for (name, value) in defaults where !stated.contains(name) {
      entries.append((key: .text(name), value: value))
    }
    return .map(MapValue(entries: entries))
  }

  private func value(_ node: Node) -> Value {
    let node = Self.located(node)
    switch node.kind {
    case .sequence(let elements): return .array(elements.map(value))
    case .mapping(let entries):
      return .map(MapValue(entries: entries.map { (key: .text($0.name), value: value($0.value)) }))
    case .scalar(let scalar):
      switch scalar.resolved {
      case .null: return .null
      case .bool(let value): return .bool(value)
      case .int(let value): return .int(value)
      case .double(let value): return .double(value)
      case .string, .outOfRange:
        guard let text = reader.literal(scalar.text) else {
          return .unknown(UnknownSet("param"))
        }
        return .text(text)
      }
    }
  }

  private static func spread(_ node: Node) -> [Node] { node.elements?.flatMap(spread) ?? [node] }

  /// n8n writes what a person chose from a list as `{__rl, mode, value}`.
  private static func located(_ node: Node) -> Node {
    node["__rl"] == nil ? node : node["value"] ?? node
  }

  private static func collect(_ node: Node, into texts: inout [Scalar]) {
    switch node.kind {
    case .scalar(let scalar):
      if !scalar.text.isEmpty { texts.append(scalar) }
    case .sequence(let elements): for element in elements { collect(element, into: &texts) }
    case .mapping(let entries): for entry in entries { collect(entry.value, into: &texts) }
    }
  }
}
