import CEL
import Diagnostics
import Testing

/// A program by itself: what it takes from the environment, and what it does with too few slots.
struct SurroundingsTests {
  private func checked(
    _ text: String, _ environment: Environment
  ) throws -> CheckedExpression {
    var diagnostics: [Diagnostic] = []
    return try #require(
      environment.compile(SourceFile(path: "<test>", text: text), &diagnostics), "\(diagnostics)")
  }

  @Test func `a program knows the records of the environment that checked it`() throws {
    var environment = Environment()
    environment.declare(
      RecordDeclaration(name: "shop.Item", fields: [.init(name: "price", type: .int)]))
    let expression = try checked("dyn(shop.Item{price: 3}).price + 1", environment)
    var evaluation = Evaluation(slots: [])
    #expect("\(Program(expression).evaluate(&evaluation))" == "4")
    #expect(CostEstimate(of: expression).max < 100)
    let elsewhere = Program(expression, records: [])
    #expect(elsewhere.evaluate(&evaluation).errorCode == .noSuchOverload)
  }

  @Test func `a program knows what null means in the environment that checked it`() throws {
    var environment = Environment()
    environment.options.nullsAreUndecided = true
    environment.declare(Variable(name: "x", type: .wrapper(.int), slot: 0))
    let expression = try checked("x == 1", environment)
    var evaluation = Evaluation(slots: [.null])
    #expect(Program(expression).evaluate(&evaluation).errorCode == .nullUse)
    #expect("\(Program(expression, options: .init()).evaluate(&evaluation))" == "false")
  }

  @Test(arguments: ["y == 2", "y < 2", "y", "has(r.y)", "y in [1]", "[y]", "x == 1 && y == 2"])
  func `a slot without a value is an error, not a crash`(text: String) throws {
    var environment = Environment()
    environment.options.presenceOfVariables = true
    environment.declare(Variable(name: "x", type: .int, slot: 0))
    environment.declare(Variable(name: "y", type: .int, slot: 7))
    environment.declare(Variable(name: "r.y", type: .int, slot: 7))
    let program = Program(try checked(text, environment))
    var evaluation = Evaluation(slots: [.int(1)])
    #expect(program.evaluate(&evaluation).errorCode == .noSuchVariable)
    #expect(program.truth(&evaluation) == .error)
  }

  @Test func `one program answers on many threads at once`() async throws {
    var environment = Environment(libraries: [.standard] + Library.extensions)
    environment.declare(Variable(name: "n", type: .int, slot: 0))
    environment.declare(Variable(name: "p", type: .string, slot: 1))
    let text =
      "lists.range(n).map(i, i * 2).filter(i, i % 3 == 0).size() == (n + 2) / 3"
      + " && 'aaa'.matches('^a+$') && 'b'.matches(p)"
      + " && timestamp('2024-07-01T00:00:00Z').getHours('Europe/Rome') == 2"
    let program = Program(try checked(text, environment))
    let answers = await withTaskGroup(of: [Truth].self) { group in
      for task in 0..<8 {
        group.addTask {
          var evaluation = Evaluation(slots: [.int(Int64(task)), .text("^b{\(task % 3)}")])
          return (0..<200).map { _ in program.truth(&evaluation) }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(answers.count == 1_600)
    // `^b{2}` is not in `b`.
    #expect(answers.filter { $0 == .no }.count == 400)
    #expect(answers.allSatisfy { $0 == .yes || $0 == .no })
  }
}
