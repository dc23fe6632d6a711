import Glibc

/// How long random tests run.
enum FuzzLength {
  /// As many cases as usual, or so many times that as `SCRUPLE_FUZZ` says.
  static func cases(usual: Int) -> Int {
    guard let text = unsafe getenv("SCRUPLE_FUZZ"), let times = unsafe Int(String(cString: text))
    else { return usual }
    return usual * max(1, times)
  }
}
