import CEL
import FactsReading
import PolicyEngine
import PolicyModel

/// What a residue asks of the columns.
extension Residue {
  /// What is asked of each slot; `exact`: slots whose values are asked for besides.
  func needs(exact: [Int]) -> ColumnNeeds {
    var finder = StretchFinder(self)
    var needs = ColumnNeeds()
    var readers: [Int: [Part]] = [:]
    for part in parts { for slot in part.slots { readers[slot, default: []].append(part) } }
    for (slot, readers) in readers {
      let isAlone = readers.allSatisfy { $0.slots == [slot] }
      needs.uses[slot] =
        isAlone && !exact.contains(slot) ? use(of: slot, readers, &finder) : .value
    }
    for slot in exact { needs.uses[slot] = .value }
    for (number, group) in groups(exact, readers).enumerated() {
      guard let fixed = finder.fixedInstants(besides: group, parts) else { continue }
      var joint = ColumnNeeds.Joint(group: number, fixed: fixed)
      finder.addUses(of: group, self, to: &joint)
      for slot in group { needs.uses[slot] = .joint(joint) }
    }
    return needs
  }

  /// Slots that parts read together, where a map of records or of instants is among them: each row has texts of
  /// its own there, which differ in instants alone.
  private func groups(_ exact: [Int], _ readers: [Int: [Part]]) -> [Set<Int>] {
    var groups: [Set<Int>] = []
    for slot in readers.keys.sorted() {
      var group: Set<Int> = [slot]
      for part in readers[slot] ?? [] { group.formUnion(part.slots) }
      let touched = groups.filter { !$0.isDisjoint(with: group) }
      groups.removeAll { !$0.isDisjoint(with: group) }
      groups.append(touched.reduce(group) { $0.union($1) })
    }
    return groups.filter { group in
      let types = group.map { gate.library.vocabulary.facts[$0].type }
      let isAllowed = types.allSatisfy { type in
        switch type {
        case .bool, .term, .list, .map: true
        default: false
        }
      }
      let hasRecords = types.contains { type in
        if case .map(_, .record) = type { true } else { false }
      }
      return isAllowed && hasRecords && group.isDisjoint(with: exact)
    }
  }

  private func use(
    of slot: Int, _ readers: [Part], _ finder: inout StretchFinder
  ) -> ColumnNeeds.Use {
    switch gate.library.vocabulary.facts[slot].type {
    case .int, .timestamp:
      return finder.stretches(of: slot, key: nil, readers).map { .stretches($0) } ?? .value
    case .map(_, let value):
      var keys: [(key: Value, readers: [Part])] = []
      for part in readers {
        guard let key = part.program.onlyKey(ofMapIn: slot), isPlain(key),
          !finder.hangsOnOtherKeys(part, slot, key, in: gate.library.vocabulary)
        else { return .value }
        if let place = keys.firstIndex(where: { Value.equal($0.key, key) }) {
          keys[place].readers.append(part)
        } else {
          keys.append((key, [part]))
        }
      }
      let isOrdered = value == .timestamp || value == .int
      return .keys(
        keys.map { key, readers in
          let stretches = isOrdered ? finder.stretches(of: slot, key: key, readers) : nil
          return ColumnNeeds.KeyUse(key: key, stretches: stretches)
        })
    default: return .value
    }
  }

  private func isPlain(_ key: Value) -> Bool {
    if case .string(let text) = key { ColumnNeeds.isPlain(text.string) } else { true }
  }
}

/// Finds the values at which parts change their truth, where they change it in order.
///
/// Each part is asked at both ends and where it may turn; between two of these its truths are stretches,
/// whose ends are found by halving.
private struct StretchFinder {
  private static let most = 64
  private var evaluation: Evaluation

  init(_ residue: Residue) {
    evaluation = Evaluation(
      slots: residue.facts.slots, timeZones: residue.gate.library.timeZones)
  }

  /// The instants with which parts compare those within slots; nil where they do more with them.
  mutating func fixedInstants(besides slots: Set<Int>, _ parts: [Residue.Part]) -> [Timestamp]? {
    var found: Set<Timestamp> = []
    for part in parts where !slots.isDisjoint(with: part.slots) {
      guard let fixed = part.program.fixedInstants(besideSlots: slots, &evaluation) else {
        return nil
      }
      found.formUnion(fixed)
    }
    return found.count > 32 ? nil : found.sorted()
  }

  /// Adds which keys of a group's maps cannot matter, and which texts in their records matter little.
  mutating func addUses(
    of group: Set<Int>, _ residue: Residue, to joint: inout ColumnNeeds.Joint
  ) {
    let vocabulary = residue.gate.library.vocabulary
    let maps = group.filter { if case .map = vocabulary.facts[$0].type { true } else { false } }
    var records: [Int: Int] = [:]
    for slot in maps {
      if case .map(_, .record(let number)) = vocabulary.facts[slot].type { records[slot] = number }
    }
    var uses = EntryUses()
    for part in residue.parts where !group.isDisjoint(with: part.slots) {
      guard
        part.program.addUses(
          ofMapsIn: maps, ofRecordsIn: Set(records.keys), moving: residue.openSlots, &evaluation,
          to: &uses)
      else { return }
    }
    for slot in maps {
      guard case .map(.term(let set), _) = vocabulary.facts[slot].type else { continue }
      let terms = vocabulary.termSets[set].terms
      joint.ignoredKeys[slot] = Set(
        terms.indices.filter { id in
          let key = Value.symbol(Symbol(set: UInt32(set), id: UInt32(id)))
          return !uses.mayMatter(key, inSlot: slot, &evaluation)
        }.map { terms[$0].id })
    }
    guard let record = records.values.first, records.values.allSatisfy({ $0 == record }),
      !uses.usesRecords
    else { return }
    let fields = vocabulary.records[record].fields
    guard !fields.contains(where: { $0.type.holdsRecords }) else { return }
    for (number, field) in fields.enumerated()
    where field.type == .string && !uses.readFields.contains(number) {
      let texts = Set(uses.comparedTexts[number] ?? [])
      if texts.count <= 8, texts.allSatisfy(ColumnNeeds.isPlain) {
        joint.comparedTexts[field.name] = texts.sorted()
      }
    }
  }

  /// Whether a part has another truth where the map in a slot has a key beside the one that it asks for:
  /// a narrower term leaves a coarse one open.
  mutating func hangsOnOtherKeys(
    _ part: Residue.Part, _ slot: Int, _ key: Value, in vocabulary: Vocabulary
  ) -> Bool {
    guard case .symbol(let symbol) = key else { return false }
    let before = evaluation.slots[slot]
    defer { evaluation.setSlot(slot, to: before) }
    evaluation.setSlot(slot, to: .map(MapValue(entries: [])))
    let alone = part.program.truth(&evaluation)
    for id in vocabulary.termSets[Int(symbol.set)].terms.indices where id != Int(symbol.id) {
      let other = Value.symbol(Symbol(set: symbol.set, id: UInt32(id)))
      evaluation.setSlot(slot, to: .map(MapValue(entries: [(other, .null)])))
      if part.program.truth(&evaluation) != alone { return true }
    }
    return false
  }

  /// The first value of each stretch but the first, ascending; nil where there are none to be found.
  mutating func stretches(of slot: Int, key: Value?, _ readers: [Residue.Part]) -> [Value]? {
    let before = evaluation.slots[slot]
    defer { evaluation.setSlot(slot, to: before) }
    var bounds: Set<Int128> = []
    var isInt: Bool?
    for part in readers {
      evaluation.setSlot(slot, to: before)
      guard let turns = part.program.turns(alongSlot: slot, key: key, &evaluation) else {
        return nil
      }
      var points: [Int128] = []
      for turn in turns {
        switch turn {
        case .int(let value): points.append(Int128(value))
        case .timestamp(let instant): points.append(instant.position)
        default: return nil
        }
        let kind = if case .int = turn { true } else { false }
        if isInt ?? kind != kind { return nil }
        isInt = kind
      }
      if points.isEmpty { continue }
      let ends = isInt == true ? Self.intEnds : Self.instantEnds
      points = [ends.0] + points.filter { ends.0 < $0 && $0 < ends.1 } + [ends.1]
      points.sort()
      let asked = Asked(part: part, slot: slot, key: key, isInt: isInt == true)
      for (left, right) in zip(points, points.dropFirst()) {
        addBounds(from: left, to: right, asked, &bounds)
      }
      if bounds.count > Self.most { return nil }
    }
    return bounds.sorted().map { Self.value($0, isInt == true) }
  }

  private struct Asked {
    let part: Residue.Part
    let slot: Int
    let key: Value?
    let isInt: Bool
  }

  private mutating func addBounds(
    from start: Int128, to end: Int128, _ asked: Asked, _ bounds: inout Set<Int128>
  ) {
    var start = start
    let last = truth(at: end, asked)
    while true {
      let first = truth(at: start, asked)
      if first == last || bounds.count > Self.most { return }
      // The first value at which the truth is no longer that of the start.
      var (low, high) = (start, end)
      while high - low > 1 {
        let middle = low + (high - low) / 2
        if truth(at: middle, asked) == first { low = middle } else { high = middle }
      }
      bounds.insert(high)
      start = high
    }
  }

  private mutating func truth(at position: Int128, _ asked: Asked) -> Truth {
    let value = Self.value(position, asked.isInt)
    let stated = asked.key.map { .map(MapValue(entries: [($0, value)])) } ?? value
    evaluation.setSlot(asked.slot, to: stated)
    return asked.part.program.truth(&evaluation)
  }

  private static let intEnds = (Int128(Int64.min), Int128(Int64.max))
  private static let instantEnds = (
    Int128(-62_135_596_800) * second, Int128(253_402_300_799) * second + second - 1
  )
  private static let second: Int128 = 1_000_000_000

  private static func value(_ position: Int128, _ isInt: Bool) -> Value {
    if isInt { return .int(Int64(clamping: position)) }
    let (seconds, rest) = position.quotientAndRemainder(dividingBy: second)
    let isBefore = rest < 0
    let instant = Timestamp(
      seconds: Int64(isBefore ? seconds - 1 : seconds),
      nanoseconds: Int32(isBefore ? rest + second : rest))
    return instant.map { .timestamp($0) } ?? .null
  }
}

extension FactType {
  /// Whether records may stand in its values.
  fileprivate var holdsRecords: Bool {
    switch self {
    case .bool, .int, .double, .string, .timestamp, .duration, .term: false
    case .list(let element): element.holdsRecords
    case .map(_, let value): value.holdsRecords
    case .record: true
    }
  }
}

extension Timestamp {
  /// Nanoseconds since the epoch.
  fileprivate var position: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }
}
