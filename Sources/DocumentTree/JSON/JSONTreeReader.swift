import Diagnostics

/// Puts one JSON text together to a tree.
struct JSONTreeReader {
  let file: SourceFile
  let limits: ReadingLimits
  let nulls: Nulls
  private(set) var diagnostics: [Diagnostic] = []
  private var scanner: JSONScanner
  private var nodeCount = 0

  init(_ file: SourceFile, _ limits: ReadingLimits, _ nulls: Nulls) {
    self.file = file
    self.limits = limits
    self.nulls = nulls
    scanner = JSONScanner(file.bytes, depthLimit: limits.depth)
  }

  /// Nil where a mistake ends the text, which is then reported.
  mutating func read() -> Node? {
    do throws(JSONProblem) {
      let node = try value(of: nil)
      try scanner.finish()
      guard nodeCount <= limits.nodes else {
        diagnostics.append(.tooManyNodes(node.range, limits.nodes))
        return nil
      }
      return node
    } catch {
      diagnostics.append(error.diagnostic(in: file))
      return nil
    }
  }

  /// Depth is bounded by the scanner's limit.
  private mutating func value(of key: Node?) throws(JSONProblem) -> Node {
    nodeCount += 1
    let kind = try scanner.peek()
    let start = scanner.position
    switch kind {
    case .object: return try object(from: start)
    case .array: return try array(from: start)
    case .string:
      let text = try scanner.readString()
      return scalar(scanner.string(text), .doubleQuoted, text.range)
    case .number:
      return plain(try scanner.readNumber().range)
    case .bool:
      _ = try scanner.readBool()
      return plain(start..<scanner.position)
    case .null:
      try scanner.readNull()
      let node = plain(start..<scanner.position)
      if case .refused = nulls, let scalar = node.scalar {
        diagnostics.append(.emptyValue(scalar, key: key))
      }
      return node
    }
  }

  private mutating func object(from start: Int) throws(JSONProblem) -> Node {
    var entries: [Node.Entry] = []
    var places: [String: Int] = [:]
    try scanner.openObject()
    while let text = try scanner.nextKey() {
      let key = scalar(scanner.string(text), .doubleQuoted, text.range)
      let entry = Node.Entry(key: key, value: try value(of: key))
      if let known = places[entry.name], let scalar = key.scalar {
        // A thousand are enough for a person; the text is refused all the same.
        if diagnostics.count < 1_000 {
          diagnostics.append(.duplicateKey(scalar, first: entries[known].key.range))
        }
      } else if nodeCount <= limits.nodes {
        places[entry.name] = entries.count
        entries.append(entry)
      }
    }
    return Node(.mapping(entries), at: SourceRange(file, start..<scanner.position))
  }

  private mutating func array(from start: Int) throws(JSONProblem) -> Node {
    var elements: [Node] = []
    try scanner.openArray()
    while try scanner.nextElement() {
      let element = try value(of: nil)
      if nodeCount <= limits.nodes { elements.append(element) }
    }
    return Node(.sequence(elements), at: SourceRange(file, start..<scanner.position))
  }

  private func plain(_ range: Range<Int>) -> Node { scalar(file.text(range), .plain, range) }

  private func scalar(_ text: String, _ style: Scalar.Style, _ bytes: Range<Int>) -> Node {
    let range = SourceRange(file, bytes)
    return Node(.scalar(Scalar(text, style: style, range: range, isInFlow: true)), at: range)
  }
}
