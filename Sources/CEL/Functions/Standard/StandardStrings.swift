/// `size`, `contains`, `startsWith`, `endsWith`, `matches`.
///
/// A string's size counts code points; that of bytes, lists and maps what they hold.
enum StandardStrings {
  static let functions: [Function] = [
    Function("size", sizes(member: false) + sizes(member: true)),
    predicate("contains", "contains_string", cost: .product) {
      $0.firstByte(of: $1) != nil
    },
    predicate("startsWith", "starts_with_string", cost: .traversal) { $0.startsWithBytes(of: $1) },
    predicate("endsWith", "ends_with_string", cost: .traversal) { $0.endsWithBytes(of: $1) },
    Function(
      "matches",
      [
        Overload("matches", [.string, .string], .bool, cost: .product, .binary(matches)),
        Overload(
          "matches_string", member: true, [.string, .string], .bool, cost: .product,
          .binary(matches)),
      ]),
  ]

  private static func sizes(member: Bool) -> [Overload] {
    let map = ValueType.map(.parameter("A"), .parameter("B"))
    let types: [(name: String, type: ValueType, cost: Overload.Cost)] = [
      ("string", .string, .traversal), ("bytes", .bytes, .one),
      ("list", .list(.parameter("A")), .one), ("map", map, .one),
    ]
    return types.map { name, type, cost in
      Overload(
        member ? name + "_size" : "size_" + name, member: member, [type], .int, cost: cost,
        .unary { value, _ in size(value) })
    }
  }

  private static func size(_ value: Value) -> Value {
    switch value {
    case .string(let value): .int(Int64(value.string.codePointCount))
    case .bytes(let value): .int(Int64(value.bytes.count))
    case .list(let value): .int(Int64(value.elements.count))
    case .map(let value): .int(Int64(value.count))
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .record, .optional,
      .type, .opaque, .unknown, .error:
      .noSuchOverload("size", value)
    }
  }

  private static func predicate(
    _ name: String, _ id: String, cost: Overload.Cost,
    _ holds: @escaping @Sendable (String, String) -> Bool
  ) -> Function {
    let body = Overload.Implementation.binary { text, part, _ in
      guard case .string(let text) = text, case .string(let part) = part else {
        return .noSuchOverload(name, text, part)
      }
      return .bool(holds(text.string, part.string))
    }
    return Function(
      name, [Overload(id, member: true, [.string, .string], .bool, cost: cost, body)])
  }

  /// A pattern that is no constant is compiled at each call.
  private static func matches(
    _ text: Value, _ pattern: Value, _: borrowing Overload.Context
  ) -> Value {
    guard case .string(let text) = text, case .string(let pattern) = pattern else {
      return .noSuchOverload("matches", text, pattern)
    }
    do throws(EvaluationError) {
      return .bool(try Pattern(pattern.string).matches(text.string))
    } catch {
      return .error(error)
    }
  }
}
