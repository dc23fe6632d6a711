import Diagnostics

/// Reads JSON (RFC 8259, strictly) value by value, without a tree.
///
/// The caller says what it expects next: `peek`, then the matching `read…` or `open…`. Inside an
/// object `nextKey` is called until it gives nil, inside an array `nextElement` until it gives
/// false; after each the value must be read or skipped. Offsets are bytes of the whole file.
/// Duplicate keys are the caller's to find.
package struct JSONScanner: Sendable {
  package let bytes: [UInt8]
  package let end: Int
  package let depthLimit: Int
  package var position: Int
  private var depth = 0
  /// A bracket was opened and nothing has been read inside of it.
  private var justOpened = false

  /// What a value turns out to be by its first byte.
  package enum Kind: Sendable {
    case object
    case array
    case string
    case number
    case bool
    case null
  }

  /// Scans a range of a file's bytes, as a line of NDJSON; nil for all, a byte order mark left out.
  package init(_ bytes: [UInt8], in range: Range<Int>? = nil, depthLimit: Int = 64) {
    self.bytes = bytes
    self.depthLimit = depthLimit
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    position = hasMark && range.lowerBound == 0 ? min(3, range.upperBound) : range.lowerBound
    end = range.upperBound
  }

  /// The kind of the next value, which then starts at `position`.
  package mutating func peek() throws(JSONProblem) -> Kind {
    skipBlanks()
    guard position < end else { throw .unexpectedEnd(position) }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw .expected("a value", at: position, self)
    }
  }

  package mutating func openObject() throws(JSONProblem) { try open("{") }

  package mutating func openArray() throws(JSONProblem) { try open("[") }

  /// The next key of an object with its `:`, or nil at its end.
  package mutating func nextKey() throws(JSONProblem) -> JSONText? {
    guard try isContinued(until: "}") else { return nil }
    guard position < end, bytes[position] == UInt8(ascii: "\"") else {
      throw .expected("a key in double quotes", at: position, self)
    }
    let key = try readString()
    skipBlanks()
    guard position < end, bytes[position] == UInt8(ascii: ":") else {
      throw .expected("a `:`", at: position, self)
    }
    position += 1
    return key
  }

  /// Whether an array has one more element, which then is next.
  package mutating func nextElement() throws(JSONProblem) -> Bool { try isContinued(until: "]") }

  package mutating func readBool() throws(JSONProblem) -> Bool {
    skipBlanks()
    if position < end, bytes[position] == UInt8(ascii: "t") {
      try read(word: "true")
      return true
    }
    try read(word: "false")
    return false
  }

  package mutating func readNull() throws(JSONProblem) { try read(word: "null") }

  /// Steps over the next value, whatever it is, and checks it.
  package mutating func skipValue() throws(JSONProblem) {
    switch try peek() {
    case .object:
      try openObject()
      while try nextKey() != nil { try skipValue() }
    case .array:
      try openArray()
      while try nextElement() { try skipValue() }
    case .string: _ = try readString()
    case .number: _ = try readNumber()
    case .bool: _ = try readBool()
    case .null: try readNull()
    }
  }

  /// Nothing but blanks may be left.
  package mutating func finish() throws(JSONProblem) {
    skipBlanks()
    if position < end { throw .expected("the end of the text", at: position, self) }
  }

  mutating func skipBlanks() {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func open(_ bracket: Unicode.Scalar) throws(JSONProblem) {
    skipBlanks()
    guard position < end, bytes[position] == UInt8(ascii: bracket) else {
      throw .expected("a `\(bracket)`", at: position, self)
    }
    guard depth < depthLimit else { throw .tooDeep(position, depthLimit) }
    depth += 1
    position += 1
    justOpened = true
  }

  /// Steps over a comma or a closing bracket; whether something must follow.
  private mutating func isContinued(until bracket: Unicode.Scalar) throws(JSONProblem) -> Bool {
    skipBlanks()
    let isFirst = justOpened
    justOpened = false
    guard position < end else { throw .unexpectedEnd(position) }
    if bytes[position] == UInt8(ascii: bracket) {
      position += 1
      depth -= 1
      return false
    }
    if isFirst { return true }
    guard bytes[position] == UInt8(ascii: ",") else {
      throw .expected("a `,` or `\(bracket)`", at: position, self)
    }
    let comma = position
    position += 1
    skipBlanks()
    if position < end, bytes[position] == UInt8(ascii: bracket) { throw .lastComma(comma, bracket) }
    return true
  }

  private mutating func read(word: StaticString) throws(JSONProblem) {
    skipBlanks()
    let start = position
    for index in 0..<word.utf8CodeUnitCount {
      let byte = unsafe word.utf8Start[index]
      guard position < end, bytes[position] == byte else {
        throw .expected("`\(word)`", at: start, self)
      }
      position += 1
    }
  }
}
