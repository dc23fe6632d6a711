import CEL
import Diagnostics
import DocumentTree

/// A request as JSON's bytes, read without a tree.
struct JSONSource: FactsSource {
  private var scanner: JSONScanner
  private let bytes: [UInt8]
  private(set) var place: Range<Int>
  private(set) var scalar = FactsScalar.text
  /// The text that was read last, within the bytes where it has no escapes.
  private var text = 0..<0
  private var decoded: [UInt8]?
  /// Why the text cannot be read on.
  private(set) var problem: JSONProblem?
  /// The problem is one more object behind the end of the first.
  private(set) var isFollowed = false

  init(_ bytes: [UInt8], range: Range<Int>, depth: Int) {
    self.bytes = bytes
    scanner = JSONScanner(bytes, in: range, depthLimit: depth)
    place = range.lowerBound..<range.lowerBound
  }

  mutating func next() -> FactsToken {
    guard problem == nil else { return .failed }
    do throws(JSONProblem) {
      let kind = try scanner.peek()
      let start = scanner.position
      let token = try read(kind)
      place = start..<scanner.position
      return token
    } catch {
      problem = error
      return .failed
    }
  }

  private mutating func read(_ kind: JSONScanner.Kind) throws(JSONProblem) -> FactsToken {
    switch kind {
    case .object:
      try scanner.openObject()
      return .object
    case .array:
      try scanner.openArray()
      return .list
    case .null:
      try scanner.readNull()
      return .null
    case .string:
      keep(try scanner.readString())
      scalar = .text
    case .bool: scalar = .bool(try scanner.readBool())
    case .number: scalar = value(of: try scanner.readNumber())
    }
    return .scalar
  }

  private func value(of number: JSONNumber) -> FactsScalar {
    if number.isInteger { return scanner.int(number).map(FactsScalar.int) ?? .outOfRange }
    return scanner.double(number).map(FactsScalar.double) ?? .outOfRange
  }

  private mutating func keep(_ text: JSONText) {
    self.text = text.contents
    decoded = text.hasEscapes ? Array(scanner.string(text).utf8) : nil
  }

  mutating func nextKey() -> Bool {
    guard problem == nil else { return false }
    do throws(JSONProblem) {
      guard let key = try scanner.nextKey() else {
        place = scanner.position - 1..<scanner.position
        return false
      }
      keep(key)
      place = key.range
      return true
    } catch {
      problem = error
      return false
    }
  }

  mutating func nextElement() -> Bool {
    guard problem == nil else { return false }
    do throws(JSONProblem) {
      if try scanner.nextElement() { return true }
      place = scanner.position - 1..<scanner.position
    } catch {
      problem = error
    }
    return false
  }

  mutating func finish() {
    guard problem == nil else { return }
    do throws(JSONProblem) {
      try scanner.finish()
    } catch {
      problem = error
      isFollowed = error.range.lowerBound < bytes.count && bytes[error.range.lowerBound] == 0x7B
    }
  }

  var isText: Bool {
    switch scalar {
    case .text: true
    case .bool, .int, .double, .outOfRange: false
    }
  }

  func number(in names: borrowing NameTable, scope: Int) -> Int? {
    if let decoded { return names.number(of: decoded.span, in: scope) }
    return names.number(of: bytes.span.extracting(text), in: scope)
  }

  var utcTimestamp: Timestamp? {
    decoded == nil ? Timestamp(utcText: bytes.span.extracting(text)) : nil
  }

  var string: String {
    if let decoded { return String(decoding: decoded, as: UTF8.self) }
    return String(decoding: bytes[text], as: UTF8.self)
  }
}
