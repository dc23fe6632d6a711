import AllocationCount
import Glibc

/// Thread CPU time and allocation counts.
enum Stopwatch {
  /// Nanoseconds of CPU time that this thread has used.
  static func cpu() -> Int64 { now(CLOCK_THREAD_CPUTIME_ID) }

  /// Nanoseconds of CPU time that all threads have used.
  static func processCPU() -> Int64 { now(CLOCK_PROCESS_CPUTIME_ID) }

  /// Nanoseconds on the clock.
  static func clock() -> Int64 { now(CLOCK_MONOTONIC) }

  private static func now(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Without what it costs to ask the clock.
  static func nanoseconds(_ body: () -> Void) -> Int64 {
    let start = cpu()
    body()
    return max(0, cpu() - start - clockCost)
  }

  /// The median of asking the clock twice.
  private static let clockCost = Samples(
    (0..<10_001).map { _ in
      let start = cpu()
      return cpu() - start
    }
  ).median

  /// How many heap blocks were asked for since the process began.
  static var allocationCount: Int64 { allocation_count() }

  static func allocations(_ body: () -> Void) -> Int64 {
    let start = allocation_count()
    body()
    return allocation_count() - start
  }

  /// The most memory that the process has had, in MB.
  static func peakMegabytes() -> Int {
    var usage = rusage()
    _ = unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}

/// Sorted samples.
struct Samples {
  private let sorted: [Int64]

  init(_ samples: [Int64]) { sorted = samples.sorted() }

  func quantile(_ share: Double) -> Int64 {
    sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  var median: Int64 { quantile(0.5) }
}
