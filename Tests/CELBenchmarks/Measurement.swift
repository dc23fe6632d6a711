import CEL
import Diagnostics
import Glibc

/// One condition's figures: medians of CPU time of one thread, in nanoseconds.
struct Measurement {
  let condition: Condition
  let parse: Double
  /// Parsing and checking.
  let compile: Double
  let plan: Double
  let evaluate: Double
  /// A loop over many evaluations on two threads: nanoseconds of the wall clock each.
  let onTwoThreads: Double
  let allocations: Double

  /// Nil where a condition has a mistake or does not come to what is expected.
  init?(_ condition: Condition) async {
    let source = SourceFile(path: "<\(condition.name)>", text: condition.text)
    let environment = Facts.environment
    var diagnostics: [Diagnostic] = []
    guard let checked = environment.compile(source, expecting: .bool, &diagnostics) else {
      return nil
    }
    let program = Program(checked)
    var evaluation = Evaluation(slots: Facts.slots)
    guard program.truth(&evaluation) == condition.expected else { return nil }
    self.condition = condition
    parse = Stopwatch.nanoseconds(batches: 51, of: 50) {
      _ = Parser.parse(source, &diagnostics)
    }
    compile = Stopwatch.nanoseconds(batches: 51, of: 50) {
      _ = environment.compile(source, expecting: .bool, &diagnostics)
    }
    plan = Stopwatch.nanoseconds(batches: 51, of: 50) { _ = Program(checked) }
    // About as long for the fast ones as for the slow ones.
    let count = condition.name.hasPrefix("exists of 1,000") ? 100 : 10_000
    evaluate = Stopwatch.nanoseconds(batches: 51, of: count) { _ = program.truth(&evaluation) }
    allocations = Stopwatch.allocations(of: count) { _ = program.truth(&evaluation) }
    onTwoThreads = await Self.wallTime(of: program, count: count * 25)
  }

  private static func wallTime(of program: Program, count: Int) async -> Double {
    let start = Stopwatch.time(CLOCK_MONOTONIC)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask {
          var evaluation = Evaluation(slots: Facts.slots)
          for _ in 0..<count { _ = program.truth(&evaluation) }
        }
      }
    }
    return Double(Stopwatch.time(CLOCK_MONOTONIC) - start) / Double(2 * count)
  }

  static let heading =
    "condition            parse us   compile us    plan us   evaluate ns   two threads ns   allocs"

  /// One line of the table.
  var text: String {
    Self.left(condition.name, 19) + Self.right(parse / 1_000, 10)
      + Self.right(compile / 1_000, 13) + Self.right(plan / 1_000, 11) + Self.right(evaluate, 14)
      + Self.right(onTwoThreads, 17) + Self.right(allocations, 9)
  }

  private static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func right(_ number: Double, _ width: Int) -> String {
    let text = "\((number * 10).rounded() / 10)"
    return String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
