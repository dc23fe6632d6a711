/// `<`, `<=`, `>` and `>=`: of bool, numbers, string, bytes, timestamp and duration.
///
/// Numbers of different types have an order too; the checker offers it where an environment allows
/// it, or where a type is open.
extension StandardLibrary {
  /// The four orders.
  static let order: [Function] = [
    order("_<_", "less") { $0 == .less },
    order("_<=_", "less_equals") { $0 != .greater },
    order("_>_", "greater") { $0 == .greater },
    order("_>=_", "greater_equals") { $0 != .less },
  ]

  /// The types with an order, with the names that overloads give them.
  private static let ordered: [(type: ValueType, name: String)] = [
    (.bool, "bool"), (.int, "int64"), (.uint, "uint64"), (.double, "double"),
    (.string, "string"), (.bytes, "bytes"), (.timestamp, "timestamp"), (.duration, "duration"),
  ]

  private static func order(
    _ name: String, _ id: String, _ holds: @escaping @Sendable (Ordering) -> Bool
  ) -> Function {
    let body = Overload.Implementation.binary { left, right, _ in
      if let order = Value.compare(left, right) { return .bool(holds(order)) }
      return Value.areComparable(left, right) ? .bool(false) : .noSuchOverload(name, left, right)
    }
    let numbers = ordered[1...3]
    let mixed = numbers.flatMap { left in
      numbers.filter { $0.type != left.type }.map { right in
        Overload("\(id)_\(left.name)_\(right.name)", [left.type, right.type], .bool, body)
      }
    }
    return Function(
      name, ordered.map { Overload("\(id)_\($0.name)", [$0.type, $0.type], .bool, body) } + mixed)
  }
}
