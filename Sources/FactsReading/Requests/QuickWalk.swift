import CEL
import Diagnostics
import PolicyModel
import SharedStorage

/// Walks a request of the common form straight from its bytes into the slots.
///
///     {"action":{"kind":"message.email"},"recipient":{"age":70}}
///         │       │       │
///         group   branch  term: by `NameTable`, from the bytes
///
///     slots    room for all, written once each: a stated one as it is read, the others at the end
///     marked   one bit a slot: its key has been read, and its room is written
///     stated   one bit a slot: a value is stated
///
/// It gives up at the first thing out of the ordinary (an escape, an exponent, a name twice, any
/// mistake), and `FactsWalk` reads the request from its beginning: what is wrong, and how it is said,
/// stands in one place. Both read the same; `QuickReadingTests` holds them to it.
///
/// Benchmark: `benchmarks 1000 line`. A line of 700 bytes took 94,000 instructions before with its
/// verdict: a third of them in stepping over strings, whose bytes were asked for one by one through
/// an array, a fifth in finding names.
struct QuickWalk: ~Copyable {
  let layout: FactsLayout
  private let base: Facts
  private let depthLimit: Int
  private var scanner: RequestScanner
  private var slots: SlotRoom
  private(set) var client: String?
  private(set) var clientPlace: Range<Int>?
  private var depth = 0
  /// The fact that is being read, and the way into its value where a record is in it.
  private var slot = 0
  private var steps: [FactsStep] = []

  init(
    _ layout: FactsLayout, onto base: Facts, _ range: Range<Int>, depthLimit: Int,
    _ slots: consuming SlotRoom
  ) {
    self.layout = layout
    self.base = base
    self.depthLimit = depthLimit
    self.slots = slots
    client = base.client
    scanner = RequestScanner(range)
  }

  /// Reads all of the text; false where it is left to the full reader.
  mutating func readRequest(_ bytes: Span<UInt8>) -> Bool {
    scanner.take(UInt8(ascii: "{"), bytes) && members(of: FactsLayout.top, bytes)
      && scanner.isAtEnd(bytes)
  }

  /// Gives back the room, written to its end.
  consuming func finish() -> SlotRoom {
    slots.fill(from: base)
    return slots
  }
}

// MARK: - Groups

extension QuickWalk {
  /// Reads what stands behind an opening bracket, up to the closing one.
  private mutating func members(of group: Int, _ bytes: Span<UInt8>) -> Bool {
    guard enter() else { return false }
    if scanner.take(UInt8(ascii: "}"), bytes) {
      depth -= 1
      return true
    }
    while true {
      guard let key = scanner.key(bytes),
        let found = layout.names.number(of: key, bytes, in: group)
      else { return false }
      let branch = layout.branches[found]
      if branch.slot >= 0, !slots.mark(branch.slot) { return false }
      guard self.branch(branch, bytes),
        let isContinued = scanner.isContinued(until: UInt8(ascii: "}"), bytes)
      else { return false }
      if !isContinued { break }
    }
    depth -= 1
    return true
  }

  private mutating func enter() -> Bool {
    depth += 1
    return depth <= depthLimit
  }

  private mutating func branch(_ branch: FactsLayout.Branch, _ bytes: Span<UInt8>) -> Bool {
    if scanner.peek(bytes) == UInt8(ascii: "n") { return none(branch, bytes) }
    switch branch.kind {
    case .leaf(let type, let maximum):
      slot = branch.slot
      let start = scanner.position
      guard let value = value(of: type, maximum, bytes) else { return false }
      state(branch.slot, value, start..<scanner.position)
      return true
    case .group(let group):
      return object(group, branch, bytes)
    case .client(let group):
      if scanner.peek(bytes) == UInt8(ascii: "\"") { return clientID(branch, bytes) }
      guard let group else { return false }
      return object(group, branch, bytes)
    }
  }

  private mutating func object(
    _ group: Int, _ branch: FactsLayout.Branch, _ bytes: Span<UInt8>
  ) -> Bool {
    guard scanner.take(UInt8(ascii: "{"), bytes), members(of: group, bytes) else { return false }
    if branch.slot >= 0 { slots.state(branch.slot, .bool(true)) }
    return true
  }

  /// `null`: said of what is not nullable it says no more than silence.
  private mutating func none(_ branch: FactsLayout.Branch, _ bytes: Span<UInt8>) -> Bool {
    guard scanner.word("null", bytes) else { return false }
    switch branch.kind {
    case .leaf where branch.isNullable: slots.state(branch.slot, .null)
    case .group(let group) where branch.isNullable: stateNone(group)
    case .leaf, .group, .client: if branch.slot >= 0 { slots.keep(branch.slot, from: base) }
    }
    return true
  }

  /// States that there is no such group, and so nothing of what it would hold.
  private mutating func stateNone(_ group: Int) {
    let (slot, branches) = layout.groups[group]
    if let slot { stateNull(slot) }
    for number in branches {
      switch layout.branches[number].kind {
      case .leaf: stateNull(layout.branches[number].slot)
      case .group(let group), .client(.some(let group)): stateNone(group)
      case .client(nil): break
      }
    }
  }

  private mutating func stateNull(_ slot: Int) {
    _ = slots.mark(slot)
    slots.state(slot, .null)
  }

  /// `client: acme` says the same as `client: {id: acme}`.
  private mutating func clientID(_ branch: FactsLayout.Branch, _ bytes: Span<UInt8>) -> Bool {
    let start = scanner.position
    guard let text = scanner.string(bytes) else { return false }
    let id = bytes.string(text)
    client = id
    clientPlace = start..<scanner.position
    if branch.slot >= 0 { slots.state(branch.slot, .bool(true)) }
    if let slot = layout.clientID, slots.mark(slot) {
      state(slot, .text(id), start..<scanner.position)
    }
    return true
  }

  private mutating func state(_ slot: Int, _ value: Value, _ place: Range<Int>) {
    if slot == layout.clientID, case .string(let id) = value {
      client = id.string
      clientPlace = place
    }
    slots.state(slot, value)
  }
}

// MARK: - Values

extension QuickWalk {
  private mutating func value(of type: Int, _ maximum: Int, _ bytes: Span<UInt8>) -> Value? {
    switch layout.types[type] {
    case .bool: return bool(bytes)
    case .int:
      guard let number = scanner.number(bytes), number.isInteger else { return nil }
      return .int(number.digits)
    case .double: return double(bytes)
    case .string:
      guard let text = scanner.string(bytes), text.count <= maximum else { return nil }
      return .text(bytes.string(text))
    case .term(let set): return term(set, bytes)
    case .timestamp: return timestamp(bytes)
    case .duration: return duration(bytes)
    case .list(let element, _): return list(of: element, maximum, bytes)
    case .map(let key, let value, _): return map(key, value, maximum, bytes)
    case .record(let record): return self.record(record, bytes)
    }
  }

  private mutating func bool(_ bytes: Span<UInt8>) -> Value? {
    if scanner.peek(bytes) == UInt8(ascii: "t") {
      return scanner.word("true", bytes) ? .bool(true) : nil
    }
    return scanner.word("false", bytes) ? .bool(false) : nil
  }

  private mutating func double(_ bytes: Span<UInt8>) -> Value? {
    guard let number = scanner.number(bytes) else { return nil }
    if number.isInteger { return .double(Double(number.digits)) }
    // Both are exact, so the quotient is the nearest double (Clinger, 1990).
    guard abs(number.digits) < 1 << 53 else { return nil }
    let value = Double(number.digits) / Self.powersOfTen[number.fraction]
    return .double(value == 0 ? 0 : value)
  }

  private static let powersOfTen: [Double] = (0...18).map { power in
    (0..<power).reduce(1) { value, _ in value * 10 }
  }

  private mutating func term(_ set: Int, _ bytes: Span<UInt8>) -> Value? {
    guard let text = scanner.string(bytes),
      let id = layout.names.number(of: text, bytes, in: layout.scope(ofTerms: set))
    else { return nil }
    return .symbol(Symbol(set: UInt32(set), id: UInt32(id)))
  }

  private mutating func timestamp(_ bytes: Span<UInt8>) -> Value? {
    guard let text = scanner.string(bytes) else { return nil }
    if let instant = Timestamp(utcText: bytes.extracting(text)) { return .timestamp(instant) }
    return Timestamp(bytes.string(text)).map(Value.timestamp)
  }

  private mutating func duration(_ bytes: Span<UInt8>) -> Value? {
    guard let text = scanner.string(bytes) else { return nil }
    switch Durations.parse(bytes.string(text), allowsDays: true) {
    case .nanoseconds(let value): return .duration(value)
    case .outOfRange, .malformed: return nil
    }
  }

  private mutating func list(of type: Int, _ maximum: Int, _ bytes: Span<UInt8>) -> Value? {
    guard scanner.take(UInt8(ascii: "["), bytes), enter() else { return nil }
    defer { depth -= 1 }
    if scanner.take(UInt8(ascii: "]"), bytes) { return FactsLayout.emptyList }
    let usual = layout.types[type].usualMaximum
    let hasParts = layout.types[type].hasParts
    var elements: [Value] = []
    elements.reserveCapacity(FactsLayout.usualCount)
    while elements.count < maximum {
      if hasParts { steps.append(.element(elements.count)) }
      guard let value = value(of: type, usual, bytes),
        let isContinued = scanner.isContinued(until: UInt8(ascii: "]"), bytes)
      else { return nil }
      if hasParts { steps.removeLast() }
      elements.append(value)
      if !isContinued { return .array(elements) }
    }
    return nil
  }

  private mutating func map(
    _ keyType: Int, _ type: Int, _ maximum: Int, _ bytes: Span<UInt8>
  ) -> Value? {
    guard scanner.take(UInt8(ascii: "{"), bytes), enter() else { return nil }
    defer { depth -= 1 }
    if scanner.take(UInt8(ascii: "}"), bytes) { return .map(MapValue(entries: [])) }
    let usual = layout.types[type].usualMaximum
    let hasParts = layout.types[type].hasParts
    var entries: [MapValue.Entry] = []
    entries.reserveCapacity(FactsLayout.usualCount)
    var keys = KeySet()
    while entries.count < maximum {
      guard let key = self.key(keyType, bytes), keys.insert(key, among: entries) else { return nil }
      if hasParts { steps.append(.key(key)) }
      guard let value = value(of: type, usual, bytes),
        let isContinued = scanner.isContinued(until: UInt8(ascii: "}"), bytes)
      else { return nil }
      if hasParts { steps.removeLast() }
      entries.append((key, value))
      if !isContinued { return .map(MapValue(entries: entries)) }
    }
    return nil
  }

  private mutating func key(_ type: Int, _ bytes: Span<UInt8>) -> Value? {
    guard let key = scanner.key(bytes) else { return nil }
    switch layout.types[type] {
    case .term(let set):
      let id = layout.names.number(of: key, bytes, in: layout.scope(ofTerms: set))
      return id.map { .symbol(Symbol(set: UInt32(set), id: UInt32($0))) }
    case .string:
      return key.count <= layout.types[type].usualMaximum ? .text(bytes.string(key)) : nil
    case .bool, .int, .double, .timestamp, .duration, .list, .map, .record: return nil
    }
  }

  private mutating func record(_ number: Int, _ bytes: Span<UInt8>) -> Value? {
    guard scanner.take(UInt8(ascii: "{"), bytes), enter() else { return nil }
    defer { depth -= 1 }
    let scope = layout.scope(ofRecord: number)
    let count = layout.records[number].count
    guard count <= UInt64.bitWidth else { return nil }
    var values = [Value](repeating: .null, count: count)
    // One bit a field: it has been read, and it has a value.
    var read: UInt64 = 0
    var known: UInt64 = 0
    var isContinued = !scanner.take(UInt8(ascii: "}"), bytes)
    while isContinued {
      guard let key = scanner.key(bytes),
        let index = layout.names.number(of: key, bytes, in: scope), read >> UInt64(index) & 1 == 0
      else { return nil }
      read |= 1 << UInt64(index)
      if scanner.peek(bytes) == UInt8(ascii: "n") {
        guard scanner.word("null", bytes) else { return nil }
      } else {
        let field = layout.records[number][index]
        let hasParts = layout.types[field.type].hasParts
        if hasParts { steps.append(.field(record: number, index)) }
        guard let value = value(of: field.type, field.maximum, bytes) else { return nil }
        if hasParts { steps.removeLast() }
        values[index] = value
        known |= 1 << UInt64(index)
      }
      guard let next = scanner.isContinued(until: UInt8(ascii: "}"), bytes) else { return nil }
      isContinued = next
    }
    layout.complete(
      &values, of: number, isKnown: { known >> UInt64($0) & 1 != 0 }, at: slot, steps)
    return .record(RecordValue(type: layout.vocabulary.records[number].name, fields: values))
  }
}

extension Span<UInt8> {
  /// The string of a range that has been found to be UTF-8.
  fileprivate func string(_ range: Range<Int>) -> String {
    // INVARIANT: the scanner has checked the bytes.
    unsafe String(copying: UTF8Span(unchecked: extracting(range), isKnownASCII: false))
  }
}
