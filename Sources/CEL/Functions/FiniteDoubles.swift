extension Library {
  /// Takes the place of standard functions whose doubles can leave the finite numbers.
  ///
  /// Their infinities and NaN are errors (`overflow`): every comparison with NaN is false, so that a
  /// rule on a share (`complaints / sent`) would be silent where nothing was sent.
  public static let finiteDoubles = Library(
    name: "finite doubles",
    functions: Library.standard.functions.compactMap { function in
      let replaced = function.overloads.filter { finite.contains($0.id) }.map(\.finite)
      return replaced.isEmpty ? nil : Function(function.name, replaced)
    })

  private static let finite: Set<String> = [
    "add_double", "subtract_double", "multiply_double", "divide_double", "string_to_double",
  ]
}

extension Overload {
  /// The same, with an error in the place of infinities and NaN.
  fileprivate var finite: Overload {
    let body: Implementation? =
      switch implementation {
      case .unary(let body): .unary { value, context in body(value, context).finite }
      case .binary(let body):
        .binary { left, right, context in body(left, right, context).finite }
      case .nullary, .ternary, .variadic, nil: implementation
      }
    return Overload(id, member: isMember, parameters, result, cost: cost, body)
  }
}

extension Value {
  fileprivate var finite: Value {
    guard case .double(let number) = self, !number.isFinite else { return self }
    return .failure(.overflow, "the result is \(number.isNaN ? "not a number" : "infinite")")
  }
}
