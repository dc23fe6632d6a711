import AllocationCount
import Glibc

/// CPU time of this thread, time of the wall clock, and allocations.
enum Stopwatch {
  /// The median CPU time of one of many calls, in nanoseconds, from batches of several.
  static func nanoseconds(batches: Int, of count: Int, _ body: () -> Void) -> Double {
    body()
    let samples = (0..<batches).map { _ in
      let start = time(CLOCK_THREAD_CPUTIME_ID)
      for _ in 0..<count { body() }
      return time(CLOCK_THREAD_CPUTIME_ID) - start
    }
    return median(samples.map(Double.init)) / Double(count)
  }

  /// The middle one, or the upper one of the two in the middle.
  static func median(_ samples: [Double]) -> Double { samples.sorted()[samples.count / 2] }

  /// Nanoseconds of a clock.
  static func time(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// How many blocks one of many calls asks for, in the mean.
  static func allocations(of count: Int, _ body: () -> Void) -> Double {
    body()
    let start = allocation_count()
    for _ in 0..<count { body() }
    return Double(allocation_count() - start) / Double(count)
  }
}
