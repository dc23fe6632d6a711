import CEL
import Diagnostics
import Testing

struct CostEstimateTests {
  private static let variables: [(String, ValueType)] = [
    ("b", .bool), ("i", .int), ("s", .string), ("l", .list(.string)), ("n", .list(.list(.int))),
    ("m", .map(.string, .list(.int))), ("d", .dyn), ("r", .record("R")), ("o", .optional(.string)),
  ]
  private static let sizes: [String: ClosedRange<UInt64>] = [
    "s": 0...100, "l": 2...10, "l.@items": 0...50, "n": 1...4, "n.@items": 0...3, "m": 0...5,
    "m.@keys": 1...8, "m.@values": 0...7, "r.name": 10...20, "o": 5...5,
  ]
  private static let record = RecordDeclaration(
    name: "R",
    fields: [.init(name: "name", type: .string), .init(name: "next", type: .record("R"))]
  )

  private func estimate(_ text: String, sized: Bool = true) -> String {
    var environment = Environment(libraries: [.standard] + Library.extensions)
    environment.declare(Self.record)
    for (slot, variable) in Self.variables.enumerated() {
      environment.declare(Variable(name: variable.0, type: variable.1, slot: slot))
    }
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: text)
    guard let checked = environment.compile(source, &diagnostics) else {
      return diagnostics.map(\.message).joined()
    }
    let estimate = CostEstimate(
      of: checked, sizes: sized ? Self.sizes : [:], options: environment.options,
      records: [Self.record])
    let most = estimate.max == .max ? "any" : "\(estimate.max)"
    return estimate.min == estimate.max ? most : "\(estimate.min)...\(most)"
  }

  @Test(arguments: [
    ("true", "0"), ("i", "1"), ("i + 1", "2"), ("1 + 2", "0"), ("i == 1", "2"), ("i < 1", "2"),
    ("i + i * i", "5"), ("!b", "2"), ("b && b", "1...2"), ("b && b && b || b", "1...4"),
    ("b ? i : i + i", "3...5"), ("[i, i]", "12"), ("[1, 2]", "0"), ("{'a': i}", "31"),
    ("R{name: 'a'}", "40"), ("cel.bind(x, i + i, x + x)", "6"), ("o.orValue('a')", "2"),
  ])
  func `scalars cost one number`(text: String, expected: String) {
    #expect(estimate(text) == expected)
  }

  @Test(arguments: [
    // A code point may take 4 bytes, of which a tenth is counted.
    ("s.startsWith('a')", "3...43", "3...any"), ("s + s", "3...83", "3...any"),
    ("s.contains(s)", "4...1684", "4...any"), ("s.matches('^[a-z]+$')", "5...125", "5...any"),
    ("s == 'a'", "2...27", "2...any"), ("size(l)", "2", "2"), ("'a' in l", "4...12", "2...any"),
    ("l.all(x, x == 'a')", "5...152", "2...any"), ("l.map(x, size(x))", "8...32", "2...any"),
    ("l.filter(x, x != '')", "8...152", "2...any"), ("l + l", "7...23", "3...any"),
    ("n.all(x, x.all(y, y > 0))", "5...50", "2...any"), ("m.a.all(x, x > 0)", "3...24", "3...any"),
    ("m.all(k, k == 'a')", "2...27", "2...any"), ("r.name.startsWith('a')", "5...12", "4...any"),
    ("r.next.name", "3", "3"), ("r == r", "3...any", "3...any"), ("d + d", "5...any", "5...any"),
    ("l[0].startsWith('a')", "4...24", "4...any"), ("l.sort()", "6...22", "2...any"),
    ("[s, s].map(x, x + x)", "21...181", "21...any"), ("l.exists_one(x, b)", "6...22", "2...any"),
  ])
  func `what is gone through costs a range`(text: String, sized: String, unsized: String) {
    #expect(estimate(text) == sized)
    #expect(estimate(text, sized: false) == unsized)
  }

  @Test func `nested loops over what has no bound stop at the greatest number`() {
    #expect(estimate("l.all(x, l.all(y, l.all(z, x + y + z == '')))", sized: false) == "2...any")
  }

  @Test func `definitions cost what their bodies do`() throws {
    var environment = Environment()
    environment.declare(Variable(name: "i", type: .int, slot: 0))
    var diagnostics: [Diagnostic] = []
    let body = environment.compile(
      SourceFile(path: "<test>", text: "x + x + i"),
      parameters: [.init(name: "x", type: .int)], &diagnostics)
    let definition = Definition(
      name: "f", parameters: [.init(name: "x", type: .int)], body: try #require(body))
    environment.define(definition)
    let source = SourceFile(path: "<test>", text: "f(i) + f(1)")
    let checked = try #require(environment.compile(source, &diagnostics))
    let estimate = CostEstimate(of: checked)
    var evaluation = Evaluation(slots: [.int(2)])
    _ = Program(checked).evaluate(&evaluation)
    #expect(estimate.min == evaluation.cost && estimate.max == evaluation.cost)
  }
}
