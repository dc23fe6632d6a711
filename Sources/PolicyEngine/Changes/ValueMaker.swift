import CEL
import PolicyModel

/// Makes other values for facts, by their types.
struct ValueMaker {
  let vocabulary: Vocabulary
  let constants: Constants
  let now: Timestamp
  let client: String
  /// Terms that the action's facts name, beside the rule's constants.
  private var terms: [Symbol]
  /// Those that the action's facts name.
  private var named: Set<Symbol> = []

  /// What stands for a text that somebody has to write.
  static let someText = "(stated)"
  /// Ways to consent that no rule finds fault with.
  private static let sure: Set<String> = ["double_opt_in", "opt_in"]
  /// Fields of a consent record that speak against it (language.md, section 7).
  private static let burdens: Set<String> = ["bundled", "condition_of_service"]

  init(vocabulary: Vocabulary, constants: Constants, now: Timestamp, client: String) {
    self.vocabulary = vocabulary
    self.constants = constants
    self.now = now
    self.client = client
    terms = constants.symbols
  }

  mutating func noteTerms(of values: [Value]) {
    for value in values {
      switch value {
      case .symbol(let symbol):
        named.insert(symbol)
        if !terms.contains(symbol) { terms.append(symbol) }
      case .list(let list): noteTerms(of: list.elements)
      case .map(let map): noteTerms(of: map.entries.map(\.key))
      default: continue
      }
    }
  }

  func assignments(of slot: Int, from current: Value) -> [Assignment] {
    let fact = vocabulary.facts[slot]
    guard let type = fact.type else { return [Assignment(slot: slot, value: .null)] }
    var result: [Assignment] = []
    switch type {
    case .list(let element):
      result = lists(of: element, from: current).map { Assignment(slot: slot, value: $0) }
    case .map(.term(let set), let valueType):
      result = maps(slot, set, valueType, from: current)
    case .bool, .int, .double, .string, .timestamp, .duration, .term, .map, .record:
      result = values(of: type).map { Assignment(slot: slot, value: $0) }
    }
    if fact.isNullable { result.append(Assignment(slot: slot, value: .null)) }
    return result.filter { !Value.equal($0.value, current) }
  }

  private func values(of type: FactType) -> [Value] {
    switch type {
    case .bool: return [.bool(true), .bool(false)]
    case .int:
      let limits: [Double] = constants.numbers + [0]
      let near: [Double] = limits.flatMap { limit -> [Double] in [limit, limit - 1, limit + 1] }
      return near.compactMap { Int64(exactly: $0) }.map { Value.int($0) }
    case .double: return (constants.numbers + [1, 0]).map(Value.double)
    case .string:
      var texts = [Self.someText] + constants.strings
      if constants.asksForClock { texts += Self.zones }
      return texts.map { .text($0) }
    case .timestamp:
      return [0, -1, -30, -400].compactMap {
        now.adding(nanoseconds: $0 * 86_400_000_000_000)
      }.map(Value.timestamp)
    case .duration:
      let known = constants.strings.compactMap { Durations.parse($0, allowsDays: true).value }
      return (known + [0]).map(Value.duration)
    case .term(let set): return self.terms(of: set).map(Value.symbol) + other(set)
    case .record(let number): return records(number)
    case .list, .map: return []
    }
  }

  /// Offsets all around the day.
  private static let zones = [
    "UTC", "+03:00", "+06:00", "+09:00", "+12:00", "-03:00", "-06:00", "-09:00",
  ]

  private func terms(of set: Int) -> [Symbol] { terms.filter { Int($0.set) == set } }

  /// The first term that has no parts and none of those that are asked for about it.
  private func other(_ number: Int) -> [Value] {
    let set = vocabulary.termSets[number]
    let asked = terms(of: number)
    let era = set.eraCount - 1
    for id in 0..<UInt32(set.terms.count) where set.parts(of: id, era: era).count == 1 {
      if asked.allSatisfy({ set.within(id, $0.id, era: era) == .no }) {
        return [.symbol(Symbol(set: UInt32(number), id: id))]
      }
    }
    return []
  }

  private func lists(of element: FactType, from current: Value) -> [Value] {
    var known: [Value] = []
    if case .list(let list) = current { known = list.elements }
    var additions: [Value] = []
    switch element {
    case .term(let set): additions = terms(of: set).map(Value.symbol)
    case .record(let number): additions = records(number)
    case .string: additions = ([Self.someText] + constants.strings).map { .text($0) }
    case .bool, .int, .double, .timestamp, .duration, .list, .map: additions = []
    }
    additions.removeAll { addition in known.contains { Value.equal($0, addition) } }
    var result: [Value] = additions.map { .array(known + [$0]) }
    if additions.count > 1 { result.append(.array(known + additions)) }
    for index in known.indices {
      var fewer = known
      fewer.remove(at: index)
      result.append(.array(fewer))
    }
    result.append(.array([]))
    return result
  }

  private func maps(
    _ slot: Int, _ set: Int, _ type: FactType, from current: Value
  ) -> [Assignment] {
    var entries: [MapValue.Entry] = []
    if case .map(let map) = current { entries = map.entries }
    var result: [Assignment] = []
    // What the action itself names goes before what rules name.
    let keys = terms(of: set)
    let own = keys.filter { named.contains($0) }
    for key in own + keys.filter({ !named.contains($0) }) {
      let others = entries.filter { !Value.equal($0.key, .symbol(key)) }
      for value in values(of: type) {
        let map = MapValue(entries: others + [(key: .symbol(key), value: value)])
        result.append(Assignment(slot: slot, value: .map(map), key: key))
      }
    }
    result.append(Assignment(slot: slot, value: .map(MapValue(entries: []))))
    return result
  }

  /// Records with nothing against them; one for each way to choose the term that matters.
  private func records(_ number: Int) -> [Value] {
    let type = vocabulary.records[number]
    var variants: [[Value]] = [[]]
    for field in type.fields {
      let values = values(of: field)
      variants = variants.flatMap { variant in values.map { variant + [$0] } }
      variants = Array(variants.prefix(8))
    }
    return variants.map { .record(RecordValue(type: type.name, fields: $0)) }
  }

  private func values(of field: RecordType.Field) -> [Value] {
    switch field.type {
    case .bool: return [.bool(!Self.burdens.contains(field.name))]
    case .timestamp: return [field.isNullable ? .null : .timestamp(now)]
    case .string:
      if field.name == "controller" { return [.text(client)] }
      return field.isNullable
        ? [.text(Self.someText)] : (constants.strings.prefix(4).map { .text($0) } + [.text("")])
    case .int: return [.int(1_000_000)]
    case .double: return [.double(1)]
    case .duration: return [.duration(0)]
    case .term(let set):
      let asked = terms(of: set).map { narrowest($0) }
      if asked.isEmpty { return other(set) }
      // What is beyond doubt goes first: a search takes the first of what is as good.
      let sure = asked.filter { Self.sure.contains(vocabulary.text(of: $0)) }
      return (sure + asked.filter { !sure.contains($0) }).map(Value.symbol)
    case .list: return [.array([])]
    case .map: return [.map(MapValue(entries: []))]
    case .record: return [.null]
    }
  }

  /// The first part of a term that has no parts itself.
  private func narrowest(_ symbol: Symbol) -> Symbol {
    let set = vocabulary.termSets[Int(symbol.set)]
    let era = set.eraCount - 1
    let leaf = set.parts(of: symbol.id, era: era).first {
      set.parts(of: $0, era: era).count == 1
    }
    return leaf.map { Symbol(set: symbol.set, id: $0) } ?? symbol
  }
}
