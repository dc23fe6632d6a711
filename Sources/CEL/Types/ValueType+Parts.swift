/// A type as a head (`list`) and the parts that it is made of.
extension ValueType {
  /// The types that this one is made of: a list's element, a map's key and value.
  var parts: [ValueType] {
    switch self {
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .record,
      .parameter, .error:
      []
    case .list(let part), .type(let part), .wrapper(let part), .optional(let part): [part]
    case .map(let key, let value): [key, value]
    case .opaque(_, let parts): parts
    }
  }

  /// The same head over other parts, each made from the one in its place.
  func mapParts(_ transform: (ValueType) -> ValueType) -> ValueType {
    switch self {
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .record,
      .parameter, .error:
      self
    case .list(let part): .list(transform(part))
    case .type(let part): .type(transform(part))
    case .wrapper(let part): .wrapper(transform(part))
    case .optional(let part): .optional(transform(part))
    case .map(let key, let value): .map(transform(key), transform(value))
    case .opaque(let name, let parts): .opaque(name, parts.map(transform))
    }
  }

  /// Whether both have one head and as many parts.
  func hasHead(of other: ValueType) -> Bool {
    switch (self, other) {
    case (.list, .list), (.map, .map), (.type, .type), (.wrapper, .wrapper),
      (.optional, .optional):
      true
    case (.opaque(let name, let parts), .opaque(let otherName, let others)):
      name == otherName && parts.count == others.count
    case (_, _): !hasParts && self == other
    }
  }

  /// Whether it is made of other types.
  var hasParts: Bool {
    switch self {
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .record,
      .parameter, .error:
      false
    case .list, .type, .wrapper, .optional, .map: true
    case .opaque(_, let parts): !parts.isEmpty
    }
  }

  /// How many types it is made of, itself among them, as far as a limit.
  func size(upTo limit: Int) -> Int {
    switch self {
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .record,
      .parameter, .error:
      return 1
    case .list(let part), .type(let part), .wrapper(let part), .optional(let part):
      return 1 + part.size(upTo: limit)
    case .map(let key, let value):
      let size = 1 + key.size(upTo: limit)
      return size > limit ? size : size + value.size(upTo: limit)
    case .opaque(_, let parts):
      var size = 1
      for part in parts where size <= limit { size += part.size(upTo: limit) }
      return size
    }
  }

  /// Whether a type that this asks for is it or one of its parts, at any depth.
  func contains(_ isWanted: (ValueType) -> Bool) -> Bool {
    isWanted(self) || parts.contains { $0.contains(isWanted) }
  }

  /// Whether a type parameter is in it, fresh or a declaration's own.
  var hasParameter: Bool {
    switch self {
    case .parameter: true
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .record,
      .error:
      false
    case .list(let part), .type(let part), .wrapper(let part), .optional(let part):
      part.hasParameter
    case .map(let key, let value): key.hasParameter || value.hasParameter
    case .opaque(_, let parts): parts.contains(where: \.hasParameter)
    }
  }

  /// Whether the checker knows nothing of it or of a part, so that only values will tell.
  var isOpen: Bool {
    switch self {
    case .dyn, .error: true
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .record,
      .parameter:
      false
    case .list(let part), .type(let part), .wrapper(let part), .optional(let part): part.isOpen
    case .map(let key, let value): key.isOpen || value.isOpen
    case .opaque(_, let parts): parts.contains(where: \.isOpen)
    }
  }

  /// Whether `null` fits it: messages, instants and spans of time, wrappers, opaque types.
  var isNullable: Bool {
    switch self {
    case .null, .timestamp, .duration, .wrapper, .optional, .record, .opaque, .dyn, .error: true
    case .bool, .int, .uint, .double, .string, .bytes, .list, .map, .type, .parameter: false
    }
  }
}
