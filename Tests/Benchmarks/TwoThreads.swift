import Glibc
import PolicyEngine
import Synchronization

/// Whether two threads on one library hinder each other: by CPU time, which other programs on the
/// machine change little, and on the clock.
enum TwoThreads {
  /// The rate of two threads together, against one thread's.
  static func ratios(_ gate: Gate, _ facts: [PreparedFacts]) -> (cpu: Double, clock: Double) {
    var cpu: [Int64] = []
    var clock: [Int64] = []
    for _ in 0..<9 {
      let alone = time(threads: 1, gate, facts)
      let together = time(threads: 2, gate, facts)
      cpu.append(Int64(2_000.0 * Double(alone.cpu) / Double(together.cpu)))
      clock.append(Int64(2_000.0 * Double(alone.clock) / Double(together.clock)))
    }
    return (Double(Samples(cpu).median) / 1_000, Double(Samples(clock).median) / 1_000)
  }

  /// What each of some threads takes for all requests, the same work a thread: nanoseconds.
  private static func time(
    threads count: Int, _ gate: Gate, _ facts: [PreparedFacts]
  ) -> (cpu: Int64, clock: Int64) {
    let job = Job(gate: gate, facts: facts, threads: count)
    var threads: [pthread_t] = []
    for _ in 0..<count {
      var thread = pthread_t()
      let made = unsafe pthread_create(
        &thread, nil,
        { argument in
          guard let argument = unsafe argument else { return nil }
          unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, Unmanaged.passRetained(job).toOpaque())
      precondition(made == 0, "no thread")
      threads.append(thread)
    }
    for thread in threads { pthread_join(thread, nil) }
    return (
      job.cpu.load(ordering: .relaxed) / Int64(count),
      job.clock.load(ordering: .relaxed) / Int64(count)
    )
  }

  private final class Job: Sendable {
    let gate: Gate
    let facts: [PreparedFacts]
    let threads: Int
    let waiting: Atomic<Int>
    let cpu = Atomic<Int64>(0)
    let clock = Atomic<Int64>(0)

    init(gate: Gate, facts: [PreparedFacts], threads: Int) {
      self.gate = gate
      self.facts = facts
      self.threads = threads
      waiting = Atomic(threads)
    }

    func run() {
      var judgement = Judgement()
      let number = waiting.subtract(1, ordering: .sequentiallyConsistent).newValue
      // Each begins elsewhere: what the threads share is the library, no request.
      let start = facts.count / threads * number
      let facts = Array(facts[start...] + facts[..<start])
      while waiting.load(ordering: .sequentiallyConsistent) > 0 { sched_yield() }
      let began = (cpu: Stopwatch.cpu(), clock: Stopwatch.clock())
      for _ in 0..<10 {
        for facts in facts { gate.judge(facts, into: &judgement) }
      }
      cpu.add(Stopwatch.cpu() - began.cpu, ordering: .relaxed)
      clock.add(Stopwatch.clock() - began.clock, ordering: .relaxed)
    }
  }
}
