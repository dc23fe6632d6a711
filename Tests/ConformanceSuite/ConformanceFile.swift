/// One file of tests.
package struct ConformanceFile: Decodable, Sendable {
  /// The file's name without its ending, such as `basic`.
  package let file: String
  package let tests: [ConformanceTest]
}

/// One test as its file tells it.
package struct ConformanceTest: Decodable, Sendable {
  /// `file/section/name`, unique.
  package let id: String
  package let expression: String
  package let expectation: Expectation
  let container: String
  let declarations: [Declaration]
  let bindings: [String: ConformanceValue]
  let isUnchecked: Bool
  let isCheckedOnly: Bool
  let hasMacros: Bool

  /// What must come out.
  package enum Expectation: Sendable {
    case value(ConformanceValue)
    /// An error; the suite's words for it.
    case failure([String])
    case typed(String, ConformanceValue?)
    case unknown
  }

  /// A variable or a function that the expression may use.
  enum Declaration: Sendable {
    case variable(String, type: String)
    case function(String, [Signature])
  }

  /// A declared function's overload.
  struct Signature: Decodable, Sendable {
    let id: String
    let member: Bool
    let params: [String]
    let result: String
  }

  private enum CodingKeys: String, CodingKey {
    case id
    case expression = "expr"
    case expectation = "expect"
    case container
    case declarations = "type_env"
    case bindings
    case isUnchecked = "disable_check"
    case isCheckedOnly = "check_only"
    case hasNoMacros = "disable_macros"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(String.self, forKey: .id)
    expression = try values.decode(String.self, forKey: .expression)
    expectation = try values.decode(Expectation.self, forKey: .expectation)
    container = try values.decodeIfPresent(String.self, forKey: .container) ?? ""
    declarations = try values.decodeIfPresent([Declaration].self, forKey: .declarations) ?? []
    bindings =
      try values.decodeIfPresent([String: ConformanceValue].self, forKey: .bindings) ?? [:]
    isUnchecked = try values.decodeIfPresent(Bool.self, forKey: .isUnchecked) ?? false
    isCheckedOnly = try values.decodeIfPresent(Bool.self, forKey: .isCheckedOnly) ?? false
    hasMacros = try !(values.decodeIfPresent(Bool.self, forKey: .hasNoMacros) ?? false)
  }
}

extension ConformanceTest.Expectation: Decodable {
  private enum CodingKeys: String, CodingKey {
    case value
    case failure = "eval_error"
    case typed = "typed_result"
    case unknown
  }

  private struct Typed: Decodable {
    let type: String
    let value: ConformanceValue?
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let value = try values.decodeIfPresent(ConformanceValue.self, forKey: .value) {
      self = .value(value)
    } else if let typed = try values.decodeIfPresent(Typed.self, forKey: .typed) {
      self = .typed(typed.type, typed.value)
    } else {
      self =
        values.contains(.unknown)
        ? .unknown : .failure(try values.decode([String].self, forKey: .failure))
    }
  }
}

extension ConformanceTest.Declaration: Decodable {
  private enum CodingKeys: String, CodingKey {
    case variable
    case type
    case function
    case overloads
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let name = try values.decodeIfPresent(String.self, forKey: .variable) {
      self = .variable(name, type: try values.decode(String.self, forKey: .type))
    } else {
      self = .function(
        try values.decode(String.self, forKey: .function),
        try values.decode([ConformanceTest.Signature].self, forKey: .overloads))
    }
  }
}
