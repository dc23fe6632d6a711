/// Values that NDJSON and CSV write alike.
extension RowScanner {
  /// Looks up the text of a value.
  @inline(__always)
  func look(
    up text: Range<Int>, _ cell: ColumnCell, _ member: Int, _ key: Int,
    _ codes: UnsafeMutablePointer<Int32>,
    _ found: inout Found
  ) -> Bool {
    let hash = bytes.hash(text, seed: Int(cell.dictionary))
    let code = texts.code(text, bytes, hash, cell.dictionary)
    if code == 0 {
      found.unseen = Unseen(
        member: member, key: key < 0 ? nil : key, text: text, hash: hash, isKey: false)
      return false
    }
    if cell.column >= 0 { unsafe codes[Int(cell.column)] = code }
    return true
  }

  @inline(__always)
  func bool(at start: Int) -> (value: Bool, end: Int) {
    let word = bytes.word(start)
    if UInt32(truncatingIfNeeded: word) == 0x6575_7274 {
      return (true, bytes[start &+ 4].endsScalar ? start &+ 4 : -1)
    }
    guard word & 0xFF_FFFF_FFFF == 0x65_736C_6166 else { return (false, -1) }
    return (false, bytes[start &+ 5].endsScalar ? start &+ 5 : -1)
  }

  /// A whole number of at most 18 digits without a fraction or an exponent.
  @inline(__always)
  func int(at start: Int) -> (value: Int64, end: Int) {
    let isNegative = bytes[start] == UInt8(ascii: "-")
    let first = isNegative ? start &+ 1 : start
    var place = first
    var value: Int64 = 0
    var digit = bytes[place] &- 0x30
    while digit < 10, place &- first < 18 {
      value = value &* 10 &+ Int64(digit)
      place &+= 1
      digit = bytes[place] &- 0x30
    }
    let count = place &- first
    guard count > 0, bytes[first] != 0x30 || count == 1 && !isNegative, bytes[place].endsScalar
    else { return (0, -1) }
    return (isNegative ? -value : value, place)
  }

  /// A number of at most 15 digits and no exponent, which any double can hold.
  func number(at start: Int) -> Int {
    let first = bytes[start] == UInt8(ascii: "-") ? start &+ 1 : start
    var place = first
    while bytes[place] &- 0x30 < 10 { place &+= 1 }
    guard place > first, bytes[first] != 0x30 || place == first &+ 1 else { return -1 }
    if bytes[place] == UInt8(ascii: ".") {
      let point = place
      place &+= 1
      while bytes[place] &- 0x30 < 10 { place &+= 1 }
      guard place > point &+ 1 else { return -1 }
    }
    return place &- first <= 16 && bytes[place].endsScalar ? place : -1
  }

  @inline(__always)
  func stretch(of value: Int64, _ cell: ColumnCell) -> Int32 {
    Self.stretch(of: value, Int(cell.lower), Int(cell.upper)) { unsafe ints[$0] }
  }

  @inline(__always)
  func stretch(of value: InstantText, _ cell: ColumnCell) -> Int32 {
    Self.stretch(of: value, Int(cell.lower), Int(cell.upper)) { unsafe instants[$0] }
  }

  /// The code of the stretch between ascending bounds in which a value lies: among a few counted without a
  /// branch that hangs on the value, among many found by halving.
  @inline(__always)
  private static func stretch<Bound: Comparable>(
    of value: Bound, _ lower: Int, _ upper: Int, _ bound: (Int) -> Bound
  ) -> Int32 {
    var start = lower
    var count = upper &- lower
    while count > 8 {
      let half = count / 2
      if value < bound(start &+ half &- 1) {
        count = half
      } else {
        start &+= half
        count &-= half
      }
    }
    var code = ColumnCell.firstCode &+ Int32(truncatingIfNeeded: start &- lower)
    for place in start..<start &+ count { code &+= value < bound(place) ? 0 : 1 }
    return code
  }
}

extension UInt8 {
  /// Ends a number or a word, in JSON or in CSV.
  @inline(__always)
  var endsScalar: Bool {
    self == UInt8(ascii: ",") || self == UInt8(ascii: "}") || self <= 0x20 || self == 0x22
  }
}
