import Glibc

/// Cuts a text into records: lines, or in CSV what stands up to a line end outside of quotes.
///
/// Cost: `memchr` finds line ends where there are no quotes; a byte at a time where there are.
package struct RecordCutter: Sendable {
  /// The longest record that is read; a longer one is refused.
  package static let longest = 1_000_000

  let form: AudienceForm
  let bytes: [UInt8]
  /// Where the next record starts.
  private(set) var position: Int
  /// The number of the line there, from 1.
  private(set) var line: Int
  private let hasQuotes: Bool

  /// A record, by places that fit a block: millions of them are handed on.
  package struct Record: Sendable, BitwiseCopyable {
    private let start: Int32
    private let contentsEnd: Int32
    private let end: Int32
    /// Why it is no record; what it holds is then not read.
    package let flaw: Flaw?
    /// The number of its first line.
    package let line: Int

    init(contents: Range<Int>, end: Int, line: Int, flaw: Flaw?) {
      start = Int32(contents.lowerBound)
      contentsEnd = Int32(contents.upperBound)
      self.end = Int32(end)
      self.line = line
      self.flaw = flaw
    }

    /// Without its line end.
    package var contents: Range<Int> { Int(start)..<Int(contentsEnd) }
    /// With its line end, where it has one.
    package var whole: Range<Int> { Int(start)..<Int(end) }

    /// The same record where its contents stand by themselves.
    package var alone: Record {
      Record(contents: 0..<contents.count, end: contents.count, line: line, flaw: flaw)
    }

    package enum Flaw: Sendable, BitwiseCopyable {
      case tooLong
      /// A quote opens a cell and nothing closes it, or stands in the middle of a cell.
      case quote
    }
  }

  package init(_ form: AudienceForm, _ bytes: [UInt8], from start: Int = 0, line: Int = 1) {
    self.form = form
    self.bytes = bytes
    position = start
    self.line = line
    switch form {
    case .ndjson: hasQuotes = false
    case .csv: hasQuotes = Self.place(of: UInt8(ascii: "\""), in: bytes, from: start) != nil
    }
  }

  /// Steps over a record that somebody else has read: it stands in one line, whose line feed is at a place.
  mutating func pass(upTo lineFeed: Int) -> Record {
    let isCarried = lineFeed > position && bytes[lineFeed - 1] == 0x0D
    let record = Record(
      contents: position..<(isCarried ? lineFeed - 1 : lineFeed), end: lineFeed + 1, line: line,
      flaw: nil)
    position = lineFeed + 1
    line += 1
    return record
  }

  /// The next record that holds anything; nil at the end.
  package mutating func next() -> Record? {
    while let record = nextRecord() {
      if record.flaw != nil || !isBlank(record.contents) { return record }
    }
    return nil
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    switch form {
    case .csv: return range.isEmpty
    case .ndjson: break
    }
    for index in range where bytes[index] != 0x20 && bytes[index] != 0x09 { return false }
    return true
  }

  private mutating func nextRecord() -> Record? {
    guard position < bytes.count else { return nil }
    let start = position
    let first = line
    var end = lineEnd(from: start)
    var flaw: Record.Flaw?
    if hasQuotes {
      switch quotedEnd(from: start) {
      case .end(let found): end = found
      case .flaw: flaw = .quote
      }
    }
    let contents = start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)
    position = min(end + 1, bytes.count)
    line += hasQuotes && flaw == nil ? Self.count(of: 0x0A, in: bytes, start..<position) : 1
    if contents.count > Self.longest { flaw = .tooLong }
    return Record(contents: contents, end: position, line: first, flaw: flaw)
  }

  /// The next line feed, or the end of the text.
  private func lineEnd(from start: Int) -> Int {
    Self.place(of: 0x0A, in: bytes, from: start) ?? bytes.count
  }

  private enum QuotedEnd {
    case end(Int)
    case flaw
  }

  /// The line feed outside of quotes that ends a record of CSV.
  ///
  /// A record whose quotes do not match ends with its first line, so that it spoils no other.
  private func quotedEnd(from start: Int) -> QuotedEnd {
    var index = start
    while true {
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        guard let close = closingQuote(from: index + 1, start) else { return .flaw }
        index = close + 1
        if index < bytes.count, bytes[index] == 0x0D { index += 1 }
        guard index < bytes.count, bytes[index] != 0x0A else { return .end(index) }
        guard bytes[index] == UInt8(ascii: ",") else { return .flaw }
        index += 1
        continue
      }
      while index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != 0x0A {
        if bytes[index] == UInt8(ascii: "\"") { return .flaw }
        index += 1
      }
      guard index < bytes.count, bytes[index] != 0x0A else { return .end(index) }
      index += 1
    }
  }

  /// The quote that ends a cell; two of them stand for one inside of it.
  private func closingQuote(from start: Int, _ recordStart: Int) -> Int? {
    var index = start
    while index < bytes.count, index - recordStart <= Self.longest {
      if bytes[index] == UInt8(ascii: "\"") {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else { return index }
        index += 1
      }
      index += 1
    }
    return nil
  }

  /// The first place of a byte at or behind an index.
  static func place(of byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, CInt(byte), buffer.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  static func count(of byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int {
    var count = 0
    var start = range.lowerBound
    while let place = place(of: byte, in: bytes, from: start), place < range.upperBound {
      count += 1
      start = place + 1
    }
    return count
  }
}
