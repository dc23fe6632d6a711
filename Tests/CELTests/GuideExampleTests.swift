import CEL
import Diagnostics
import Testing

/// The examples of `docs/cel.md`, so that it stays true.
struct GuideExampleTests {
  @Test func `the guide's first program does what the guide says`() throws {
    var environment = Environment()
    environment.declare(Variable(name: "order.total", type: .double, slot: 0))
    environment.declare(Variable(name: "order.tags", type: .list(.string), slot: 1))

    var diagnostics: [Diagnostic] = []
    let text = "order.total > 100.0 || 'gift' in order.tags"
    let source = SourceFile(path: "<condition>", text: text)
    let checked = try #require(
      environment.compile(source, expecting: .bool, &diagnostics), "\(diagnostics)")

    let program = Program(checked)
    var evaluation = Evaluation(slots: [.double(20), .array([.text("gift")])])
    #expect(program.truth(&evaluation) == .yes)

    evaluation.slots[1] = .unknown(UnknownSet("order.tags"))
    evaluation.collectsUnknowns = true
    #expect("\(program.evaluate(&evaluation))" == "unknown(order.tags)")

    let sizes: [String: ClosedRange<UInt64>] = ["order.tags": 0...20, "order.tags.@items": 1...40]
    #expect("\(CostEstimate(of: checked, sizes: sizes))" == "CostEstimate(min: 2, max: 24)")
  }
}
