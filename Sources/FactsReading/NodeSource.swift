import CEL
import Diagnostics
import DocumentTree

/// A request as a tree of nodes, which YAML gives.
struct NodeSource: FactsSource {
  private var node: Node
  private var read: Scalar?
  private var frames: [Frame] = []
  private(set) var place: Range<Int>

  private enum Frame {
    case entries([Node.Entry], next: Int, range: Range<Int>)
    case elements([Node], next: Int, range: Range<Int>)
  }

  init(_ node: Node) {
    self.node = node
    place = node.range.bytes
  }

  mutating func next() -> FactsToken {
    place = node.range.bytes
    switch node.kind {
    case .mapping(let entries):
      frames.append(.entries(entries, next: 0, range: place))
      return .object
    case .sequence(let elements):
      frames.append(.elements(elements, next: 0, range: place))
      return .list
    case .scalar(let scalar):
      read = scalar
      if scalar.isReported { return .reported }
      return scalar.resolved == .null ? .null : .scalar
    }
  }

  mutating func nextKey() -> Bool {
    guard case .entries(let entries, let next, let range)? = frames.popLast() else { return false }
    guard next < entries.count else {
      place = range
      return false
    }
    read = entries[next].key.scalar
    place = entries[next].key.range.bytes
    node = entries[next].value
    frames.append(.entries(entries, next: next + 1, range: range))
    return true
  }

  mutating func nextElement() -> Bool {
    guard case .elements(let elements, let next, let range)? = frames.popLast() else {
      return false
    }
    guard next < elements.count else {
      place = range
      return false
    }
    node = elements[next]
    frames.append(.elements(elements, next: next + 1, range: range))
    return true
  }

  mutating func finish() {}

  var scalar: FactsScalar {
    switch read?.resolved {
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .outOfRange: .outOfRange
    case .string, .null, nil: .text
    }
  }

  var isText: Bool { true }

  func number(in names: borrowing NameTable, scope: Int) -> Int? {
    let text = string
    return names.number(of: text.utf8Span.span, in: scope)
  }

  var utcTimestamp: Timestamp? {
    let text = string
    return Timestamp(utcText: text.utf8Span.span)
  }

  var string: String { read?.text ?? "" }
}
