import Glibc

/// How long random tests run.
package enum FuzzLength {
  /// As many as usual, or as many times that as `SCRUPLE_FUZZ` says.
  package static func libraries(usual: Int) -> Int { usual * max(1, times ?? 1) }

  /// As many rows of an audience as usual, or a thousand in a longer run.
  ///
  /// A library costs as much as thousands of rows, and some codes are learnt only by many.
  package static func rows(usual: Int) -> Int { times == nil ? usual : 1_000 }

  private static var times: Int? {
    unsafe getenv("SCRUPLE_FUZZ").flatMap { unsafe Int(String(cString: $0)) }
  }
}
