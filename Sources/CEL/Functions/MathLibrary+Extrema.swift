/// `math.greatest` and `math.least` of up to ten numbers or of a list, whatever their types.
///
/// Of equal numbers the first is taken; NaN is neither greater nor less than what came before.
enum Extrema {
  static let functions = [function("greatest", .greater), function("least", .less)]
  private static let numbers: [ValueType] = [.int, .uint, .double]
  private static let mostArguments = 10

  private static func function(_ name: String, _ wanted: Ordering) -> Function {
    let body = Overload.Implementation.variadic { arguments, _ in
      extreme(arguments, wanted) ?? .noSuchOverload("math." + name, arguments: arguments)
    }
    var overloads = numbers.map { type in
      Overload(
        "math_\(name)_\(type.runtimeName)", [type], type,
        .unary { value, _ in
          extreme([value], wanted) ?? .noSuchOverload("math." + name, value)
        })
    }
    overloads += (numbers + [.dyn]).map { type in
      Overload(
        "math_\(name)_list_\(type.runtimeName)", [.list(type)], type, cost: .size,
        .unary { list, _ in
          guard case .list(let elements) = list else {
            return .noSuchOverload("math." + name, list)
          }
          if elements.elements.isEmpty {
            return .failure(.invalidArgument, "an empty list has no `math.\(name)`")
          }
          return extreme(elements.elements, wanted) ?? .noSuchOverload("math." + name, list)
        })
    }
    overloads += numbers.flatMap { left in
      numbers.map { right in
        Overload(
          "math_\(name)_\(left.runtimeName)_\(right.runtimeName)", [left, right],
          left == right ? left : .dyn, body)
      }
    }
    for count in 3...mostArguments {
      overloads += (numbers + [.dyn]).map { type in
        let types = [ValueType](repeating: type, count: count)
        return Overload("math_\(name)_\(count)_\(type.runtimeName)", types, type, body)
      }
    }
    return Function("math." + name, overloads)
  }

  /// Nil where one is no number; unknown where one is.
  private static func extreme(_ values: [Value], _ wanted: Ordering) -> Value? {
    guard var best = values.first, values.allSatisfy(\.isNumber) else {
      return Value.undecidedPart(of: values)
    }
    for value in values.dropFirst() where Value.compare(value, best) == wanted { best = value }
    return best
  }
}
