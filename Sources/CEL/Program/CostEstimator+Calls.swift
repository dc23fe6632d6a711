import SharedStorage

/// Calls of functions, and comprehensions.
extension CostEstimator {
  mutating func estimateCall(_ function: Int, _ arguments: [NodeID]) -> Estimate {
    let function = plan.functions[function]
    let arguments = estimates(arguments)
    var cost = arguments.reduce(Bounds.one) { $0 + $1.cost }
    let shapes = arguments.map(\.shape)
    // Where the values choose the overload, they are gone through.
    if function.overloads.count > 1 {
      cost += shapes.reduce(.zero) { $0 + .one + self.shapes.weight(of: $1) }
    }
    let calls = function.overloads.map { overload in
      let result = result(of: overload, function.name, shapes)
      return Estimate(charge(overload.cost, shapes) + making(result), result)
    }
    guard let first = calls.first else { return Estimate(cost, .any) }
    let call = calls.dropFirst().reduce(first) {
      Estimate($0.cost.union($1.cost), $0.shape.union($1.shape))
    }
    return Estimate(cost + call.cost, call.shape)
  }

  private func charge(_ cost: Overload.Cost, _ arguments: [Shape]) -> Bounds {
    guard let first = arguments.first?.extent, let last = arguments.last?.extent else {
      return .zero
    }
    switch cost {
    case .one, .concatenation: return .zero
    case .traversal: return first.divided(by: 10) + .one
    case .product: return (first.divided(by: 10) + .one) * (last.divided(by: 10) + .one)
    case .size: return first
    }
  }

  /// What a function's result costs when it is made.
  private func making(_ result: Shape) -> Bounds {
    switch result {
    case .list(let size, _), .map(let size, _, _): size
    case .text(let size): size.divided(by: 10)
    case .scalar, .optional, .record, .declared: .zero
    case .any: .any
    }
  }

  /// The shape of what a function makes of arguments.
  private func result(of overload: Overload, _ name: String, _ arguments: [Shape]) -> Shape {
    guard let first = arguments.first else { return declared(overload.result) }
    switch overload.id {
    case "add_string", "add_bytes":
      guard case .text(let left) = first, case .text(let right)? = arguments.last else { break }
      return .text(left + right)
    case "add_list":
      guard case .list(let left, let element) = first,
        case .list(let right, let other)? = arguments.last
      else { break }
      let parts = [(left, element), (right, other)].filter { $0.0.max > 0 }.map(\.1)
      return .list(left + right, Shape.union(parts))
    case "to_dyn", "string_to_string", "bytes_to_bytes", "string_lower_ascii",
      "string_upper_ascii", "string_reverse", "bytes_to_string", "string_to_bytes", "list_reverse":
      return first
    case "int64_to_string", "uint64_to_string", "double_to_string", "bool_to_string",
      "timestamp_to_string", "duration_to_string", "ip_to_string", "cidr_to_string":
      return .text(Bounds(1, 50))
    case "string_char_at_int": return .text(Bounds(0, 4))
    case "string_trim", "string_substring_int", "string_substring_int_int":
      guard case .text(let size) = first else { break }
      return .text(size.fromZero)
    case "string_split_string", "string_split_string_int":
      guard case .text(let size) = first else { break }
      return .list((size + .one).fromZero, .text(size.fromZero))
    case "list_distinct", "list_slice":
      guard case .list(let size, let element) = first else { break }
      return .list(size.fromZero, element)
    case "list_flatten":
      guard case .list(let size, .list(let sizes, let element)) = first else { break }
      return .list(size * sizes, element)
    case "list_first", "list_last": return .optional(first.element)
    case "optional_of", "optional_ofNonZeroValue": return .optional(first)
    case "optional_value": return first.wrapped
    case _ where name == "sort": return first
    default: break
    }
    return declared(overload.result)
  }

  /// The shape of a type of which nothing more is known.
  private func declared(_ type: ValueType) -> Shape { shapes.shape(of: type, "") }
}

extension CostEstimator {
  mutating func estimate(_ comprehension: ComprehensionPlan) -> Estimate {
    let range = estimate(comprehension.range)
    let base = Bounds.one + range.cost
    let local = comprehension.local
    switch comprehension.kind {
    case .optMap, .optFlatMap:
      guard let transform = comprehension.transform else { return Estimate(base, .any) }
      let made = estimate(transform, with: [local: range.shape.wrapped])
      let shape = comprehension.kind == .optMap ? .optional(made.shape) : made.shape
      return Estimate(base + made.cost.fromZero, shape)
    case .all, .exists, .existsOne, .filter, .map, .transformList, .transformMap,
      .transformMapEntry, .sortBy:
      break
    }
    var size = Bounds.any
    var locals = [local: range.shape.element]
    switch range.shape {
    case .list(let count, let element):
      size = count
      if comprehension.hasTwoVariables { locals = [local: .scalar, local + 1: element] }
    case .map(let count, let key, let value):
      size = count
      if comprehension.hasTwoVariables { locals = [local: key, local + 1: value] }
    case .scalar, .text, .optional, .record, .declared, .any: break
    }
    let predicate = comprehension.predicate.map { estimate($0, with: locals) }
    let made = comprehension.transform.map { estimate($0, with: locals) }
    var step = Bounds.one + (predicate?.cost ?? .zero)
    if let made { step += predicate == nil ? made.cost : made.cost.fromZero }
    switch comprehension.kind {
    case .all, .exists:
      // The first element may decide.
      return Estimate(base + Bounds(Swift.min(size.min, 1), size.max) * step, .scalar)
    case .existsOne: return Estimate(base + size * step, .scalar)
    case .filter, .map, .transformList, .transformMap, .transformMapEntry, .sortBy, .optMap,
      .optFlatMap:
      break
    }
    let loop = base + size * step
    let count = predicate == nil ? size : size.fromZero
    switch comprehension.kind {
    case .sortBy:
      let weight = size * (.one + (made.map { shapes.weight(of: $0.shape) } ?? .zero))
      return Estimate(loop + weight + size * holding(range.shape.element), range.shape)
    case .transformMap:
      let value = made?.shape ?? .any
      let key = locals[local] ?? .any
      return Estimate(loop + count * holding(value), .map(count, key: key, value: value))
    case .transformMapEntry:
      guard case .map(let entries, let key, let value)? = made?.shape else {
        return Estimate(loop + .any, .any)
      }
      let total = count * entries
      return Estimate(loop + total * holding(value), .map(total, key: key, value: value))
    case .all, .exists, .existsOne, .filter, .map, .transformList, .optMap, .optFlatMap:
      let element = made?.shape ?? range.shape.element
      return Estimate(loop + count * holding(element), .list(count, element))
    }
  }
}
