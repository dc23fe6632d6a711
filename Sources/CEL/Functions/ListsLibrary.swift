extension Library {
  /// What can be done with whole lists: `distinct`, `flatten`, `reverse`, `slice`, `sort`, `first`,
  /// `last`, and `lists.range(n)`.
  ///
  /// `sortBy` is a macro: the parser's options turn it off.
  public static let lists = Library(name: "lists", functions: ListsLibrary.functions)
}

/// The functions of whole lists, each of which makes a new one.
///
/// Source: cel-go's `ext.Lists`.
private enum ListsLibrary {
  private static let element = ValueType.parameter("T")
  private static let list = ValueType.list(element)
  /// The longest list that `lists.range` and `flatten` make.
  private static let longestList = 100_000

  static let functions: [Function] = [
    Function("distinct", [member("list_distinct", list, list, distinct)]),
    Function(
      "reverse", [member("list_reverse", list, list) { .array(Array($0.reversed())) }]),
    Function(
      "first",
      [member("list_first", list, .optional(element)) { $0.first.map(Value.some) ?? .absent }]),
    Function(
      "last", [member("list_last", list, .optional(element)) { $0.last.map(Value.some) ?? .absent }]
    ),
    Function("flatten", flattenings),
    Function("slice", [slice]),
    Function("sort", sorts),
    Function("lists.range", [range]),
  ]

  private static func member(
    _ id: String, _ receiver: ValueType, _ result: ValueType,
    _ body: @escaping @Sendable ([Value]) -> Value
  ) -> Overload {
    Overload(
      id, member: true, [receiver], result, cost: .size,
      .unary { list, _ in
        guard case .list(let list) = list else { return .noSuchOverload(id, list) }
        return body(list.elements)
      })
  }

  /// The first of each run of equal elements, wherever they stand.
  @Sendable
  private static func distinct(_ elements: [Value]) -> Value {
    if let undecided = Value.undecidedPart(of: elements) { return undecided }
    var seen: Set<ValueKey> = []
    return .array(elements.filter { seen.insert(ValueKey($0)).inserted })
  }

  private static let flattenings = [
    member("list_flatten", .list(list), list) { flattened($0, depth: 1) },
    Overload(
      "list_flatten_int", member: true, [.list(.dyn), .int], .list(.dyn), cost: .size,
      .binary { list, depth, _ in
        guard case .list(let elements) = list, case .int(let levels) = depth else {
          return .noSuchOverload("flatten", list, depth)
        }
        guard levels >= 0 else { return .failure(.invalidArgument, "`\(levels)` is no depth") }
        return flattened(elements.elements, depth: levels)
      }),
  ]

  /// Lists in lists are replaced by their elements, so many levels deep.
  private static func flattened(_ elements: [Value], depth: Int64) -> Value {
    var result: [Value] = []
    return append(elements, depth: depth, to: &result) ?? .array(result)
  }

  /// What is in the way of a result, if anything is: an element that may be a list or not, or too
  /// many elements, where a list that is shared counts each time.
  private static func append(
    _ elements: [Value], depth: Int64, to result: inout [Value]
  ) -> Value? {
    for element in elements {
      if depth > 0, element.isUndecided { return element }
      if depth > 0, case .list(let list) = element {
        if let problem = append(list.elements, depth: depth - 1, to: &result) { return problem }
      } else {
        result.append(element)
      }
    }
    if result.count <= longestList { return nil }
    return .overflow("the flat list would have more than \(longestList) elements")
  }

  private static let slice = Overload(
    "list_slice", member: true, [list, .int, .int], list, cost: .size,
    .ternary { list, start, end, _ in
      guard case .list(let elements) = list, case .int(let first) = start,
        case .int(let last) = end
      else { return .noSuchOverload("slice", list, start, end) }
      guard first >= 0, first <= last, last <= elements.elements.count else {
        return .failure(
          .indexOutOfRange,
          "`\(first)` to `\(last)` is no part of a list of \(elements.elements.count)")
      }
      return .array(Array(elements.elements[Int(first)..<Int(last)]))
    })

  private static let sorts: [Overload] = {
    let types: [ValueType] = [
      .int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes,
    ]
    return types.map { type in
      member("list_\(type.runtimeName)_sort", .list(type), .list(type), sorted)
    }
  }()

  @Sendable
  private static func sorted(_ elements: [Value]) -> Value {
    if let undecided = Value.undecidedPart(of: elements) { return undecided }
    return switch Value.sortedPlaces(elements) {
    case .success(let places): .array(places.map { elements[$0] })
    case .failure(let error): .error(error)
    }
  }

  private static let range = Overload(
    "lists_range", [.int], .list(.int),
    .unary { count, _ in
      guard case .int(let number) = count else { return .noSuchOverload("lists.range", count) }
      guard (0...Int64(longestList)).contains(number) else {
        return .failure(
          .invalidArgument, "a range has from 0 to \(longestList) elements, not `\(number)`")
      }
      return .array((0..<number).map(Value.int))
    })
}
