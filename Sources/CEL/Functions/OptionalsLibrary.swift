extension Library {
  /// Makes and reads optionals: `optional.of(x)`, `optional.none()`, `o.orValue(x)`.
  ///
  /// `a.?b`, `a[?k]`, `optMap` and `optFlatMap` are syntax: the parser's options turn them on.
  public static let optionals = Library(name: "optionals", functions: OptionalsLibrary.functions)
}

/// Source: cel-spec's tests of optionals and cel-go's `OptionalTypes`.
private enum OptionalsLibrary {
  private static let value = ValueType.parameter("V")
  private static let optional = ValueType.optional(value)

  static let functions: [Function] = [
    Function(
      "optional.of",
      [Overload("optional_of", [value], optional, .unary { value, _ in .some(value) })]),
    Function(
      "optional.ofNonZeroValue",
      [
        Overload(
          "optional_ofNonZeroValue", [value], optional,
          .unary { value, _ in
            value.undecidedPart ?? (value.isZero ? .absent : .some(value))
          })
      ]),
    Function("optional.none", [Overload("optional_none", [], optional, .nullary { _ in .absent })]),
    Function(
      "hasValue",
      [reader("optional_hasValue", [optional], .bool) { .bool($0 != nil) }]),
    Function(
      "value",
      [
        reader("optional_value", [optional], value) {
          $0 ?? .failure(.invalidArgument, "the optional has no value")
        }
      ]),
    Function(
      "or",
      [
        chooser("optional_or_optional", [optional, optional], optional) { value, otherwise in
          value.map(Value.some) ?? otherwise
        }
      ]),
    Function(
      "orValue",
      [chooser("optional_orValue_value", [optional, value], value) { $0 ?? $1 }]),
    Function("optional.unwrap", [unwrap("optional_unwrap", member: false)]),
    Function("unwrapOpt", [unwrap("optional_unwrapOpt", member: true)]),
  ]

  private static func reader(
    _ id: String, _ parameters: [ValueType], _ result: ValueType,
    _ body: @escaping @Sendable (Value?) -> Value
  ) -> Overload {
    Overload(
      id, member: true, parameters, result,
      .unary { receiver, _ in
        guard case .optional(let optional) = receiver else { return .noSuchOverload(id, receiver) }
        return body(optional.value)
      })
  }

  private static func chooser(
    _ id: String, _ parameters: [ValueType], _ result: ValueType,
    _ body: @escaping @Sendable (Value?, Value) -> Value
  ) -> Overload {
    Overload(
      id, member: true, parameters, result,
      .binary { receiver, otherwise, _ in
        guard case .optional(let optional) = receiver else {
          return .noSuchOverload(id, receiver, otherwise)
        }
        return body(optional.value, otherwise)
      })
  }

  /// The values of the optionals that have one.
  private static func unwrap(_ id: String, member: Bool) -> Overload {
    Overload(
      id, member: member, [.list(optional)], .list(value), cost: .size,
      .unary { list, _ in
        guard case .list(let elements) = list else { return .noSuchOverload(id, list) }
        var values: [Value] = []
        for element in elements.elements {
          if element.isUndecided { return element }
          guard case .optional(let optional) = element else { return .noSuchOverload(id, element) }
          if let value = optional.value { values.append(value) }
        }
        return .array(values)
      })
  }
}
