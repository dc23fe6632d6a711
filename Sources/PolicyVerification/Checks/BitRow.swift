/// Bits by number in words of 64; bits beyond the last word are not set.
extension [UInt64] {
  func has(_ place: Int) -> Bool {
    place / 64 < count && self[place / 64] >> UInt64(place % 64) & 1 != 0
  }

  mutating func set(_ place: Int) {
    while count <= place / 64 { append(0) }
    self[place / 64] |= 1 << UInt64(place % 64)
  }
}
