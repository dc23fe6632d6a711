/// The cells of one record of CSV: where they stand, and their text.
struct CSVCells {
  let bytes: [UInt8]
  /// Without quotes; in a quoted cell a doubled quote stands for one.
  private(set) var cells: [(contents: Range<Int>, isQuoted: Bool)] = []

  /// Splits a record that the cutter has found to be whole.
  init(_ bytes: [UInt8], _ record: Range<Int>) {
    self.bytes = bytes
    var index = record.lowerBound
    while true {
      let start = index
      if index < record.upperBound, bytes[index] == UInt8(ascii: "\"") {
        index += 1
        while index < record.upperBound {
          if bytes[index] == UInt8(ascii: "\"") {
            let isDoubled = index + 1 < record.upperBound && bytes[index + 1] == UInt8(ascii: "\"")
            if !isDoubled { break }
            index += 1
          }
          index += 1
        }
        cells.append((start + 1..<min(index, record.upperBound), true))
        index = min(index + 1, record.upperBound)
      } else {
        while index < record.upperBound, bytes[index] != UInt8(ascii: ",") { index += 1 }
        cells.append((start..<index, false))
      }
      guard index < record.upperBound else { return }
      index += 1
    }
  }

  func text(_ cell: Int) -> String {
    let (contents, isQuoted) = cells[cell]
    let text = String(decoding: bytes[contents], as: UTF8.self)
    return isQuoted ? text.replacing("\"\"", with: "\"") : text
  }
}
