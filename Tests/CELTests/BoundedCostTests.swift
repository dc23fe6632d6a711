import CEL
import Diagnostics
import Testing

/// Short texts that would take all the time or memory there is, were it not for the cost limit.
struct BoundedCostTests {
  private static let environment = Environment(libraries: [.standard] + Library.extensions)

  @Test(arguments: [
    doubling("'xxxxxxxx'", "v + v"), doubling("[1]", "v + v"), doubling("b'xxxx'", "v + v"),
    doubling("[1]", "[v, v]", last: "v == v"), doubling("[1]", "[v, v]", last: "v.flatten(100)"),
    doubling("[1]", "[v, v]", last: "'%s'.format([v])"),
    "['a']" + String(repeating: ".map(x, [x, x])", count: 40),
    "lists.range(3000).map(x, lists.range(3000))",
    "lists.range(5000).all(x, lists.range(5000).size() > x)",
    "lists.range(1000).all(x, lists.range(1000).all(y, lists.range(1000).all(z, x < 1000)))",
    "cel.bind(a, lists.range(20000), a.all(x, x in a))",
    "cel.bind(a, lists.range(30000), sets.contains(a, a))",
    "cel.bind(a, lists.range(10000).map(x, 'aaaaaaaaaa').join(), (a + 'b').contains(a + 'c'))",
    "lists.range(100000).exists(x, 'aab'.matches('((a{100}){100}){10}' + string(x)))",
  ])
  func `what would not end is stopped`(text: String) throws {
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: "<test>", text: text)
    let checked = try #require(
      Self.environment.compile(source, &diagnostics), "\(diagnostics.map(\.message))")
    var evaluation = Evaluation(slots: [])
    let value = Program(checked).evaluate(&evaluation)
    guard case .error(let error) = value else {
      Issue.record("\(text) has a value, at a cost of \(evaluation.cost)")
      return
    }
    #expect(error.code == .costLimit)
  }

  /// A value made of two of its kind, thirty times over.
  private static func doubling(
    _ first: String, _ step: String, last: String = "v"
  ) -> String {
    String(repeating: "cel.bind(v, ", count: 30) + first
      + String(repeating: ", \(step))", count: 29) + ", \(last))"
  }
}
