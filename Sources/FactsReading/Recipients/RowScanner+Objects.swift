/// Rows of NDJSON.
extension RowScanner {
  /// Reads the JSON object at a place; answers the place behind it, or -1 where it is left to others, or
  /// something is unseen.
  func readObject(
    at start: Int, _ codes: UnsafeMutablePointer<Int32>, _ found: inout Found
  ) -> Int {
    for part in unsafe 0..<jointParts.count { unsafe scratch.ranges[part] = 0..<0 }
    var seen: UInt64 = 0
    var last = 0
    var place = blanks(start)
    guard bytes[place] == UInt8(ascii: "{") else { return -1 }
    place = blanks(place &+ 1)
    if bytes[place] != UInt8(ascii: "}") {
      while true {
        let expected = unsafe Int(order[last])
        let (member, start) = names.name(at: place, bytes, expected: expected)
        guard start >= 0 else { return -1 }
        if member != expected { unsafe order[last] = UInt8(truncatingIfNeeded: member) }
        last = member &+ 1
        let bit = UInt64(1) &<< UInt64(member)
        guard seen & bit == 0 else { return -1 }
        seen |= bit
        let cell = unsafe members[member]
        switch cell.kind {
        case .int, .bool, .instant: place = unsafe readScalar(cell, at: start, codes)
        case .map: place = unsafe readMap(cell, member, at: start, codes, &found)
        case .text, .number, .dictionary, .joint:
          place = unsafe readValue(cell, member, -1, at: start, codes, &found)
        }
        guard place >= 0 else { return -1 }
        place = blanks(place)
        let byte = bytes[place]
        if byte == UInt8(ascii: "}") { break }
        guard byte == UInt8(ascii: ",") else { return -1 }
        place = blanks(place &+ 1)
      }
    }
    if unsafe !joints.isEmpty, unsafe !readJoints(codes, &found) { return -1 }
    return blanks(place &+ 1)
  }

  private func readMap(
    _ cell: ColumnCell, _ member: Int, at start: Int, _ codes: UnsafeMutablePointer<Int32>,
    _ found: inout Found
  ) -> Int {
    if bytes[start] == UInt8(ascii: "n") { return null(cell, at: start) }
    guard bytes[start] == UInt8(ascii: "{") else { return -1 }
    let lower = Int(cell.lower)
    for key in lower..<Int(cell.upper) {
      let column = unsafe keys[key].column
      if column >= 0 { unsafe codes[Int(column)] = ColumnCell.absent }
    }
    var seen: UInt64 = 0
    var count = 0
    var place = blanks(start &+ 1)
    if bytes[place] == UInt8(ascii: "}") { return place &+ 1 }
    while true {
      let (key, value) = names.name(at: place, bytes, ofMember: member)
      guard value >= 0 else {
        if bytes[place] == 0x22 { noteKey(member, at: place, &found) }
        return -1
      }
      count &+= 1
      let bit = UInt64(1) &<< UInt64(key)
      guard seen & bit == 0, count <= cell.maximum, bytes[value] != UInt8(ascii: "n") else {
        return -1
      }
      seen |= bit
      let cell = unsafe keys[lower &+ key]
      switch cell.kind {
      case .int, .bool, .instant: place = unsafe readScalar(cell, at: value, codes)
      case .text, .number, .dictionary, .map, .joint:
        place = unsafe readValue(cell, member, lower &+ key, at: value, codes, &found)
      }
      guard place >= 0 else { return -1 }
      place = blanks(place)
      let byte = bytes[place]
      if byte == UInt8(ascii: "}") { return place &+ 1 }
      guard byte == UInt8(ascii: ",") else { return -1 }
      place = blanks(place &+ 1)
    }
  }

  /// Notes a key that is not known; one with escapes is left alone.
  private func noteKey(_ member: Int, at place: Int, _ found: inout Found) {
    let (end, isASCII) = bytes.stringEnd(place &+ 1)
    guard bytes[end] == 0x22, isASCII else { return }
    found.unseen = Unseen(member: member, key: nil, text: place &+ 1..<end, hash: 0, isKey: true)
  }

  /// `null` for what is not nullable says nothing; for what is, others know better.
  @inline(__always)
  private func null(_ cell: ColumnCell, at place: Int) -> Int {
    guard !cell.isNullable, UInt32(truncatingIfNeeded: bytes.word(place)) == 0x6C6C_756E else {
      return -1
    }
    return place &+ 4
  }

  /// Reads a value that takes no look-up; answers the place behind it.
  @inline(always)
  private func readScalar(
    _ cell: ColumnCell, at start: Int, _ codes: UnsafeMutablePointer<Int32>
  ) -> Int {
    let code: Int32
    let behind: Int
    switch cell.kind {
    case .instant:
      guard bytes[start] == 0x22, bytes[start &+ 21] == 0x22,
        let instant = InstantText(bytes, at: start &+ 1)
      else { return null(cell, at: start) }
      behind = start &+ 22
      if cell.column < 0 { return behind }
      code = stretch(of: instant, cell)
    case .bool:
      let (value, end) = bool(at: start)
      guard end >= 0 else { return null(cell, at: start) }
      behind = end
      code = ColumnCell.code(of: value)
    case .int:
      let (value, end) = int(at: start)
      guard end >= 0 else { return null(cell, at: start) }
      behind = end
      code = stretch(of: value, cell)
    case .text, .dictionary, .number, .map, .joint: return -1
    }
    if cell.column >= 0 { unsafe codes[Int(cell.column)] = code }
    return behind
  }

  /// Reads any other value; answers the place behind it.
  private func readValue(
    _ cell: ColumnCell, _ member: Int, _ key: Int, at start: Int,
    _ codes: UnsafeMutablePointer<Int32>, _ found: inout Found
  ) -> Int {
    switch cell.kind {
    case .text:
      guard bytes[start] == 0x22 else { return null(cell, at: start) }
      let (end, isASCII) = bytes.stringEnd(start &+ 1)
      guard bytes[end] == 0x22, isASCII || isUTF8, end &- start &- 1 <= cell.maximum else {
        return -1
      }
      if cell.isID { found.id = start &+ 1..<end }
      return end &+ 1
    case .number:
      let end = number(at: start)
      return end >= 0 ? end : null(cell, at: start)
    case .dictionary:
      let end = valueEnd(start)
      guard end >= 0 else { return -1 }
      if cell.isID, bytes[start] == 0x22 {
        guard bytes.stringEnd(start &+ 1).end == end &- 1 else { return -1 }
        found.id = start &+ 1..<end &- 1
      }
      return unsafe look(up: start..<end, cell, member, key, codes, &found) ? end : -1
    case .joint:
      let end = valueEnd(start)
      guard end >= 0 else { return -1 }
      if bytes[start] == UInt8(ascii: "n") { return null(cell, at: start) }
      unsafe scratch.ranges[Int(cell.lower)] = start..<end
      return end
    case .map, .int, .bool, .instant: return -1
    }
  }

  /// The place behind a value whatever it is; that it is one is not looked at.
  @inline(__always)
  func valueEnd(_ start: Int) -> Int {
    switch bytes[start] {
    case 0x22: return textEnd(start)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      // Most lists of an audience are empty.
      return bytes[start &+ 1] == UInt8(ascii: "]") ? start &+ 2 : nestedEnd(start)
    default:
      var place = start
      while !bytes[place].endsScalar { place &+= 1 }
      return place > start ? place : -1
    }
  }

  @inline(__always)
  private func textEnd(_ start: Int) -> Int {
    var place = start &+ 1
    while true {
      let (end, _) = bytes.stringEnd(place)
      switch bytes[end] {
      case 0x22: return end &+ 1
      case 0x5C where bytes[end &+ 1] >= 0x20: place = end &+ 2
      default: return -1
      }
    }
  }

  private func nestedEnd(_ start: Int) -> Int {
    var depth = 0
    var place = start
    while true {
      switch bytes[place] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth &+= 1
        place &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth &-= 1
        place &+= 1
        if depth == 0 { return place }
      case 0x22:
        place = textEnd(place)
        guard place >= 0 else { return -1 }
      case 0..<0x20:
        guard bytes[place] == 0x09 else { return -1 }
        place &+= 1
      default: place &+= 1
      }
    }
  }
}
