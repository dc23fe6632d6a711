import Diagnostics
import DocumentTree

/// A request as JSON's bytes, read without a tree.
struct JSONSource: FactsSource {
  private let bytes: [UInt8]
  private var scanner: JSONScanner
  private(set) var scalar = FactsScalar.text

  init(_ bytes: [UInt8], range: Range<Int>, depth: Int) {
    self.bytes = bytes
    scanner = JSONScanner(bytes, range: range, depth: depth)
  }

  mutating func next() -> FactsToken {
    switch scanner.next() {
    case .object: return .object
    case .array: return .list
    case .null: return .null
    case .failed: return .failed
    case .string: scalar = .text
    case .bool(let value): scalar = .bool(value)
    case .number:
      switch scanner.number {
      case .int(let value): scalar = .int(value)
      case .double(let value): scalar = .double(value)
      case .outOfRange: scalar = .outOfRange
      }
    }
    return .scalar
  }

  mutating func nextKey() -> Bool { scanner.nextKey() }
  mutating func nextElement() -> Bool { scanner.nextElement() }
  mutating func finish() { scanner.finish() }

  var place: Range<Int> { scanner.place }

  var isText: Bool {
    switch scalar {
    case .text: true
    case .bool, .int, .double, .outOfRange: false
    }
  }

  func withText<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    guard let range = scanner.plainText else { return body(scanner.decodedText.span) }
    return body(bytes.span.extracting(range))
  }

  var string: String {
    guard let range = scanner.plainText else {
      return String(decoding: scanner.decodedText, as: UTF8.self)
    }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// Why the text cannot be read on, as a code, a message, a place and a help.
  var problem: JSONScanner.Problem? { scanner.problem }
}
