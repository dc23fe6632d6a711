import Diagnostics

/// Puts one file's events together to trees, and finds what YAML allows and we do not.
struct TreeBuilder {
  let file: SourceFile
  let limits: ReadingLimits
  let nulls: Nulls
  private(set) var documents: [Node] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// After so many mistakes a file is no text of a person.
  private static let mostMistakes = 1_000

  private var frames: [Frame] = []
  private var nodeCount = 0
  /// The keys of this document below which nulls are legal.
  private var nullKeys: Set<String> = []

  /// A sequence or mapping whose end is not read yet.
  private struct Frame {
    let isMapping: Bool
    let isFlow: Bool
    let start: Int
    let allowsNulls: Bool
    var elements: [Node] = []
    var entries: [Node.Entry] = []
    var key: Node?
    /// The key was refused: its value is read and dropped.
    var dropsValue = false
    /// Where each key stands in `entries`, once there are many.
    var places: [String: Int] = [:]
    private static let longestScan = 16

    /// The entry of a key; the key is noted as the next entry's where there is none.
    mutating func take(_ name: String) -> Node.Entry? {
      if entries.count < Self.longestScan {
        for index in entries.indices where entries[index].name == name { return entries[index] }
        return nil
      }
      if places.isEmpty {
        for index in entries.indices { places[entries[index].name] = index }
      }
      if let known = places[name] { return entries[known] }
      places[name] = entries.count
      return nil
    }
  }

  init(_ file: SourceFile, _ limits: ReadingLimits, _ nulls: Nulls) {
    self.file = file
    self.limits = limits
    self.nulls = nulls
  }

  /// Takes one event; false where the rest of the file must not be read.
  mutating func take(_ event: YAMLEvent) -> Bool {
    guard diagnostics.count < Self.mostMistakes else {
      report(.tooManyMistakes(place(event.bytes), Self.mostMistakes))
      return false
    }
    return takeNext(event)
  }

  private mutating func takeNext(_ event: YAMLEvent) -> Bool {
    switch event.kind {
    case .streamStart, .documentEnd: return true
    case .streamEnd: return false
    case .documentStart(let hasDirectives):
      nullKeys = []
      if hasDirectives { report(.directive(place(event.bytes))) }
      return true
    case .alias:
      report(.alias(place(event.bytes)))
      return add(scalar(file.text(event.bytes), .plain, event.bytes, isReported: true))
    case .scalar(let text, let style, let properties):
      let isReported = check(properties, event.bytes)
      return add(scalar(text, style, event.bytes, isReported: isReported))
    case .sequenceStart(let isFlow, let properties):
      return open(event.bytes, isMapping: false, isFlow: isFlow, properties)
    case .mappingStart(let isFlow, let properties):
      return open(event.bytes, isMapping: true, isFlow: isFlow, properties)
    case .sequenceEnd, .mappingEnd:
      return close(event.bytes)
    }
  }

  private func scalar(
    _ text: String, _ style: Scalar.Style, _ bytes: Range<Int>, isReported: Bool
  ) -> Node {
    var bytes = bytes
    if style == .literal || style == .folded {
      // libyaml's end of a block is where the next token starts.
      while bytes.count > 1, file.isBlankOrBreak(bytes.upperBound - 1) {
        bytes = bytes.lowerBound..<bytes.upperBound - 1
      }
    }
    let range = place(bytes)
    let isInFlow = frames.last?.isFlow ?? false
    let scalar = Scalar(
      text, style: style, range: range, isInFlow: isInFlow, isReported: isReported)
    return Node(.scalar(scalar), at: range)
  }

  private mutating func open(
    _ bytes: Range<Int>, isMapping: Bool, isFlow: Bool, _ properties: YAMLEvent.Properties
  ) -> Bool {
    _ = check(properties, bytes)
    guard frames.count < limits.depth else {
      report(.tooDeep(place(bytes), limits.depth))
      return false
    }
    let frame = Frame(
      isMapping: isMapping, isFlow: isFlow, start: bytes.lowerBound, allowsNulls: nullsAreLegal)
    frames.append(frame)
    return true
  }

  private mutating func close(_ bytes: Range<Int>) -> Bool {
    guard let frame = frames.popLast() else { return false }
    var end = frame.isFlow ? bytes.upperBound : frame.start
    if let last = frame.isMapping ? frame.entries.last?.value : frame.elements.last {
      end = max(end, last.range.bytes.upperBound)
    }
    if let last = frame.entries.last?.key { end = max(end, last.range.bytes.upperBound) }
    let kind: Node.Kind = frame.isMapping ? .mapping(frame.entries) : .sequence(frame.elements)
    return add(Node(kind, at: place(frame.start..<end)))
  }

  /// Puts a finished node where it belongs.
  private mutating func add(_ node: Node) -> Bool {
    nodeCount += 1
    guard nodeCount <= limits.nodes else {
      report(.tooManyNodes(node.range, limits.nodes))
      return false
    }
    guard !frames.isEmpty else {
      // Nothing between two `---` is no document.
      if let scalar = node.scalar, scalar.style == .plain, scalar.text.isEmpty { return true }
      documents.append(node)
      return true
    }
    // The frame is changed in place: a copy of it would copy all that it holds, node after node.
    let index = frames.count - 1
    if !frames[index].isMapping {
      let value = checkedValue(node, of: nil)
      frames[index].elements.append(value)
    } else if let key = frames[index].key {
      let value = checkedValue(node, of: key)
      let entry = Node.Entry(key: key, value: value)
      let isFirst = frames[index].entries.isEmpty
      frames[index].key = nil
      if !frames[index].dropsValue { frames[index].entries.append(entry) }
      if index == 0, isFirst, case .allowedBelow(let keys) = nulls {
        nullKeys = keys[entry.name] ?? []
      }
    } else {
      frames[index].dropsValue = !acceptsKey(node)
      frames[index].key = node
    }
    return true
  }

  /// Whether the key may stand; a duplicate, a merge key and a key that is no text may not.
  private mutating func acceptsKey(_ node: Node) -> Bool {
    let index = frames.count - 1
    guard let scalar = node.scalar else {
      report(.keyIsNotScalar(node.range))
      return false
    }
    if scalar.isReported { return false }
    if scalar.style == .plain, scalar.text.isEmpty {
      report(.emptyKey(node.range))
      return false
    }
    if scalar.style == .plain, scalar.text == "<<" {
      report(.mergeKey(node.range))
      return false
    }
    if let known = frames[index].take(scalar.text) {
      report(.duplicateKey(scalar, first: known.key.range))
      return false
    }
    return true
  }

  /// Nulls, infinities and NaN are legal in no policy; the scalar is marked as reported.
  private mutating func checkedValue(_ node: Node, of key: Node?) -> Node {
    guard let scalar = node.scalar, scalar.style == .plain, !scalar.isReported else { return node }
    if scalar.isInfiniteOrNaN {
      report(.notANumber(scalar))
    } else if !nullsAreLegal, scalar.isNull {
      report(.emptyValue(scalar, key: key))
    } else {
      return node
    }
    let reported = Scalar(
      scalar.text, style: scalar.style, range: scalar.range, isInFlow: scalar.isInFlow,
      isReported: true)
    return Node(.scalar(reported), at: node.range)
  }

  private var nullsAreLegal: Bool {
    switch nulls {
    case .refused: false
    case .allowed: true
    case .allowedBelow:
      (frames.last?.allowsNulls ?? false)
        || (frames.last?.key?.scalar.map { nullKeys.contains($0.text) } ?? false)
    }
  }

  /// Reports tags and anchors; whether there are any.
  ///
  /// libyaml forgets a lone `!`, which must not vanish from a condition:
  /// so the first byte is looked at as well.
  private mutating func check(_ properties: YAMLEvent.Properties, _ bytes: Range<Int>) -> Bool {
    let start = bytes.lowerBound
    let first = start < file.bytes.count ? file.bytes[start] : 0
    let hasTag = properties.hasTag || first == UInt8(ascii: "!")
    let range = place(file.word(at: start))
    if properties.hasAnchor { report(.anchor(range)) }
    if hasTag, !properties.hasAnchor || first == UInt8(ascii: "!") { report(.tag(range)) }
    return hasTag || properties.hasAnchor
  }

  private func place(_ bytes: Range<Int>) -> SourceRange { SourceRange(file, bytes) }

  private mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}
