extension StandardLibrary {
  /// `<`, `<=`, `>` and `>=` of values of one type; across numbers too (at run time, or where an
  /// environment allows it).
  static let order: [Function] = [
    Function("_<_", relations("less") { $0 == .less }),
    Function("_<=_", relations("less_equals") { $0 != .greater }),
    Function("_>_", relations("greater") { $0 == .greater }),
    Function("_>=_", relations("greater_equals") { $0 != .less }),
  ]

  private static func relations(
    _ name: String, _ holds: @escaping @Sendable (Ordering) -> Bool
  ) -> [Overload] {
    let types: [(String, ValueType)] = [
      ("bool", .bool), ("int64", .int), ("uint64", .uint), ("double", .double),
      ("string", .string), ("bytes", .bytes), ("timestamp", .timestamp), ("duration", .duration),
    ]
    return types.map { suffix, type in
      Overload(
        "\(name)_\(suffix)", [type, type], .bool, cost: .traversal,
        .binary { left, right, _ in
          guard Value.areComparable(left, right) else { return .noSuchOverload(name, left, right) }
          guard let ordering = Value.compare(left, right) else { return .bool(false) }
          return .bool(holds(ordering))
        })
    }
  }
}
