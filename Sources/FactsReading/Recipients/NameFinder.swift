/// A name as it stands behind its first quote, with the quote and the colon behind it.
struct ColumnName: BitwiseCopyable {
  /// Where it stands among all names, and how long it is.
  let start: Int32
  let count: Int32
  /// Its first 8 bytes and the next 8, and which of their bits matter.
  let first: UInt64
  let firstMask: UInt64
  let second: UInt64
  let secondMask: UInt64
}

/// The names of members and keys, one behind another, with padding behind the last.
struct ColumnNames: Sendable {
  private(set) var bytes: [UInt8] = Array(repeating: 0, count: PaddedBytes.padding)
  private var used = 0

  /// `ending`: what must stand behind it.
  mutating func add(_ name: String, ending: String = "\":") -> ColumnName {
    let text = Array(name.utf8) + Array(ending.utf8)
    let start = used
    bytes.replaceSubrange(used..<used, with: text)
    used += text.count
    let (first, firstMask) = Self.word(text.prefix(8))
    let (second, secondMask) = Self.word(text.dropFirst(8).prefix(8))
    return ColumnName(
      start: Int32(start), count: Int32(text.count), first: first, firstMask: firstMask,
      second: second, secondMask: secondMask)
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> (word: UInt64, mask: UInt64) {
    var (word, mask): (UInt64, UInt64) = (0, 0)
    for byte in bytes.reversed() {
      word = word << 8 | UInt64(byte)
      mask = mask << 8 | 0xFF
    }
    return (word, mask)
  }
}

/// Where the names of one object stand: the recipient's members, or the keys of a map.
///
///     names    lower..<upper among all names
///     places   128 bytes from a start on: by the product of a name's first 8 bytes, its number; 255 where none is
///
/// The factor is chosen such that no two names meet. Where all do (their first 8 bytes are the same), one is found
/// by its place, and the others by a walk over all.
struct NameScope: BitwiseCopyable {
  let lower: Int32
  let upper: Int32
  let places: Int32
  let factor: UInt64

  static let placeCount = 128

  /// Takes the names of an object; its places are added to those of others.
  init(_ names: ArraySlice<ColumnName>, _ places: inout [UInt8]) {
    var best: (factor: UInt64, places: [UInt8], missing: Int)?
    var factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<64 where best?.missing != 0 {
      var own = [UInt8](repeating: .max, count: Self.placeCount)
      var missing = 0
      for (number, name) in names.enumerated() {
        let place = Self.place(of: name.first, factor)
        if own[place] == .max { own[place] = UInt8(number) } else { missing += 1 }
      }
      if missing < best?.missing ?? .max { best = (factor, own, missing) }
      factor = factor &* 0xD134_2543_DE82_EF95 | 1
    }
    lower = Int32(names.startIndex)
    upper = Int32(names.endIndex)
    self.places = Int32(places.count)
    self.factor = best?.factor ?? factor
    places += best?.places ?? [UInt8](repeating: .max, count: Self.placeCount)
  }

  /// The place of a name by its first 8 bytes, of which those behind its quote are not looked at.
  @inline(__always)
  static func place(of word: UInt64, _ factor: UInt64) -> Int {
    let quote = word.bytes(equalTo: 0x22)
    let name = word & (quote ^ (quote &- 1))
    return Int(truncatingIfNeeded: (name &* factor) >> 57)
  }
}

/// Finds which name stands at a place of a block.
///
/// Rows of one file mostly have their members in one order, so the one that stood there in the last row is looked at
/// first; keys of maps come and go, and are found without a branch that hangs on which it is.
///
/// INVARIANT: all pointers outlive it; scope 0 is that of the members, scope `1 + n` that of member n's keys;
/// there is a name, whatever is expected.
@safe
struct NameFinder {
  let texts: PaddedBytes
  let names: UnsafeBufferPointer<ColumnName>
  let scopes: UnsafeBufferPointer<NameScope>
  let places: UnsafeBufferPointer<UInt8>

  /// The number of the member whose name stands at a place, and the place behind its colon; -1 where none does.
  @inline(__always)
  func name(
    at place: Int, _ bytes: PaddedBytes, expected: Int
  ) -> (number: Int, place: Int) {
    if bytes[place] == 0x22 {
      let name = unsafe names[expected]
      if holds(name, bytes, at: place &+ 1) { return (expected, behind(name, bytes, place)) }
    }
    return unsafe looked(up: scopes[0], bytes, place)
  }

  /// The same of the keys of a member.
  @inline(__always)
  func name(
    at place: Int, _ bytes: PaddedBytes, ofMember member: Int
  ) -> (number: Int, place: Int) {
    unsafe found(in: scopes[1 &+ member], bytes, place)
  }

  @inline(never)
  private func looked(
    up scope: NameScope, _ bytes: PaddedBytes, _ place: Int
  ) -> (number: Int, place: Int) {
    found(in: scope, bytes, place)
  }

  @inline(__always)
  private func found(
    in scope: NameScope, _ bytes: PaddedBytes, _ place: Int
  ) -> (number: Int, place: Int) {
    if bytes[place] == 0x22 {
      let number = number(in: scope, bytes, place &+ 1)
      if number < 255 {
        let name = unsafe names[Int(scope.lower) &+ number]
        if holds(name, bytes, at: place &+ 1) { return (number, behind(name, bytes, place)) }
      }
    }
    return walked(over: scope, bytes, place)
  }

  @inline(__always)
  private func number(in scope: NameScope, _ bytes: PaddedBytes, _ start: Int) -> Int {
    let place = NameScope.place(of: bytes.word(start), scope.factor)
    return unsafe Int(places[Int(scope.places) &+ place])
  }

  /// Looks at every name, and lets blanks stand before the colon.
  @inline(never)
  private func walked(
    over scope: NameScope, _ bytes: PaddedBytes, _ place: Int
  ) -> (number: Int, place: Int) {
    guard bytes[place] == 0x22 else { return (0, -1) }
    let start = place &+ 1
    let end = bytes.stringEnd(start).end
    guard bytes[end] == 0x22 else { return (0, -1) }
    for number in Int(scope.lower)..<Int(scope.upper) {
      let name = unsafe names[number]
      guard Int(name.count) == end &- start &+ 2,
        bytes.holds(start..<end, texts, at: Int(name.start))
      else { continue }
      var colon = end &+ 1
      while bytes[colon].isBlank { colon &+= 1 }
      guard bytes[colon] == UInt8(ascii: ":") else { return (0, -1) }
      return (number &- Int(scope.lower), value(bytes, colon &+ 1))
    }
    return (0, -1)
  }

  /// Whether a name, with its quote and colon, stands at a place.
  @inline(__always)
  func holds(_ name: ColumnName, _ bytes: PaddedBytes, at start: Int) -> Bool {
    let differs =
      (bytes.word(start) ^ name.first) & name.firstMask
      | (bytes.word(start &+ 8) ^ name.second) & name.secondMask
    guard differs == 0 else { return false }
    let count = Int(name.count)
    return count <= 16 || bytes.holds(start..<start &+ count, texts, at: Int(name.start))
  }

  /// Where the value of a name begins that stands behind a quote.
  @inline(__always)
  private func behind(_ name: ColumnName, _ bytes: PaddedBytes, _ quote: Int) -> Int {
    value(bytes, quote &+ 1 &+ Int(name.count))
  }

  @inline(__always)
  private func value(_ bytes: PaddedBytes, _ start: Int) -> Int {
    var place = start
    while bytes[place].isBlank { place &+= 1 }
    return place
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}
