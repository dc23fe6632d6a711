import CEL
import Diagnostics
import Glibc

// A user of the library alone: nothing here is known to the package that it comes from. Ends with 1
// where an answer is not as it should be.

/// Environment, variables, and a function and a macro of one's own.
func shopEnvironment() -> Environment {
  var environment = Environment(libraries: [.standard] + Library.extensions)
  environment.declare(Variable(name: "order.total", type: .double, slot: 0))
  environment.declare(Variable(name: "order.tags", type: .list(.string), slot: 1))
  environment.declare(
    Function(
      "rounded",
      [
        Overload(
          "double_rounded", member: true, [.double], .int,
          .unary { value, _ in
            guard case .double(let number) = value else { return .noSuchOverload("rounded", value) }
            guard let whole = Int64(exactly: number.rounded()) else {
              return .failure(.overflow, "`\(value)` is no int")
            }
            return .int(whole)
          })
      ]))
  // `x.isBetween(low, high)`
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
  return environment
}

func expect<Answer: Equatable>(_ answer: Answer, _ wanted: Answer, _ what: String) {
  print("\(what): \(answer)")
  if answer != wanted {
    print("  but \(wanted) is right")
    exit(1)
  }
}

func program(_ text: String, _ environment: Environment) -> Program? {
  var diagnostics: [Diagnostic] = []
  let source = SourceFile(path: "<condition>", text: text)
  guard let checked = environment.compile(source, expecting: .bool, &diagnostics) else {
    print(DiagnosticFormat.text.render(diagnostics, version: "1"))
    return nil
  }
  let estimate = CostEstimate(of: checked, sizes: ["order.tags": 0...2])
  expect(estimate.min > 0 && estimate.max < 100, true, "the estimate is a range")
  return Program(checked)
}

let environment = shopEnvironment()
guard let condition = program("order.total.rounded() > 100 || 'gift' in order.tags", environment)
else { exit(1) }

var evaluation = Evaluation(slots: [.double(99.4), .array([.text("gift")])])
expect(condition.truth(&evaluation), .yes, "a known order")
expect("\(condition.evaluate(&evaluation))", "true", "the same as a value")
expect(evaluation.cost > 0 && evaluation.cost < 100, true, "the cost is counted")

evaluation.slots[1] = .unknown(UnknownSet("order.tags"))
evaluation.collectsUnknowns = true
expect("\(condition.evaluate(&evaluation))", "unknown(order.tags)", "tags that are not known")
evaluation.slots[0] = .double(250)
expect(condition.truth(&evaluation), .yes, "where they do not matter")

if let between = program("order.total.isBetween(200.0, 300.0)", environment) {
  expect(between.truth(&evaluation), .yes, "a macro of one's own")
}

evaluation.costLimit = 1
expect(condition.truth(&evaluation), .error, "over the cost limit")

var diagnostics: [Diagnostic] = []
let source = SourceFile(path: "<condition>", text: "ordr.total > 1 && 1 + 'a'")
expect(environment.compile(source, &diagnostics) == nil, true, "a wrong condition is refused")
expect(
  diagnostics.map(\.code.rawValue), ["undeclared-name", "no-such-overload"], "with all mistakes")
