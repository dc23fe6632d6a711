/// The operators of logic, equality, membership and selection by key, and `type` and `dyn`.
///
/// `&&`, `||` and `?:` are not strict, so they have no body: the evaluator does them itself.
enum StandardOperators {
  private static let element = ValueType.parameter("A")
  private static let value = ValueType.parameter("B")

  static let functions: [Function] = [
    Function("_&&_", [Overload("logical_and", [.bool, .bool], .bool, nil)]),
    Function("_||_", [Overload("logical_or", [.bool, .bool], .bool, nil)]),
    Function("_?_:_", [Overload("conditional", [.bool, element, element], element, nil)]),
    Function("!_", [Overload("logical_not", [.bool], .bool, .unary { value, _ in not(value) })]),
    Function(
      "_==_",
      [
        Overload(
          "equals", [element, element], .bool,
          .binary { left, right, _ in Value.bool(Value.equality(left, right)) })
      ]),
    Function(
      "_!=_",
      [
        Overload(
          "not_equals", [element, element], .bool,
          .binary { left, right, _ in Value.bool(!Value.equality(left, right)) })
      ]),
    Function(
      "@in",
      [
        Overload("in_list", [element, .list(element)], .bool, cost: .one, .binary(found)),
        Overload("in_map", [element, .map(element, value)], .bool, .binary(found)),
      ]),
    Function(
      "_[_]",
      [
        Overload("index_list", [.list(element), .int], element, .binary(selected)),
        Overload("index_map", [.map(element, value), element], value, .binary(selected)),
      ]),
    Function(
      "type",
      [Overload("type", [element], .type(element), .unary { value, _ in .typed(value.type) })]),
    Function("dyn", [Overload("to_dyn", [element], .dyn, .unary { value, _ in value })]),
  ]

  private static func not(_ value: Value) -> Value {
    if case .bool(let value) = value { .bool(!value) } else { .noSuchOverload("!_", value) }
  }

  private static func found(
    _ element: Value, _ collection: Value, _: borrowing Overload.Context
  ) -> Value {
    switch collection {
    case .list(let list): .bool(list.elements.contains { Value.equal(element, $0) })
    case .map(let map): .bool(map[element] != nil)
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .record, .optional, .type, .opaque, .unknown, .error:
      .noSuchOverload("@in", element, collection)
    }
  }

  private static func selected(
    _ collection: Value, _ key: Value, _: borrowing Overload.Context
  ) -> Value {
    switch collection {
    case .list(let list): list.element(at: key)
    case .map(let map): map[key] ?? .failure(.noSuchKey, "there is no key `\(key)`")
    case .null, .bool, .int, .uint, .double, .symbol, .duration, .timestamp, .string, .bytes,
      .record, .optional, .type, .opaque, .unknown, .error:
      .noSuchOverload("_[_]", collection, key)
    }
  }
}

extension ListValue {
  /// The element at a place: an int, or a uint or double that is a whole number.
  func element(at place: Value) -> Value {
    let index: Int?
    switch place {
    case .int(let place): index = Int(exactly: place)
    case .uint(let place): index = Int(exactly: place)
    case .double(let place):
      index = Int(exactly: place)
      if index == nil { return .failure(.invalidArgument, "`\(place)` is no place in a list") }
    case .null, .bool, .symbol, .duration, .timestamp, .string, .bytes, .list, .map, .record,
      .optional, .type, .opaque, .unknown, .error:
      return .noSuchOverload("_[_]", .list(self), place)
    }
    guard let index, elements.indices.contains(index) else {
      return .failure(
        .indexOutOfRange, "`\(place)` is outside of a list of \(elements.count)")
    }
    return elements[index]
  }
}

extension Value {
  /// A truth as a value; an error stands for a part that is one.
  static func bool(_ truth: Truth) -> Value {
    switch truth {
    case .yes: .bool(true)
    case .no: .bool(false)
    case .unknown: .unknown(UnknownSet(sorted: []))
    case .error: .failure(.invalidArgument, "a part of what is compared has no value")
    }
  }
}
