/// How much of maps by terms, and of lists of terms, an encoder takes in.
enum MapEncoding {
  /// Every key.
  case whole
  /// `all` and `exists` over maps stand as symbols: more is possible than in truth, so what is
  /// impossible is proved to be; quick, and enough where two sides ask the same of a map.
  case asSymbols
  /// Only these keys and elements can be there, by the world's set: less is possible than in truth, so nothing is
  /// proved, but examples are found in a hundredth of the time (Jackson 2006: the small scope
  /// hypothesis).
  case someKeys([Int: Set<UInt32>])

  /// Whether a key of a set can be there.
  func has(_ key: UInt32, of set: Int) -> Bool {
    switch self {
    case .whole, .asSymbols: true
    case .someKeys(let keys): keys[set]?.contains(key) ?? false
    }
  }
}
