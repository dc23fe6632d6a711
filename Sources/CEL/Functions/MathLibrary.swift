extension Library {
  /// Numbers beyond the operators: `math.greatest(a, b)`, `math.round(x)`, `math.bitAnd(a, b)`.
  public static let math = Library(
    name: "math", functions: Extrema.functions + Rounding.functions + Bits.functions)
}

/// `ceil floor round trunc abs sign sqrt isNaN isInf isFinite`.
private enum Rounding {
  static let functions: [Function] = [
    doubles("ceil", .double) { .double($0.rounded(.up)) },
    doubles("floor", .double) { .double($0.rounded(.down)) },
    // Halves go away from zero.
    doubles("round", .double) { .double($0.rounded(.toNearestOrAwayFromZero)) },
    doubles("trunc", .double) { .double($0.rounded(.towardZero)) },
    doubles("isNaN", .bool) { .bool($0.isNaN) },
    doubles("isInf", .bool) { .bool($0.isInfinite) },
    doubles("isFinite", .bool) { .bool($0.isFinite) },
    numbers("abs", absolute),
    numbers("sign", sign),
    Function(
      "math.sqrt",
      [ValueType.double, .int, .uint].map { type in
        Overload(
          "math_sqrt_\(type.runtimeName)", [type], .double,
          .unary { value, _ in
            root(value)
          })
      }),
  ]

  private static func doubles(
    _ name: String, _ result: ValueType, _ body: @escaping @Sendable (Double) -> Value
  ) -> Function {
    Function(
      "math." + name,
      [
        Overload(
          "math_\(name)_double", [.double], result,
          .unary { value, _ in
            guard case .double(let number) = value else {
              return .noSuchOverload("math." + name, value)
            }
            return body(number)
          })
      ])
  }

  private static func numbers(
    _ name: String, _ body: @escaping @Sendable (Value) -> Value
  ) -> Function {
    Function(
      "math." + name,
      [ValueType.int, .uint, .double].map { type in
        Overload(
          "math_\(name)_\(type.runtimeName)", [type], type,
          .unary { value, _ in
            body(value)
          })
      })
  }

  @Sendable
  private static func absolute(_ value: Value) -> Value {
    if case .int(let number) = value {
      return number == .min
        ? .overflow("the absolute value of `\(number)` is outside of `int`") : .int(abs(number))
    }
    if case .double(let number) = value { return .double(abs(number)) }
    if case .uint = value { return value }
    return .noSuchOverload("math.abs", value)
  }

  @Sendable
  private static func sign(_ value: Value) -> Value {
    if case .int(let number) = value { return .int(number.signum()) }
    if case .uint(let number) = value { return .uint(number == 0 ? 0 : 1) }
    if case .double(let number) = value {
      // Zero and NaN stay what they are.
      return .double(number == 0 || number.isNaN ? number : number < 0 ? -1 : 1)
    }
    return .noSuchOverload("math.sign", value)
  }

  private static func root(_ value: Value) -> Value {
    if case .double(let number) = value { return .double(number.squareRoot()) }
    if case .int(let number) = value { return .double(Double(number).squareRoot()) }
    if case .uint(let number) = value { return .double(Double(number).squareRoot()) }
    return .noSuchOverload("math.sqrt", value)
  }
}
