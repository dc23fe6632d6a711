/// Reads rows of a block straight into codes: no tree, no allocation.
///
/// It takes less than JSON and CSV allow. What it takes means the same to the reader of single requests:
/// texts that it has not seen before are read by that first. Anything else leaves the row to it whole.
///
/// Places are handed from function to function and kept in registers; -1 says that the row is left to others.
///
/// INVARIANT: all pointers outlive it; `codes` has room for a row; rows end `PaddedBytes.padding` before the
/// block does, and a line feed or that padding ends each scan.
@safe
struct RowScanner {
  let bytes: PaddedBytes
  let texts: TextCodes.Lookup
  let names: PaddedBytes
  let members: UnsafeBufferPointer<ColumnCell>
  let memberNames: UnsafeBufferPointer<ColumnName>
  let keys: UnsafeBufferPointer<ColumnCell>
  let keyNames: UnsafeBufferPointer<ColumnName>
  let ints: UnsafeBufferPointer<Int64>
  let instants: UnsafeBufferPointer<InstantText>
  let joints: UnsafeBufferPointer<JointCell>
  let jointParts: UnsafeBufferPointer<JointPart>
  let jointFields: UnsafeBufferPointer<ColumnName>
  let scratch: JointScratch
  /// Whether bytes beyond ASCII are known to be UTF-8.
  let isUTF8: Bool
  /// The row's id without its quotes; `none` where it has none.
  private(set) var id = RowScanner.none
  static var none: Range<Int> { -1 ..< -1 }
  /// What ended the last row, where it is to be learnt.
  private(set) var unseen: Unseen?

  /// A text that has no code yet, or a key that is not known.
  struct Unseen {
    let member: Int
    /// Among all keys; nil for the member itself.
    let key: Int?
    let text: Range<Int>
    let hash: UInt64
    /// The text is a key without its quotes.
    let isKey: Bool
    /// The number of the joint text that it is; it stands in the scratch.
    var joint: Int?
  }

  init(
    _ bytes: PaddedBytes, _ texts: TextCodes.Lookup, _ names: PaddedBytes,
    members: (UnsafeBufferPointer<ColumnCell>, UnsafeBufferPointer<ColumnName>),
    keys: (UnsafeBufferPointer<ColumnCell>, UnsafeBufferPointer<ColumnName>),
    ints: UnsafeBufferPointer<Int64>, instants: UnsafeBufferPointer<InstantText>,
    joints: UnsafeBufferPointer<JointCell>, jointParts: UnsafeBufferPointer<JointPart>,
    jointFields: UnsafeBufferPointer<ColumnName>, _ scratch: JointScratch, isUTF8: Bool
  ) {
    self.bytes = bytes
    self.texts = texts
    self.names = names
    unsafe self.members = unsafe members.0
    unsafe memberNames = unsafe members.1
    unsafe self.keys = unsafe keys.0
    unsafe keyNames = unsafe keys.1
    unsafe self.ints = unsafe ints
    unsafe self.instants = unsafe instants
    unsafe self.joints = unsafe joints
    unsafe self.jointParts = unsafe jointParts
    unsafe self.jointFields = unsafe jointFields
    self.scratch = scratch
    self.isUTF8 = isUTF8
  }

  /// Reads a row that is a JSON object; false where it is left to others, or something is unseen.
  mutating func readObject(_ row: Range<Int>, _ codes: UnsafeMutablePointer<Int32>) -> Bool {
    id = Self.none
    unseen = nil
    var seen: UInt64 = 0
    var next = 0
    for part in unsafe 0..<jointParts.count { unsafe scratch.ranges[part] = 0..<0 }
    var place = blanks(row.lowerBound)
    guard bytes[place] == UInt8(ascii: "{") else { return false }
    place = blanks(place + 1)
    if bytes[place] != UInt8(ascii: "}") {
      while true {
        let (member, start) = unsafe name(at: place, among: memberNames, from: next)
        guard start >= 0 else { return false }
        next = member + 1
        let bit = UInt64(1) &<< UInt64(member)
        guard seen & bit == 0 else { return false }
        seen |= bit
        let cell = unsafe members[member]
        place =
          cell.kind == .map
          ? unsafe readMap(cell, member, at: start, codes)
          : unsafe readValue(cell, member, -1, at: start, codes)
        guard place >= 0 else { return false }
        place = blanks(place)
        let byte = bytes[place]
        if byte == UInt8(ascii: "}") { break }
        guard byte == UInt8(ascii: ",") else { return false }
        place = blanks(place + 1)
      }
    }
    guard blanks(place + 1) == row.upperBound else { return false }
    return unsafe joints.isEmpty || readJoints(codes)
  }

  /// Notes a joint text that is unseen.
  mutating func noteJoint(_ number: Int, _ hash: UInt64) {
    unseen = Unseen(member: -1, key: nil, text: 0..<0, hash: hash, isKey: false, joint: number)
  }

  @inline(__always)
  private func blanks(_ start: Int) -> Int {
    var place = start
    while bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
    return place
  }

  /// The number of the name that stands at a place, and the place behind its colon; -1 where none of them
  /// does.
  @inline(__always)
  private func name(
    at place: Int, among names: UnsafeBufferPointer<ColumnName>, from first: Int
  ) -> (number: Int, place: Int) {
    guard bytes[place] == 0x22 else { return (0, -1) }
    let start = place + 1
    let word = bytes.word(start)
    var number = first < names.count ? first : 0
    for _ in 0..<names.count {
      let name = unsafe names[number]
      if (word ^ name.first) & name.firstMask == 0 {
        let count = Int(name.count)
        if count <= 8 || bytes.holds(start..<start + count, self.names, at: Int(name.start)) {
          let colon = blanks(start + count)
          guard bytes[colon] == UInt8(ascii: ":") else { return (0, -1) }
          return (number, blanks(colon + 1))
        }
      }
      number = number + 1 == names.count ? 0 : number + 1
    }
    return (0, -1)
  }

  private mutating func readMap(
    _ cell: ColumnCell, _ member: Int, at start: Int, _ codes: UnsafeMutablePointer<Int32>
  ) -> Int {
    if bytes[start] == UInt8(ascii: "n") { return null(cell, at: start) }
    guard bytes[start] == UInt8(ascii: "{") else { return -1 }
    let lower = Int(cell.lower)
    let keys = unsafe UnsafeBufferPointer(rebasing: self.keys[lower..<Int(cell.upper)])
    let names = unsafe UnsafeBufferPointer(rebasing: keyNames[lower..<Int(cell.upper)])
    for key in 0..<keys.count {
      let column = unsafe keys[key].column
      if column >= 0 { unsafe codes[Int(column)] = ColumnCell.absent }
    }
    var seen: UInt64 = 0
    var next = 0
    var count = 0
    var place = blanks(start + 1)
    if bytes[place] == UInt8(ascii: "}") { return place + 1 }
    while true {
      let (key, value) = unsafe name(at: place, among: names, from: next)
      guard value >= 0 else {
        if bytes[place] == 0x22 { noteKey(member, at: place) }
        return -1
      }
      next = key + 1
      count += 1
      let bit = UInt64(1) &<< UInt64(key)
      guard seen & bit == 0, count <= cell.maximum, bytes[value] != UInt8(ascii: "n") else {
        return -1
      }
      seen |= bit
      place = unsafe readValue(keys[key], member, lower + key, at: value, codes)
      guard place >= 0 else { return -1 }
      place = blanks(place)
      let byte = bytes[place]
      if byte == UInt8(ascii: "}") { return place + 1 }
      guard byte == UInt8(ascii: ",") else { return -1 }
      place = blanks(place + 1)
    }
  }

  /// Notes a key that is not known; one with escapes is left alone.
  private mutating func noteKey(_ member: Int, at place: Int) {
    let (end, isASCII) = bytes.stringEnd(place + 1)
    guard bytes[end] == 0x22, isASCII else { return }
    unseen = Unseen(member: member, key: nil, text: place + 1..<end, hash: 0, isKey: true)
  }

  /// `null` for what is not nullable says nothing; for what is, others know better.
  @inline(__always)
  private func null(_ cell: ColumnCell, at place: Int) -> Int {
    guard !cell.isNullable, UInt32(truncatingIfNeeded: bytes.word(place)) == 0x6C6C_756E else {
      return -1
    }
    return place + 4
  }

  /// Reads a value; answers the place behind it.
  @inline(__always)
  private mutating func readValue(
    _ cell: ColumnCell, _ member: Int, _ key: Int, at start: Int,
    _ codes: UnsafeMutablePointer<Int32>
  ) -> Int {
    switch cell.kind {
    case .text:
      guard bytes[start] == 0x22 else { return null(cell, at: start) }
      let (end, isASCII) = bytes.stringEnd(start + 1)
      guard bytes[end] == 0x22, isASCII || isUTF8, end - start - 1 <= cell.maximum else {
        return -1
      }
      if cell.isID { id = start + 1..<end }
      return end + 1
    case .instant:
      if let instant = InstantText(bytes, at: start + 1), bytes[start] == 0x22,
        bytes[start + 21] == 0x22
      {
        if cell.column >= 0 { unsafe codes[Int(cell.column)] = stretch(of: instant, cell) }
        return start + 22
      }
      return null(cell, at: start)
    case .bool:
      let (value, end) = bool(at: start)
      guard end >= 0 else { return null(cell, at: start) }
      if cell.column >= 0 { unsafe codes[Int(cell.column)] = ColumnCell.code(of: value) }
      return end
    case .int:
      let (value, end) = int(at: start)
      guard end >= 0 else { return null(cell, at: start) }
      if cell.column >= 0 { unsafe codes[Int(cell.column)] = stretch(of: value, cell) }
      return end
    case .number:
      let end = number(at: start)
      return end >= 0 ? end : null(cell, at: start)
    case .dictionary:
      let end = valueEnd(start)
      guard end >= 0 else { return -1 }
      if cell.isID, bytes[start] == 0x22 {
        guard bytes.stringEnd(start + 1).end == end - 1 else { return -1 }
        id = start + 1..<end - 1
      }
      return unsafe look(up: start..<end, cell, member, key, codes) ? end : -1
    case .joint:
      let end = valueEnd(start)
      guard end >= 0 else { return -1 }
      if bytes[start] == UInt8(ascii: "n") { return null(cell, at: start) }
      unsafe scratch.ranges[Int(cell.lower)] = start..<end
      return end
    case .map: return -1
    }
  }

  /// Looks up the text of a value.
  @inline(__always)
  private mutating func look(
    up text: Range<Int>, _ cell: ColumnCell, _ member: Int, _ key: Int,
    _ codes: UnsafeMutablePointer<Int32>
  ) -> Bool {
    let hash = bytes.hash(text, seed: Int(cell.dictionary))
    let code = texts.code(text, bytes, hash, cell.dictionary)
    if code == 0 {
      note(text, hash, member, key)
      return false
    }
    if cell.column >= 0 { unsafe codes[Int(cell.column)] = code }
    return true
  }

  @inline(never)
  private mutating func note(_ text: Range<Int>, _ hash: UInt64, _ member: Int, _ key: Int) {
    unseen = Unseen(
      member: member, key: key < 0 ? nil : key, text: text, hash: hash, isKey: false)
  }

  /// The place behind a value whatever it is; that it is one is not looked at.
  @inline(__always)
  private func valueEnd(_ start: Int) -> Int {
    switch bytes[start] {
    case 0x22: return textEnd(start)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      // Most lists of an audience are empty.
      return bytes[start + 1] == UInt8(ascii: "]") ? start + 2 : nestedEnd(start)
    default:
      var place = start
      while !bytes[place].endsScalar { place += 1 }
      return place > start ? place : -1
    }
  }

  @inline(__always)
  private func textEnd(_ start: Int) -> Int {
    var place = start + 1
    while true {
      let (end, _) = bytes.stringEnd(place)
      switch bytes[end] {
      case 0x22: return end + 1
      case 0x5C where bytes[end + 1] >= 0x20: place = end + 2
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
        depth += 1
        place += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        place += 1
        if depth == 0 { return place }
      case 0x22:
        place = textEnd(place)
        guard place >= 0 else { return -1 }
      case 0..<0x20:
        guard bytes[place] == 0x09 else { return -1 }
        place += 1
      default: place += 1
      }
    }
  }

  @inline(__always)
  private func bool(at start: Int) -> (value: Bool, end: Int) {
    let word = bytes.word(start)
    if UInt32(truncatingIfNeeded: word) == 0x6575_7274 {
      return (true, bytes[start + 4].endsScalar ? start + 4 : -1)
    }
    guard word & 0xFF_FFFF_FFFF == 0x65_736C_6166 else { return (false, -1) }
    return (false, bytes[start + 5].endsScalar ? start + 5 : -1)
  }

  /// A whole number of at most 18 digits without a fraction or an exponent.
  @inline(__always)
  private func int(at start: Int) -> (value: Int64, end: Int) {
    let isNegative = bytes[start] == UInt8(ascii: "-")
    let first = isNegative ? start + 1 : start
    var place = first
    var value: Int64 = 0
    var digit = bytes[place] &- 0x30
    while digit < 10, place - first < 18 {
      value = value &* 10 &+ Int64(digit)
      place += 1
      digit = bytes[place] &- 0x30
    }
    let count = place - first
    guard count > 0, bytes[first] != 0x30 || count == 1 && !isNegative, bytes[place].endsScalar
    else { return (0, -1) }
    return (isNegative ? -value : value, place)
  }

  /// A number of at most 15 digits and no exponent, which any double can hold.
  private func number(at start: Int) -> Int {
    let first = bytes[start] == UInt8(ascii: "-") ? start + 1 : start
    var place = first
    while bytes[place] &- 0x30 < 10 { place += 1 }
    guard place > first, bytes[first] != 0x30 || place == first + 1 else { return -1 }
    if bytes[place] == UInt8(ascii: ".") {
      let point = place
      place += 1
      while bytes[place] &- 0x30 < 10 { place += 1 }
      guard place > point + 1 else { return -1 }
    }
    return place - first <= 16 && bytes[place].endsScalar ? place : -1
  }

  @inline(__always)
  private func stretch(of value: Int64, _ cell: ColumnCell) -> Int32 {
    var code = ColumnCell.firstCode
    for bound in Int(cell.lower)..<Int(cell.upper) where unsafe ints[bound] <= value { code += 1 }
    return code
  }

  @inline(__always)
  private func stretch(of value: InstantText, _ cell: ColumnCell) -> Int32 {
    var code = ColumnCell.firstCode
    for bound in Int(cell.lower)..<Int(cell.upper) where unsafe !(value < instants[bound]) {
      code += 1
    }
    return code
  }
}

extension UInt8 {
  /// Ends a number or a word, in JSON or in CSV.
  @inline(__always)
  fileprivate var endsScalar: Bool {
    self == UInt8(ascii: ",") || self == UInt8(ascii: "}") || self <= 0x20 || self == 0x22
  }
}

/// Rows of CSV.
extension RowScanner {
  /// What one cell of a row is for.
  struct CSVCell: BitwiseCopyable {
    /// Among the members.
    let member: Int32
    /// Among all keys; -1 for the member itself.
    let key: Int32
    /// The cell where the text begins that it ends.
    let first: Int32
    /// Part of a text that ends later, or not read at all.
    let isPassedOver: Bool
  }

  /// Reads a row of so many cells; false where it is left to others, or something is unseen.
  ///
  /// `starts` is scratch for the places where the cells start.
  mutating func readCells(
    _ row: Range<Int>, _ cells: UnsafeBufferPointer<CSVCell>,
    _ starts: UnsafeMutableBufferPointer<Int>, _ codes: UnsafeMutablePointer<Int32>
  ) -> Bool {
    id = Self.none
    unseen = nil
    var place = row.lowerBound
    for number in 0..<cells.count {
      let cell = unsafe cells[number]
      let start = place
      unsafe starts[number] = start
      var contents: Range<Int>
      if bytes[start] == 0x22 {
        let (end, _) = bytes.stringEnd(start + 1)
        // A quote or backslash within is for others.
        guard bytes[end] == 0x22, bytes[end + 1] != 0x22 else { return false }
        contents = start + 1..<end
        place = end + 1
      } else {
        place = bytes.cellEnd(start)
        contents = start..<place
      }
      if number + 1 < cells.count {
        guard bytes[place] == UInt8(ascii: ","), place < row.upperBound else { return false }
      } else {
        guard place == row.upperBound else { return false }
      }
      let end = place
      place += 1
      if cell.isPassedOver { continue }
      let whole = unsafe starts[Int(cell.first)]..<end
      guard unsafe readCell(cell, contents, whole, codes) else { return false }
    }
    return true
  }

  @inline(__always)
  private mutating func readCell(
    _ cell: CSVCell, _ contents: Range<Int>, _ whole: Range<Int>,
    _ codes: UnsafeMutablePointer<Int32>
  ) -> Bool {
    let key = Int(cell.key)
    let spec = unsafe key >= 0 ? keys[key] : members[Int(cell.member)]
    if contents.isEmpty, spec.kind != .dictionary {
      // An empty cell between quotes is for others.
      return spec.kind == .text || whole.isEmpty
    }
    switch spec.kind {
    case .text:
      guard contents.count <= spec.maximum else { return false }
      if spec.isID {
        guard bytes.isPlain(contents) else { return false }
        id = contents
      }
      return true
    case .instant:
      guard contents.count == 20, let instant = InstantText(bytes, at: contents.lowerBound) else {
        return false
      }
      if spec.column >= 0 { unsafe codes[Int(spec.column)] = stretch(of: instant, spec) }
      return true
    case .bool:
      let (value, end) = bool(at: contents.lowerBound)
      guard end == contents.upperBound else { return false }
      if spec.column >= 0 { unsafe codes[Int(spec.column)] = ColumnCell.code(of: value) }
      return true
    case .number: return number(at: contents.lowerBound) == contents.upperBound
    case .int:
      let (value, end) = int(at: contents.lowerBound)
      guard end == contents.upperBound else { return false }
      if spec.column >= 0 { unsafe codes[Int(spec.column)] = stretch(of: value, spec) }
      return true
    case .dictionary:
      if spec.isID, !contents.isEmpty {
        guard bytes.isPlain(contents) else { return false }
        id = contents
      }
      return unsafe look(up: whole, spec, Int(cell.member), key, codes)
    case .map, .joint: return false
    }
  }
}

extension PaddedBytes {
  /// Whether a range needs no escapes in JSON.
  @inline(__always)
  fileprivate func isPlain(_ range: Range<Int>) -> Bool {
    stringEnd(range.lowerBound).end >= range.upperBound
  }
}
