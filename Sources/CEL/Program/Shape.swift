/// What is known of a value before it is there: how large it is, and what is in it.
indirect enum Shape {
  /// A number, a truth, an instant: nothing to go through.
  case scalar
  /// A string or octets, of so many bytes.
  case text(Bounds)
  case list(Bounds, Shape)
  case map(Bounds, key: Shape, value: Shape)
  case optional(Shape)
  case record([Shape])
  /// A value of a type as hosts hand it in, of the sizes that a path has.
  case declared(ValueType, path: String)
  /// Any value.
  case any
}

/// Where the shapes of variables come from.
struct ShapeSource {
  /// By slot.
  let variables: [Int: Variable]
  /// By path, in the units of `size()`.
  let sizes: [String: Bounds]
  let records: [RecordDeclaration]

  func shape(ofSlot slot: Int) -> Shape {
    variables[slot].map { shape(of: $0.type, $0.name) } ?? .any
  }

  /// The shape of a type's values, records left as they are: they may hold themselves.
  func shape(of type: ValueType, _ path: String) -> Shape {
    let size = sizes[path] ?? .any
    switch type {
    case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type, .opaque: return .scalar
    // A code point takes up to four bytes.
    case .string: return .text(size * Bounds(1, 4))
    case .bytes: return .text(size)
    case .list(let element): return .list(size, shape(of: element, path + ".@items"))
    case .map(let key, let value):
      return .map(
        size, key: shape(of: key, path + ".@keys"), value: shape(of: value, path + ".@values"))
    case .optional(let type): return .optional(shape(of: type, path))
    case .wrapper(let type): return shape(of: type, path).union(.scalar)
    case .record: return .declared(type, path: path)
    case .dyn, .parameter, .error: return .any
    }
  }

  /// The fields of a record's shape; nil for another shape.
  func fields(of shape: Shape) -> [Shape]? {
    switch shape {
    case .record(let fields): return fields
    case .declared(.record(let name), let path):
      return records.first { $0.name == name }?.fields.map { field in
        self.shape(of: field.type, "\(path).\(field.name)")
      }
    case .scalar, .text, .list, .map, .optional, .declared, .any: return nil
    }
  }

  /// What a value's parts weigh at all depths, as `Evaluation.charge(weightOf:)` counts.
  func weight(of shape: Shape, depth: Int = 0) -> Bounds {
    switch shape {
    case .scalar: return .zero
    case .text(let bytes): return bytes.divided(by: 16)
    case .list(let size, let element): return size * (.one + weight(of: element, depth: depth))
    case .map(let size, let key, let value):
      return size * (.one + weight(of: key, depth: depth) + weight(of: value, depth: depth))
    case .optional(let inner): return Bounds.one + weight(of: inner, depth: depth).fromZero
    case .record, .declared:
      // A record that may hold itself has no greatest weight.
      guard depth < 8, let fields = fields(of: shape) else { return .any }
      return fields.reduce(Bounds.zero) { $0 + .one + weight(of: $1, depth: depth + 1).fromZero }
    case .any: return .any
    }
  }
}

extension Shape {
  /// The shape of a value that is at hand.
  init(of value: Value) {
    switch value {
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .type, .opaque:
      self = .scalar
    case .string(let text): self = .text(Bounds(exactly: text.string.utf8.count))
    case .bytes(let octets): self = .text(Bounds(exactly: octets.bytes.count))
    case .list(let list):
      self = .list(
        Bounds(exactly: list.elements.count), Shape.union(list.elements.map(Shape.init)))
    case .map(let map):
      self = .map(
        Bounds(exactly: map.count), key: Shape.union(map.entries.map { Shape(of: $0.key) }),
        value: Shape.union(map.entries.map { Shape(of: $0.value) }))
    case .record(let record): self = .record(record.fields.map(Shape.init))
    case .optional(let optional): self = .optional(optional.value.map(Shape.init) ?? .scalar)
    case .unknown, .error: self = .any
    }
  }

  /// How many bytes, elements or entries there are to go through; 1 for what has none.
  var extent: Bounds {
    switch self {
    case .scalar, .optional, .record: .one
    case .text(let size), .list(let size, _), .map(let size, _, _): size
    case .declared: .one
    case .any: .any
    }
  }

  /// The elements of a list, the keys of a map: what one variable of a comprehension stands for.
  var element: Shape {
    switch self {
    case .list(_, let element): element
    case .map(_, let key, _): key
    case .scalar, .text, .optional, .record, .declared, .any: .any
    }
  }

  /// What an index finds, in an optional too.
  var value: Shape {
    switch self {
    case .list(_, let element): element
    case .map(_, _, let value): value
    case .optional(let inner): inner.value
    case .scalar, .text, .record, .declared, .any: .any
    }
  }

  /// What an optional holds; a plain value is itself.
  var wrapped: Shape {
    if case .optional(let inner) = self { inner } else { self }
  }

  /// The shape of values that have one of two shapes.
  func union(_ other: Shape) -> Shape {
    switch (self, other) {
    case (.scalar, .scalar): .scalar
    case (.text(let size), .text(let other)): .text(size.union(other))
    case (.list(let size, let element), .list(let others, let other)):
      .list(size.union(others), Shape.union(element, other, size, others))
    case (.map(let size, let key, let value), .map(let others, let otherKey, let other)):
      .map(
        size.union(others), key: Shape.union(key, otherKey, size, others),
        value: Shape.union(value, other, size, others))
    case (.optional(let inner), .optional(let other)): .optional(inner.union(other))
    case (.record(let fields), .record(let others)) where fields.count == others.count:
      .record(zip(fields, others).map { $0.union($1) })
    case (.declared(let type, let path), .declared(let other, let otherPath))
    where type == other && path == otherPath:
      self
    case (_, _): .any
    }
  }

  /// The shape of the elements of either collection; an empty one has none to count.
  private static func union(
    _ left: Shape, _ right: Shape, _ size: Bounds, _ otherSize: Bounds
  ) -> Shape {
    size.max == 0 ? right : otherSize.max == 0 ? left : left.union(right)
  }

  /// The shape of values of any of these shapes.
  static func union(_ shapes: [Shape]) -> Shape {
    guard let first = shapes.first else { return .scalar }
    return shapes.dropFirst().reduce(first) { $0.union($1) }
  }
}
