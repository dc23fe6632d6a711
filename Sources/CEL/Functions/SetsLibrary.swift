extension Library {
  /// Lists as sets: `sets.contains(a, b)`, `sets.equivalent(a, b)`, `sets.intersects(a, b)`.
  public static let sets = Library(
    name: "sets",
    functions: [
      function("contains") { first, second in second.isSubset(of: first) },
      function("equivalent") { first, second in first == second },
      function("intersects") { first, second in !first.isDisjoint(with: second) },
    ])

  /// A relation of two sets of values, equal under CEL's `==`.
  private static func function(
    _ name: String, _ holds: @escaping @Sendable (Set<ValueKey>, Set<ValueKey>) -> Bool
  ) -> Function {
    let list = ValueType.list(.parameter("T"))
    return Function(
      "sets." + name,
      [
        Overload(
          "list_sets_\(name)_list", [list, list], .bool, cost: .product,
          .binary { first, second, _ in
            guard case .list(let left) = first, case .list(let right) = second else {
              return .noSuchOverload("sets." + name, first, second)
            }
            if let undecided = Value.undecidedPart(of: [first, second]) { return undecided }
            return .bool(
              holds(Set(left.elements.map(ValueKey.init)), Set(right.elements.map(ValueKey.init))))
          })
      ])
  }
}
