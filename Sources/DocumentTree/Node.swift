package import Diagnostics

/// A value that a person wrote in YAML or JSON, with its place.
package struct Node: Sendable {
  package let kind: Kind
  /// From its first to its last byte in the file, quotes and brackets included.
  package let range: SourceRange

  /// What a value is; a mapping keeps the order in which it was written.
  package enum Kind: Sendable {
    case scalar(Scalar)
    case sequence([Node])
    case mapping([Entry])
  }

  /// One key of a mapping with its value.
  package struct Entry: Sendable {
    /// Always a scalar.
    package let key: Node
    package let value: Node
    /// The key's text, once more: names are asked for often.
    package let name: String

    package init(key: Node, value: Node) {
      self.key = key
      self.value = value
      name = key.scalar?.text ?? ""
    }
  }

  package init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

extension Node {
  /// Nil for sequences and mappings.
  package var scalar: Scalar? {
    switch kind {
    case .scalar(let scalar): scalar
    case .sequence, .mapping: nil
    }
  }

  /// Nil for scalars and mappings.
  package var elements: [Node]? {
    switch kind {
    case .sequence(let elements): elements
    case .scalar, .mapping: nil
    }
  }

  /// Nil for scalars and sequences.
  package var entries: [Entry]? {
    switch kind {
    case .mapping(let entries): entries
    case .scalar, .sequence: nil
    }
  }

  /// The value of a mapping's key; nil where there is none, or no mapping.
  ///
  /// Cost: grows with the number of keys.
  package subscript(key: String) -> Node? {
    entries?.first { $0.name == key }?.value
  }
}
