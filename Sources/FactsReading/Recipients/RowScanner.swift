/// Reads rows of a block straight into codes: no tree, no allocation.
///
/// It takes less than JSON and CSV allow. What it takes means the same to the reader of single requests:
/// texts that it has not seen before are read by that first. Anything else leaves the row to it whole.
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
  /// Whether bytes beyond ASCII are known to be UTF-8.
  let isUTF8: Bool
  /// The row's id without its quotes; `none` where it has none.
  private(set) var id = RowScanner.none
  static var none: Range<Int> { -1 ..< -1 }
  /// What ended the last row, where it is to be learnt.
  private(set) var unseen: Unseen?
  /// The member that the next row is expected to name first, and so on.
  private var expected = 0
  private var position = 0

  /// A text that has no code yet, or a key that is not known.
  struct Unseen {
    let member: Int
    /// Among all keys; nil for the member itself.
    let key: Int?
    let text: Range<Int>
    let hash: UInt64
    /// The text is a key without its quotes.
    let isKey: Bool
  }

  init(
    _ bytes: PaddedBytes, _ texts: TextCodes.Lookup, _ names: PaddedBytes,
    members: (UnsafeBufferPointer<ColumnCell>, UnsafeBufferPointer<ColumnName>),
    keys: (UnsafeBufferPointer<ColumnCell>, UnsafeBufferPointer<ColumnName>),
    ints: UnsafeBufferPointer<Int64>, instants: UnsafeBufferPointer<InstantText>, isUTF8: Bool
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
    self.isUTF8 = isUTF8
  }

  /// Reads a row that is a JSON object; false where it is left to others, or something is unseen.
  mutating func readObject(_ row: Range<Int>, _ codes: UnsafeMutablePointer<Int32>) -> Bool {
    id = Self.none
    unseen = nil
    position = row.lowerBound
    var seen: UInt64 = 0
    var next = 0
    skipBlanks()
    guard bytes[position] == UInt8(ascii: "{") else { return false }
    position += 1
    skipBlanks()
    if bytes[position] != UInt8(ascii: "}") {
      while true {
        guard let member = unsafe name(memberNames, from: next) else { return false }
        next = member + 1
        let bit = UInt64(1) << UInt64(member)
        guard seen & bit == 0 else { return false }
        seen |= bit
        let cell = unsafe members[member]
        let isRead =
          cell.kind == .map
          ? unsafe readMap(cell, member, codes) : unsafe readValue(cell, member, nil, codes)
        guard isRead else { return false }
        skipBlanks()
        let byte = bytes[position]
        if byte == UInt8(ascii: "}") { break }
        guard byte == UInt8(ascii: ",") else { return false }
        position += 1
        skipBlanks()
      }
    }
    position += 1
    skipBlanks()
    return position == row.upperBound
  }

  @inline(__always)
  private mutating func skipBlanks() {
    while bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
  }

  /// The number of the name that stands here, and steps behind its colon; nil where none of them does.
  @inline(__always)
  private mutating func name(
    _ names: UnsafeBufferPointer<ColumnName>, from first: Int
  ) -> Int? {
    guard bytes[position] == 0x22 else { return nil }
    let start = position + 1
    let word = bytes.word(start)
    var place = first < names.count ? first : 0
    for _ in 0..<names.count {
      let name = unsafe names[place]
      if (word ^ name.first) & name.firstMask == 0 {
        let count = Int(name.count)
        if count <= 8 || bytes.holds(start..<start + count, self.names, at: Int(name.start)) {
          position = start + count
          skipBlanks()
          guard bytes[position] == UInt8(ascii: ":") else { return nil }
          position += 1
          skipBlanks()
          return place
        }
      }
      place = place + 1 == names.count ? 0 : place + 1
    }
    return nil
  }

  private mutating func readMap(
    _ cell: ColumnCell, _ member: Int, _ codes: UnsafeMutablePointer<Int32>
  ) -> Bool {
    if bytes[position] == UInt8(ascii: "n") { return readNull(cell) }
    guard bytes[position] == UInt8(ascii: "{") else { return false }
    position += 1
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
    skipBlanks()
    if bytes[position] == UInt8(ascii: "}") {
      position += 1
      return true
    }
    while true {
      let start = position
      guard let key = unsafe name(names, from: next) else {
        position = start
        if bytes[start] == 0x22 { noteKey(member) }
        return false
      }
      next = key + 1
      count += 1
      let bit = UInt64(1) << UInt64(key)
      guard seen & bit == 0, count <= cell.maximum else { return false }
      seen |= bit
      guard bytes[position] != UInt8(ascii: "n"),
        unsafe readValue(keys[key], member, lower + key, codes)
      else { return false }
      skipBlanks()
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "}") { return true }
      guard byte == UInt8(ascii: ",") else { return false }
      skipBlanks()
    }
  }

  /// Notes a key that is not known; one with escapes is left alone.
  private mutating func noteKey(_ member: Int) {
    let (end, isASCII) = bytes.stringEnd(position + 1)
    guard bytes[end] == 0x22, isASCII else { return }
    unseen = Unseen(member: member, key: nil, text: position + 1..<end, hash: 0, isKey: true)
  }

  /// `null` for what is not nullable says nothing; for what is, others know better.
  private mutating func readNull(_ cell: ColumnCell) -> Bool {
    guard !cell.isNullable, bytes.word(position) & 0xFFFF_FFFF == 0x6C6C_756E else { return false }
    position += 4
    return true
  }

  @inline(__always)
  private mutating func readValue(
    _ cell: ColumnCell, _ member: Int, _ key: Int?, _ codes: UnsafeMutablePointer<Int32>
  ) -> Bool {
    let start = position
    switch cell.kind {
    case .text:
      guard bytes[start] == 0x22 else { return readNull(cell) }
      let (end, isASCII) = bytes.stringEnd(start + 1)
      guard bytes[end] == 0x22, isASCII || isUTF8, end - start - 1 <= cell.maximum else {
        return false
      }
      if cell.isID { id = start + 1..<end }
      position = end + 1
      return true
    case .instant:
      if let instant = InstantText(bytes, at: start + 1), bytes[start] == 0x22,
        bytes[start + 21] == 0x22
      {
        position = start + 22
        if cell.column >= 0 {
          unsafe codes[Int(cell.column)] = stretch(of: instant, cell)
        }
        return true
      }
      return bytes[start] == UInt8(ascii: "n") && readNull(cell)
    case .int:
      guard let value = int() else {
        return bytes[start] == UInt8(ascii: "n") && readNull(cell)
      }
      if cell.column >= 0 { unsafe codes[Int(cell.column)] = stretch(of: value, cell) }
      return true
    case .number: return number() || readNull(cell)
    case .dictionary: return unsafe readText(cell, member, key, codes)
    case .map: return false
    }
  }

  /// Looks up the text of a value.
  @inline(__always)
  private mutating func readText(
    _ cell: ColumnCell, _ member: Int, _ key: Int?, _ codes: UnsafeMutablePointer<Int32>
  ) -> Bool {
    let start = position
    guard skipValue() else { return false }
    if cell.isID, bytes[start] == 0x22 {
      let (end, _) = bytes.stringEnd(start + 1)
      guard end == position - 1 else { return false }
      id = start + 1..<end
    }
    return unsafe look(up: start..<position, cell, member, key, codes)
  }

  @inline(__always)
  private mutating func look(
    up text: Range<Int>, _ cell: ColumnCell, _ member: Int, _ key: Int?,
    _ codes: UnsafeMutablePointer<Int32>
  ) -> Bool {
    let hash = bytes.hash(text, seed: Int(cell.dictionary))
    let code = texts.code(text, bytes, hash, cell.dictionary)
    if code == 0 {
      unseen = Unseen(member: member, key: key, text: text, hash: hash, isKey: false)
      return false
    }
    if cell.column >= 0 { unsafe codes[Int(cell.column)] = code }
    return true
  }

  /// Steps over a value whatever it is; that it is one is not looked at.
  @inline(__always)
  private mutating func skipValue() -> Bool {
    switch bytes[position] {
    case 0x22: return skipString()
    case UInt8(ascii: "{"), UInt8(ascii: "["): return skipNested()
    default:
      let start = position
      while !bytes[position].endsScalar { position += 1 }
      return position > start
    }
  }

  @inline(__always)
  private mutating func skipString() -> Bool {
    var index = position + 1
    while true {
      let (end, _) = bytes.stringEnd(index)
      switch bytes[end] {
      case 0x22:
        position = end + 1
        return true
      case 0x5C where bytes[end + 1] >= 0x20: index = end + 2
      default: return false
      }
    }
  }

  private mutating func skipNested() -> Bool {
    var depth = 0
    while true {
      switch bytes[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
        if depth == 0 { return true }
      case 0x22: guard skipString() else { return false }
      case 0..<0x20:
        guard bytes[position] == 0x09 else { return false }
        position += 1
      default: position += 1
      }
    }
  }

  /// A whole number of at most 18 digits without a fraction or an exponent.
  @inline(__always)
  private mutating func int() -> Int64? {
    var index = position
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let first = index
    var value: Int64 = 0
    while bytes[index] &- 0x30 < 10, index - first < 18 {
      value = value &* 10 &+ Int64(bytes[index] &- 0x30)
      index += 1
    }
    let count = index - first
    guard count > 0, bytes[first] != 0x30 || count == 1 && !isNegative, bytes[index].endsScalar else {
      return nil
    }
    position = index
    return isNegative ? -value : value
  }

  /// A number of at most 15 digits and no exponent, which any double can hold.
  private mutating func number() -> Bool {
    var index = position
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    let first = index
    while bytes[index] &- 0x30 < 10 { index += 1 }
    guard index > first, bytes[first] != 0x30 || index == first + 1 else { return false }
    if bytes[index] == UInt8(ascii: ".") {
      let point = index
      index += 1
      while bytes[index] &- 0x30 < 10 { index += 1 }
      guard index > point + 1 else { return false }
    }
    guard index - first <= 16, bytes[index].endsScalar else { return false }
    position = index
    return true
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
    position = row.lowerBound
    for place in 0..<cells.count {
      let cell = unsafe cells[place]
      let start = position
      unsafe starts[place] = start
      var contents = start..<start
      if bytes[start] == 0x22 {
        let (end, _) = bytes.stringEnd(start + 1)
        // A quote or backslash within is for others.
        guard bytes[end] == 0x22, bytes[end + 1] != 0x22 else { return false }
        contents = start + 1..<end
        position = end + 1
      } else {
        position = bytes.cellEnd(start)
        contents = start..<position
      }
      if place + 1 < cells.count {
        guard bytes[position] == UInt8(ascii: ","), position < row.upperBound else { return false }
      } else {
        guard position == row.upperBound else { return false }
      }
      let end = position
      position += 1
      if cell.isPassedOver { continue }
      let whole = unsafe starts[Int(cell.first)]..<end
      let isRead = unsafe readCell(cell, contents, whole, codes)
      guard isRead else { return false }
    }
    return true
  }

  @inline(__always)
  private mutating func readCell(
    _ cell: CSVCell, _ contents: Range<Int>, _ whole: Range<Int>,
    _ codes: UnsafeMutablePointer<Int32>
  ) -> Bool {
    let key: Int? = cell.key < 0 ? nil : Int(cell.key)
    let spec = unsafe key.map { unsafe keys[$0] } ?? members[Int(cell.member)]
    switch spec.kind {
    case .text:
      guard contents.count <= spec.maximum else { return false }
      if spec.isID, !contents.isEmpty {
        guard bytes.isPlain(contents) else { return false }
        id = contents
      }
      return true
    case .instant:
      if contents.isEmpty { return whole.isEmpty }
      guard contents.count == 20, let instant = InstantText(bytes, at: contents.lowerBound) else {
        return false
      }
      if spec.column >= 0 { unsafe codes[Int(spec.column)] = stretch(of: instant, spec) }
      return true
    case .number:
      if contents.isEmpty { return whole.isEmpty }
      let after = position
      defer { position = after }
      position = contents.lowerBound
      return number() && position == contents.upperBound
    case .int:
      if contents.isEmpty { return whole.isEmpty }
      let after = position
      defer { position = after }
      position = contents.lowerBound
      guard let value = int(), position == contents.upperBound else { return false }
      if spec.column >= 0 { unsafe codes[Int(spec.column)] = stretch(of: value, spec) }
      return true
    case .dictionary:
      if spec.isID, !contents.isEmpty {
        guard bytes.isPlain(contents) else { return false }
        id = contents
      }
      return unsafe look(up: whole, spec, Int(cell.member), key, codes)
    case .map: return false
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
