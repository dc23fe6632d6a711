extension StandardLibrary {
  /// `contains`, `startsWith`, `endsWith`, `matches`.
  static let strings: [Function] = [
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
