import CEL
import Diagnostics
import Glibc
import Synchronization

/// One condition's figures: medians in nanoseconds, of CPU time but for the last one.
struct Measurement {
  let condition: Condition
  let parse: Double
  /// Parsing and checking.
  let compile: Double
  let plan: Double
  let evaluate: Double
  /// One evaluation's CPU time while another thread evaluates the same program: what the threads
  /// wait for each other shows here, what else the machine does hardly.
  let besideAnother: Double
  /// The wall clock's time for an evaluation where two threads share the work.
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
    let pairs = await Self.pairs(of: program, rounds: 15, count: count * 3)
    besideAnother = Stopwatch.median(pairs.map(\.cpu))
    onTwoThreads = Stopwatch.median(pairs.map(\.wall))
  }

  /// Two threads that evaluate one program at once, several times over.
  private static func pairs(
    of program: Program, rounds: Int, count: Int
  ) async -> [(cpu: Double, wall: Double)] {
    var pairs: [(cpu: Double, wall: Double)] = []
    for _ in 0..<rounds {
      let start = Stopwatch.time(CLOCK_MONOTONIC)
      let cpu = await withTaskGroup(of: Int64.self) { group in
        let arrivals = Arrivals()
        for _ in 0..<2 {
          group.addTask {
            var evaluation = Evaluation(slots: Facts.slots)
            arrivals.wait(for: 2)
            let start = Stopwatch.time(CLOCK_THREAD_CPUTIME_ID)
            for _ in 0..<count { _ = program.truth(&evaluation) }
            return Stopwatch.time(CLOCK_THREAD_CPUTIME_ID) - start
          }
        }
        return await group.reduce(0, +)
      }
      let wall = Stopwatch.time(CLOCK_MONOTONIC) - start
      pairs.append((Double(cpu) / Double(2 * count), Double(wall) / Double(2 * count)))
    }
    return pairs
  }

  static let heading =
    """
    ten conditions: CPU time of one thread; "beside" while a second thread evaluates the same program;
    "shared" the wall clock's time an evaluation where two threads share the work
    condition            parse us   compile us    plan us   evaluate ns   beside ns   shared ns   allocs
    """

  /// One line of the table.
  var text: String {
    Self.left(condition.name, 19) + Self.right(parse / 1_000, 10)
      + Self.right(compile / 1_000, 13) + Self.right(plan / 1_000, 11) + Self.right(evaluate, 14)
      + Self.right(besideAnother, 12) + Self.right(onTwoThreads, 12) + Self.right(allocations, 9)
  }

  private static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func right(_ number: Double, _ width: Int) -> String {
    let text = "\((number * 10).rounded() / 10)"
    return String(repeating: " ", count: max(1, width - text.count)) + text
  }
}

/// A place where threads wait for each other, so that they start at once.
private final class Arrivals: Sendable {
  private let count = Atomic(0)

  func wait(for number: Int) {
    count.add(1, ordering: .acquiringAndReleasing)
    while count.load(ordering: .acquiring) < number { sched_yield() }
  }
}
