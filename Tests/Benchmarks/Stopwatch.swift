import AllocationCount
import Glibc

/// Thread CPU time and allocation counts.
enum Stopwatch {
  /// Nanoseconds of CPU time that this thread has used.
  static func cpu() -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
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
