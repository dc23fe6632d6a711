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

  /// Reads the row of so many cells at a place; answers the place behind it, or -1 where it is left to
  /// others, or something is unseen.
  ///
  /// `starts` is scratch for the places where the cells start.
  func readCells(
    at start: Int, _ cells: UnsafeBufferPointer<CSVCell>,
    _ starts: UnsafeMutableBufferPointer<Int>, _ codes: UnsafeMutablePointer<Int32>,
    _ found: inout Found
  ) -> Int {
    var place = start
    let last = cells.count &- 1
    for number in 0..<cells.count {
      let cell = unsafe cells[number]
      unsafe starts[number] = place
      place = unsafe readCell(cell, at: place, starts, codes, &found)
      guard place >= 0 else { return -1 }
      if number < last {
        guard bytes[place] == UInt8(ascii: ",") else { return -1 }
        place &+= 1
      }
    }
    return place
  }

  /// Reads a cell; answers the place behind it.
  @inline(__always)
  private func readCell(
    _ cell: CSVCell, at start: Int, _ starts: UnsafeMutableBufferPointer<Int>,
    _ codes: UnsafeMutablePointer<Int32>,
    _ found: inout Found
  ) -> Int {
    if cell.isPassedOver { return contents(start).end }
    let key = Int(cell.key)
    let spec = unsafe key >= 0 ? keys[key] : members[Int(cell.member)]
    let isQuoted = bytes[start] == 0x22
    let first = isQuoted ? start &+ 1 : start
    let end: Int
    switch spec.kind {
    case .instant:
      guard let instant = InstantText(bytes, at: first) else { return empty(start) }
      if spec.column >= 0 { unsafe codes[Int(spec.column)] = stretch(of: instant, spec) }
      end = first &+ 20
    case .bool:
      let (value, behind) = bool(at: first)
      guard behind >= 0 else { return empty(start) }
      if spec.column >= 0 { unsafe codes[Int(spec.column)] = ColumnCell.code(of: value) }
      end = behind
    case .number:
      end = number(at: first)
      guard end >= 0 else { return empty(start) }
    case .int:
      let (value, behind) = int(at: first)
      guard behind >= 0 else { return empty(start) }
      if spec.column >= 0 { unsafe codes[Int(spec.column)] = stretch(of: value, spec) }
      end = behind
    case .text:
      let (contents, end) = contents(start)
      guard end >= 0, contents.count <= spec.maximum else { return -1 }
      if spec.isID, !contents.isEmpty {
        guard bytes.isPlain(contents) else { return -1 }
        found.id = contents
      }
      return end
    case .dictionary:
      let (contents, end) = contents(start)
      guard end >= 0 else { return -1 }
      if spec.isID, !contents.isEmpty {
        guard bytes.isPlain(contents) else { return -1 }
        found.id = contents
      }
      let whole = unsafe starts[Int(cell.first)]..<end
      return unsafe look(up: whole, spec, Int(cell.member), key, codes, &found) ? end : -1
    case .map, .joint: return -1
    }
    if !isQuoted { return end }
    return bytes[end] == 0x22 && bytes[end &+ 1] != 0x22 ? end &+ 1 : -1
  }

  /// The place behind a cell that is empty; -1 where it holds anything, or quotes, which are for others.
  @inline(__always)
  private func empty(_ start: Int) -> Int {
    let byte = bytes[start]
    return byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D ? start : -1
  }

  /// What a cell holds, and the place behind it; -1 where a quote or backslash is within.
  @inline(__always)
  private func contents(_ start: Int) -> (contents: Range<Int>, end: Int) {
    guard bytes[start] == 0x22 else {
      let end = bytes.cellEnd(start)
      return (start..<end, end)
    }
    let (end, _) = bytes.stringEnd(start &+ 1)
    guard bytes[end] == 0x22, bytes[end &+ 1] != 0x22 else { return (0..<0, -1) }
    return (start &+ 1..<end, end &+ 1)
  }
}

extension PaddedBytes {
  /// Whether a range needs no escapes in JSON.
  @inline(__always)
  fileprivate func isPlain(_ range: Range<Int>) -> Bool {
    stringEnd(range.lowerBound).end >= range.upperBound
  }
}
