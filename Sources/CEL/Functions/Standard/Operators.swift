extension StandardLibrary {
  private static let element = ValueType.parameter("A")
  private static let other = ValueType.parameter("B")

  /// Logic, equality, membership and indexing.
  ///
  /// The evaluator does those itself that need not all their operands, or that it can plan better;
  /// here they are declared, so that the checker knows them.
  static let operators: [Function] = [
    Function("_&&_", [Overload("logical_and", [.bool, .bool], .bool, nil)]),
    Function("_||_", [Overload("logical_or", [.bool, .bool], .bool, nil)]),
    Function("!_", [Overload("logical_not", [.bool], .bool, nil)]),
    Function(
      "_?_:_", [Overload("conditional", [.bool, element, element], element, nil)]),
    Function(
      "_==_",
      [
        Overload(
          "equals", [element, element], .bool,
          .binary { left, right, _ in .bool(Value.equal(left, right)) })
      ]),
    Function(
      "_!=_",
      [
        Overload(
          "not_equals", [element, element], .bool,
          .binary { left, right, _ in .bool(!Value.equal(left, right)) })
      ]),
    Function(
      "@in",
      [
        Overload(
          "in_list", [element, .list(element)], .bool, cost: .one,
          .binary { value, list, _ in
            guard case .list(let list) = list else { return .noSuchOverload("in", value, list) }
            return .bool(list.elements.contains { Value.equal(value, $0) })
          }),
        Overload(
          "in_map", [element, .map(element, other)], .bool,
          .binary { key, map, _ in
            guard case .map(let map) = map else { return .noSuchOverload("in", key, map) }
            return .bool(map[key] != nil)
          }),
      ]),
    Function(
      "_[_]",
      [
        Overload("index_list", [.list(element), .int], element, nil),
        Overload("index_map", [.map(element, other), element], other, nil),
        Overload(
          "optional_list_index", [.optional(.list(element)), .int], .optional(element), nil),
        Overload(
          "optional_map_index", [.optional(.map(element, other)), element], .optional(other), nil),
      ]),
    Function(
      "_[?_]",
      [
        Overload("list_optindex_int", [.list(element), .int], .optional(element), nil),
        Overload("map_optindex_value", [.map(element, other), element], .optional(other), nil),
        Overload(
          "optional_list_optindex_int", [.optional(.list(element)), .int], .optional(element), nil),
        Overload(
          "optional_map_optindex_value", [.optional(.map(element, other)), element],
          .optional(other), nil),
      ]),
  ]
}
