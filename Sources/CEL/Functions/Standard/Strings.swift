extension StandardLibrary {
  /// `contains`, `startsWith`, `endsWith`, `matches`.
  static let strings: [Function] = [
    member("contains", cost: .product) { $0.firstByte(of: $1) != nil },
    member("startsWith", cost: .traversal) { $0.startsWithBytes(of: $1) },
    member("endsWith", cost: .traversal) { $0.endsWithBytes(of: $1) },
    Function(
      "matches",
      [
        Overload("matches", [.string, .string], .bool, cost: .product, matching),
        Overload(
          "matches_string", member: true, [.string, .string], .bool, cost: .product, matching),
      ]),
  ]

  private static func member(
    _ name: String, cost: Overload.Cost, _ body: @escaping @Sendable (String, String) -> Bool
  ) -> Function {
    let id =
      name == "contains"
      ? "contains_string" : name == "startsWith" ? "starts_with_string" : "ends_with_string"
    return Function(
      name,
      [
        Overload(
          id, member: true, [.string, .string], .bool, cost: cost,
          .binary { text, other, _ in
            guard case .string(let first) = text, case .string(let second) = other else {
              return .noSuchOverload(name, text, other)
            }
            return .bool(body(first.string, second.string))
          })
      ])
  }

  /// Compiles the pattern at each call; a constant one is compiled when the program is planned.
  private static let matching = Overload.Implementation.binary { text, pattern, _ in
    guard case .string(let first) = text, case .string(let second) = pattern else {
      return .noSuchOverload("matches", text, pattern)
    }
    do throws(EvaluationError) {
      return .bool(try Pattern(second.string).matches(first.string))
    } catch {
      return .error(error)
    }
  }
}
