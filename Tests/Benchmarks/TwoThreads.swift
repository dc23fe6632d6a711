import Glibc
import PolicyEngine
import Synchronization

/// Whether two threads on one library hinder each other.
///
/// What one would do in the time is measured by CPU time, so that other programs on the machine
/// change little: two threads that share no cache line that either writes are twice as fast as one.
enum TwoThreads {
  /// Decisions a second of CPU time of two threads together, against one thread's.
  static func ratio(_ gate: Gate, _ facts: [PreparedFacts]) -> Double {
    var ratios: [Int64] = []
    for _ in 0..<5 {
      let alone = nanoseconds(threads: 1, gate, facts)
      let together = nanoseconds(threads: 2, gate, facts)
      ratios.append(Int64(2_000.0 * Double(alone) / Double(together)))
    }
    return Double(Samples(ratios).median) / 1_000
  }

  /// CPU time that each of some threads takes for all requests, the same work a thread.
  private static func nanoseconds(
    threads count: Int, _ gate: Gate, _ facts: [PreparedFacts]
  ) -> Int64 {
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
    return job.total.load(ordering: .relaxed) / Int64(count)
  }

  private final class Job: Sendable {
    let gate: Gate
    let facts: [PreparedFacts]
    let threads: Int
    let waiting: Atomic<Int>
    let total = Atomic<Int64>(0)

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
      let began = Stopwatch.cpu()
      for _ in 0..<10 {
        for facts in facts { gate.judge(facts, into: &judgement) }
      }
      total.add(Stopwatch.cpu() - began, ordering: .relaxed)
    }
  }
}
