import CEL
import Diagnostics
import Testing

/// Checking an expression never changes what it evaluates to.
struct CheckingAgreementTests {
  private static let variables: [(name: String, type: ValueType, value: Value)] = [
    ("n", .int, .int(3)), ("d", .double, .double(2.5)), ("s", .string, .text("ab")),
    ("b", .bool, .bool(true)), ("xs", .list(.int), .array([.int(1), .int(2)])),
    (
      "m", .map(.string, .int),
      .map(MapValue(entries: [(.text("ab"), .int(1)), (.text("c"), .int(0))]))
    ),
    ("y", .dyn, .int(7)),
  ]

  private static let environment: Environment = {
    var environment = Environment()
    for (slot, variable) in variables.enumerated() {
      environment.declare(Variable(name: variable.name, type: variable.type, slot: slot))
    }
    return environment
  }()

  @Test(arguments: 0..<8)
  func `checked and unchecked expressions have the same value`(seed: UInt64) throws {
    var random = Generator(state: seed)
    var checkedCount = 0
    for _ in 0..<1_000 {
      let text = random.expression(depth: 4)
      var diagnostics: [Diagnostic] = []
      let source = SourceFile(path: "<test>", text: text)
      let parsed = try #require(Parser.parse(source, &diagnostics), "\(text)")
      let checked = Self.environment.check(parsed, &diagnostics)
      #expect((checked == nil) == !diagnostics.isEmpty, "\(text)")
      guard let checked else { continue }
      checkedCount += 1
      let unchecked = try #require(Self.environment.resolveUnchecked(parsed, &diagnostics))
      let (first, second) = (value(of: checked), value(of: unchecked))
      #expect(first == second, "\(text)")
    }
    #expect(checkedCount > 50)
  }

  private func value(of expression: CheckedExpression) -> String {
    var evaluation = Evaluation(slots: Self.variables.map(\.value), timeZones: .system)
    let value = Program(expression).evaluate(&evaluation)
    if case .error = value { return "error" }
    return "\(value)"
  }

  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }

    mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &self) ?? "" }

    mutating func expression(depth: Int) -> String {
      let leaves = ["n", "d", "s", "b", "xs", "m", "y", "1", "2.5", "'ab'", "true", "[]", "null"]
      guard depth > 0, Int.random(in: 0..<6, using: &self) > 0 else { return pick(leaves) }
      let forms = [
        "(# + #)", "(# == #)", "(# < #)", "(# && #)", "(# || #)", "(!#)", "(# ? # : #)", "#[#]",
        "[#, #]", "{#: #}", "(# in #)", "#.size()", "dyn(#)", "#.map(v, #)", "#.exists(v, v == #)",
        "#.all(v, # != v)", "#.filter(v, #)", "string(#)", "#.ab", "has(#.ab)", "type(#)",
        "#.startsWith(#)", "cel.bind(v, #, [v, #])", "#.?ab", "#[?#]", "(# >= #)", "(# - #)",
      ]
      var text = ""
      for character in pick(forms) {
        text += character == "#" ? expression(depth: depth - 1) : String(character)
      }
      return text
    }
  }
}
