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
  @Test func `the guide's function and macro do what the guide says`() {
    var environment = Environment()
    environment.declare(Variable(name: "order.total", type: .double, slot: 0))
    environment.declare(
      Function(
        "shop.isRound",
        [
          Overload(
            "shop_isRound_double", [.double], .bool,
            .unary { value, _ in
              guard case .double(let number) = value else {
                return .noSuchOverload("shop.isRound", value)
              }
              return .bool(number == number.rounded())
            })
        ]))
    environment.declare(
      CustomMacro("isBetween", member: true, arguments: 2) { call in
        let value = try call.receiver()
        return .call(
          "_&&_", target: nil,
          arguments: [
            call.node(.call("_<=_", target: nil, arguments: [call.arguments[0], value])),
            call.node(.call("_<=_", target: nil, arguments: [value, call.arguments[1]])),
          ])
      })
    let both = "shop.isRound(order.total) && order.total.isBetween(10.0, 30.0)"
    for (total, answer) in [(20.0, "true"), (20.5, "false"), (40, "false")] {
      #expect("\(environment.value(of: both, [.double(total)]))" == answer)
    }
  }
}
