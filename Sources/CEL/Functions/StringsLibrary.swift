extension Library {
  /// Strings beyond the standard functions: `split`, `join`, `replace`, `trim`, `format`, ...
  ///
  /// Places count code points from 0; one outside of the string is an error.
  public static let strings = Library(
    name: "strings", functions: StringsLibrary.functions + [StringFormat.function])
}

/// The declarations of the library of strings.
///
/// Source: cel-go's `ext.Strings` and cel-spec's tests of it.
private enum StringsLibrary {
  static let functions: [Function] = [
    Function("charAt", [member("string_char_at_int", [.int], .string) { $0.character(at: $1[0]) }]),
    Function(
      "indexOf",
      [
        member("string_index_of_string", [.string], .int, cost: .product) { $0.place(of: $1[0]) },
        member("string_index_of_string_int", [.string, .int], .int) {
          $0.place(of: $1[0], from: $1[1])
        },
      ]),
    Function(
      "lastIndexOf",
      [
        member("string_last_index_of_string", [.string], .int, cost: .product) {
          $0.lastPlace(of: $1[0])
        },
        member("string_last_index_of_string_int", [.string, .int], .int) {
          $0.lastPlace(of: $1[0], from: $1[1])
        },
      ]),
    Function(
      "lowerAscii",
      [member("string_lower_ascii", [], .string) { text, _ in .text(text.lowerASCII) }]),
    Function(
      "upperAscii",
      [member("string_upper_ascii", [], .string) { text, _ in .text(text.upperASCII) }]),
    Function(
      "reverse",
      [member("string_reverse", [], .string) { text, _ in .text(text.reversedCodePoints) }]),
    Function("trim", [member("string_trim", [], .string) { text, _ in .text(text.trimmed) }]),
    Function(
      "substring",
      [
        member("string_substring_int", [.int], .string) { $0.part(from: $1[0], to: nil) },
        member("string_substring_int_int", [.int, .int], .string) {
          $0.part(from: $1[0], to: $1[1])
        },
      ]),
    Function(
      "split",
      [
        member("string_split_string", [.string], .list(.string)) {
          $0.parts(between: $1[0], atMost: .int(-1))
        },
        member("string_split_string_int", [.string, .int], .list(.string)) {
          $0.parts(between: $1[0], atMost: $1[1])
        },
      ]),
    Function(
      "replace",
      [
        member("string_replace_string_string", [.string, .string], .string, cost: .product) {
          $0.replacing($1[0], with: $1[1], atMost: .int(-1))
        },
        member("string_replace_string_string_int", [.string, .string, .int], .string) {
          $0.replacing($1[0], with: $1[1], atMost: $1[2])
        },
      ]),
    Function(
      "join",
      [
        Overload(
          "list_join", member: true, [.list(.string)], .string, cost: .size,
          .unary { list, _ in joined(list, by: .text("")) }),
        Overload(
          "list_join_string", member: true, [.list(.string), .string], .string, cost: .size,
          .binary { list, separator, _ in joined(list, by: separator) }),
      ]),
    Function(
      "strings.quote",
      [
        Overload(
          "strings_quote", [.string], .string, cost: .traversal,
          .unary { value, _ in
            value.content.map { .text($0.quoted) } ?? .noSuchOverload("strings.quote", value)
          })
      ]),
  ]

  /// A function of a string; the body answers nil for arguments of types that it does not take.
  private static func member(
    _ id: String, _ arguments: [ValueType], _ result: ValueType, cost: Overload.Cost = .traversal,
    _ body: @escaping @Sendable (String, [Value]) -> Value?
  ) -> Overload {
    Overload(
      id, member: true, [.string] + arguments, result, cost: cost,
      .variadic { values, _ in
        guard let text = values.first?.content, values.count == arguments.count + 1 else {
          return .noSuchOverload(id, arguments: values)
        }
        return body(text, Array(values.dropFirst())) ?? .noSuchOverload(id, arguments: values)
      })
  }

  private static func joined(_ list: Value, by separator: Value) -> Value {
    guard case .list(let list) = list, let separator = separator.content else {
      return .noSuchOverload("join", list, separator)
    }
    if let undecided = Value.undecidedPart(of: list.elements) { return undecided }
    var result = ""
    for (index, element) in list.elements.enumerated() {
      guard let text = element.content else { return .noSuchOverload("join", element) }
      result += index == 0 ? text : separator + text
      if result.utf8.count > String.longestResult { return .tooLong }
    }
    return .text(result)
  }
}

extension Value {
  /// The string, where this is one.
  var content: String? {
    if case .string(let text) = self { text.string } else { nil }
  }

  static let tooLong = Value.failure(
    .overflow, "the result would be longer than \(String.longestResult) bytes")
}
