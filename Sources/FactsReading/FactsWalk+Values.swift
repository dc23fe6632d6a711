import CEL
import Diagnostics
import PolicyModel
import SharedStorage

extension FactsWalk {
  /// The value that the token begins, read as a type; nil where it is mistaken, which is then said.
  mutating func value(of type: Int, _ token: FactsToken, _ maximum: Int) -> Value? {
    switch token {
    case .scalar: return scalar(type, maximum)
    case .list:
      guard case .list(let element, _) = layout.types[type] else { break }
      return list(of: element, maximum)
    case .object:
      switch layout.types[type] {
      case .map(let key, let value, _): return map(key, value, maximum)
      case .record(let record): return self.record(record)
      case .bool, .int, .double, .string, .timestamp, .duration, .term, .list: break
      }
    case .null: break
    case .reported:
      isRefused = true
      return nil
    case .failed: return nil
    }
    addOfValue { .wrongType($0, type, token) }
    source.skipRest(of: token)
    return nil
  }

  private mutating func scalar(_ type: Int, _ maximum: Int) -> Value? {
    switch layout.types[type] {
    case .bool: if case .bool(let value) = source.scalar { return .bool(value) }
    case .int:
      switch source.scalar {
      case .int(let value): return .int(value)
      case .outOfRange: return refused { .outOfRange($0, "an int") }
      case .text, .bool, .double: break
      }
    case .double:
      switch source.scalar {
      // 0 for -0 too: nobody who states none means another one.
      case .int(let value): return .double(Double(value))
      case .double(let value): return .double(value == 0 ? 0 : value)
      case .outOfRange: return refused { .outOfRange($0, "a double") }
      case .text, .bool: break
      }
    case .string: if source.isText { return text(maximum) }
    case .term(let set): if source.isText { return term(set) }
    case .timestamp: if source.isText { return timestamp() }
    case .duration: if source.isText { return duration() }
    case .list, .map, .record: break
    }
    return refused { .wrongType($0, type, .scalar) }
  }

  private mutating func refused(_ mistake: (FactsWalk) -> Diagnostic) -> Value? {
    addOfValue(mistake)
    return nil
  }

  private mutating func text(_ maximum: Int) -> Value? {
    let text = source.string
    if text.utf8.count > maximum { return refused { .tooLong($0, maximum) } }
    return .text(text)
  }

  private mutating func term(_ set: Int) -> Value? {
    let id = source.number(in: layout.names, scope: layout.scope(ofTerms: set))
    guard let id else { return refused { .unknownTerm($0, set) } }
    return .symbol(Symbol(set: UInt32(set), id: UInt32(id)))
  }

  private mutating func timestamp() -> Value? {
    if let instant = source.utcTimestamp { return .timestamp(instant) }
    if let instant = Timestamp(source.string) { return .timestamp(instant) }
    return refused { .badTimestamp($0) }
  }

  private mutating func duration() -> Value? {
    switch Durations.parse(source.string, allowsDays: true) {
    case .nanoseconds(let value): .duration(value)
    case .outOfRange: refused { .longDuration($0) }
    case .malformed: refused { .badDuration($0) }
    }
  }
}

extension FactsLayout {
  /// Most lists and maps of a request are no longer: room for so much is made at once.
  static var usualCount: Int { 8 }

  /// Puts into a record what it leaves out: none where that is nullable, else not known.
  ///
  /// The way is that to the record.
  func complete(
    _ values: inout [Value], of number: Int, isKnown: (Int) -> Bool, at slot: Int,
    _ steps: [FactsStep]
  ) {
    var base: String?
    for index in values.indices where !isKnown(index) {
      if records[number][index].isNullable {
        values[index] = .null
      } else {
        let path = base ?? self.path(slot, steps)
        base = path
        let name = vocabulary.records[number].fields[index].name
        values[index] = .unknown(UnknownSet(path + "." + name))
      }
    }
  }
}

extension FactsWalk {
  private mutating func list(of type: Int, _ maximum: Int) -> Value? {
    let start = source.place
    let usual = layout.types[type].usualMaximum
    var elements: [Value] = []
    var isWhole = true
    var count = 0
    steps.append(.element(0))
    while source.nextElement() {
      if count >= maximum {
        isWhole = false
        count += 1
        source.skip()
        continue
      }
      steps[steps.count - 1] = .element(count)
      count += 1
      let token = source.next()
      if let value = value(of: type, token, usual) {
        if elements.isEmpty { elements.reserveCapacity(FactsLayout.usualCount) }
        elements.append(value)
      } else {
        isWhole = false
      }
    }
    steps.removeLast()
    if count > maximum { add { .tooMany($0, maximum, "elements", at: start) } }
    return isWhole ? .array(elements) : nil
  }

  private mutating func map(_ keyType: Int, _ type: Int, _ maximum: Int) -> Value? {
    let start = source.place
    let usual = layout.types[type].usualMaximum
    var entries: [MapValue.Entry] = []
    var keys = KeySet()
    var isWhole = true
    var count = 0
    while source.nextKey() {
      if count == maximum { add { .tooMany($0, maximum, "entries", at: start) } }
      count += 1
      guard count <= maximum, let key = key(keyType) else {
        isWhole = false
        source.skip()
        continue
      }
      steps.append(.key(key))
      if keys.insert(key, among: entries) {
        let token = source.next()
        let value = value(of: type, token, usual)
        if value == nil { isWhole = false }
        if entries.isEmpty { entries.reserveCapacity(FactsLayout.usualCount) }
        entries.append((key, value ?? .null))
      } else {
        isWhole = false
        add { .statedTwice($0, nil) }
        source.skip()
      }
      steps.removeLast()
    }
    return isWhole ? .map(MapValue(entries: entries)) : nil
  }

  private mutating func key(_ type: Int) -> Value? {
    switch layout.types[type] {
    case .term(let set): term(set)
    case .string: text(layout.types[type].usualMaximum)
    case .bool, .int, .double, .timestamp, .duration, .list, .map, .record: nil
    }
  }

  private mutating func record(_ number: Int) -> Value? {
    let fields = layout.records[number]
    let scope = layout.scope(ofRecord: number)
    var values = [Value](repeating: .null, count: fields.count)
    var isKnown = [Bool](repeating: false, count: fields.count)
    var isRead = [Bool](repeating: false, count: fields.count)
    var isWhole = true
    while source.nextKey() {
      let index = source.number(in: layout.names, scope: scope)
      guard let index else {
        add { .unknownField($0, number) }
        isWhole = false
        source.skip()
        continue
      }
      steps.append(.field(record: number, index))
      defer { steps.removeLast() }
      guard !isRead[index] else {
        add { .statedTwice($0, nil) }
        isWhole = false
        source.skip()
        continue
      }
      isRead[index] = true
      let token = source.next()
      if token == .null { continue }
      let field = fields[index]
      if let value = value(of: field.type, token, field.maximum) {
        values[index] = value
        isKnown[index] = true
      } else {
        isWhole = false
      }
    }
    guard isWhole else { return nil }
    layout.complete(&values, of: number, isKnown: { isKnown[$0] }, at: slot, steps)
    return .record(RecordValue(type: layout.vocabulary.records[number].name, fields: values))
  }
}

/// The keys of a map that have been read: few are searched one by one, many by a table.
struct KeySet {
  private var many: Set<ValueKey> = []
  private static let longestScan = 16

  /// Whether a key is new, beside those of the entries that were read.
  mutating func insert(_ key: Value, among entries: [MapValue.Entry]) -> Bool {
    if many.isEmpty, entries.count < Self.longestScan {
      if case .symbol(let symbol) = key {
        for place in entries.indices {
          if case .symbol(symbol) = entries[place].key { return false }
        }
        return true
      }
      return !entries.contains { Value.equal($0.key, key) }
    }
    if many.isEmpty { many = Set(entries.map { ValueKey($0.key) }) }
    return many.insert(ValueKey(key)).inserted
  }
}
