extension StandardLibrary {
  private static let element = ValueType.parameter("A")
  private static let other = ValueType.parameter("B")

  /// Logic, equality, membership and indexing.
  ///
  /// The evaluator does them itself: some need not all of their operands, and all can be unknown
  /// in parts. Here they are declared, so that the checker knows them.
  static let operators: [Function] = [
    Function("_&&_", [Overload("logical_and", [.bool, .bool], .bool, nil)]),
    Function("_||_", [Overload("logical_or", [.bool, .bool], .bool, nil)]),
    Function("!_", [Overload("logical_not", [.bool], .bool, nil)]),
    Function(
      "_?_:_", [Overload("conditional", [.bool, element, element], element, nil)]),
    Function("_==_", [Overload("equals", [element, element], .bool, nil)]),
    Function("_!=_", [Overload("not_equals", [element, element], .bool, nil)]),
    Function(
      "@in",
      [
        Overload("in_list", [element, .list(element)], .bool, nil),
        Overload("in_map", [element, .map(element, other)], .bool, nil),
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
