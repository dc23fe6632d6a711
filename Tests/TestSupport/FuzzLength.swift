import Glibc

/// How long random tests run.
package enum FuzzLength {
  /// As many as usual, or as many times that as `SCRUPLE_FUZZ` says.
  package static func libraries(usual: Int) -> Int {
    guard let text = unsafe getenv("SCRUPLE_FUZZ"), let times = unsafe Int(String(cString: text))
    else { return usual }
    return usual * max(1, times)
  }
}
