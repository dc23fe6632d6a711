/// One step through a YAML stream, with its bytes in the file.
struct YAMLEvent {
  let kind: Kind
  let bytes: Range<Int>

  /// What an event says; only what the tree needs.
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart(hasDirectives: Bool)
    case documentEnd
    case alias
    case scalar(String, Scalar.Style, Properties)
    case sequenceStart(isFlow: Bool, Properties)
    case sequenceEnd
    case mappingStart(isFlow: Bool, Properties)
    case mappingEnd
  }

  /// What may stand before a node, none of which we allow.
  struct Properties {
    let hasTag: Bool
    let hasAnchor: Bool
  }
}

/// A text that is not YAML.
struct YAMLProblem: Error {
  /// As libyaml says it.
  let message: String
  let offset: Int
  /// Within what it was found, as libyaml says it, and where that starts.
  let context: (message: String, offset: Int)?
}
