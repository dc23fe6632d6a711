import CEL
import Diagnostics
import PolicyEngine
import PolicyModel

/// Makes requests by chance for what cannot be proved: values near the constants that rules compare
/// with, terms that they name and what is around these, facts that are left out.
///
/// Repeatable: the same seed makes the same requests.
struct FactGenerator {
  private let vocabulary: Vocabulary
  private let slots: Set<Int>
  private let fixed: Set<Int>
  private let client: String?
  private var chance: Chance
  private var symbols: [Symbol] = []
  private var numbers: [Double] = []
  private var strings: [String] = []
  private var durations: [Int64] = [0, 3_600_000_000_000, 86_400_000_000_000]
  private let now: Timestamp?

  private static let zones = ["UTC", "Europe/Berlin", "America/New_York", "+09:00", "-09:00"]

  /// Requests that state what some rules read, for a side whose standing facts are not stated again.
  init(
    _ library: CompiledLibrary, rules: [Int], settings: [Value], standing: [Int: Value],
    client: String?, seed: UInt64
  ) {
    vocabulary = library.vocabulary
    fixed = Set(standing.keys)
    self.client = client
    chance = Chance(seed)
    var constants = Constants()
    var slots: Set<Int> = []
    for rule in rules.map({ library.rules[$0] }) {
      let conditions = [rule.when, rule.body] + rule.exceptions.map(\.when)
      for number in conditions.flatMap(\.atoms) {
        let atom = library.atoms[number]
        slots.formUnion(atom.facts)
        constants.collect(atom.checked)
        for slot in atom.settings where slot - library.vocabulary.facts.count < settings.count {
          constants.note(settings[slot - library.vocabulary.facts.count])
        }
      }
      slots.formUnion(rule.neededRoots)
    }
    self.slots = slots
    symbols = constants.symbols
    numbers = constants.numbers + [0]
    strings = constants.strings + ["text"] + (constants.asksForClock ? Self.zones : [])
    durations += constants.strings.compactMap {
      Durations.parse($0, allowsDays: true).value
    }
    now = Timestamp(Witness.usualNow)
  }

  mutating func request() -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = []
    if let client { entries.append(("client", .string(client))) }
    entries.append(("now", .string(instant(Int64(chance.number(below: 24)) * 3_600_000_000_000))))
    let known = chance.pick([60, 90, 97]) ?? 90
    if case .group(_, let members) = vocabulary.root {
      for member in members where member.name != "now" {
        if member.name == "client", client != nil { continue }
        if let value = value(of: member.tree, known) { entries.append((member.name, value)) }
      }
    }
    return .object(entries)
  }

  private mutating func value(of tree: FactTree, _ known: Int) -> JSONValue? {
    switch tree {
    case .leaf(let slot):
      let fact = vocabulary.facts[slot]
      guard slots.contains(slot), !fixed.contains(slot), let type = fact.type,
        chance.number(below: 100) < known, fact.path != "action.at"
      else { return nil }
      if fact.isNullable, chance.number(below: 4) == 0 { return .null }
      return value(type, known)
    case .group(let slot, let members):
      guard let slot else { return nil }
      if vocabulary.facts[slot].isNullable, chance.number(below: 6) == 0 {
        return slots.contains(slot) ? .null : nil
      }
      var inner: [(key: String, value: JSONValue)] = []
      for member in members {
        if let value = value(of: member.tree, known) { inner.append((member.name, value)) }
      }
      return inner.isEmpty && !slots.contains(slot) ? nil : .object(inner)
    }
  }

  private mutating func value(_ type: FactType, _ known: Int) -> JSONValue {
    switch type {
    case .bool: return .bool(chance.number(below: 2) == 0)
    case .int:
      let near = (chance.pick(numbers) ?? 0) + Double(chance.number(below: 3) - 1)
      return .int(Int64(exactly: near) ?? 0)
    case .double:
      let step: Double = chance.pick([0.0, 0.0, 0.01, -0.01]) ?? 0
      return .double((chance.pick(numbers) ?? 0) + step)
    case .string: return .string(chance.pick(strings) ?? "")
    case .timestamp:
      let span = (chance.pick(durations) ?? 0) + Int64(chance.number(below: 3) - 1) * 1_000_000_000
      let sign: Int64 = chance.number(below: 4) == 0 ? 1 : -1
      return .string(instant(sign * span))
    case .duration:
      let span = (chance.pick(durations) ?? 0) + Int64(chance.number(below: 3) - 1) * 1_000_000_000
      return .string(Durations.text(span))
    case .term(let set): return .string(term(set))
    case .list(let element):
      return .array((0..<chance.number(below: 4)).map { _ in value(element, known) })
    case .map(.term(let set), let value):
      var entries: [(key: String, value: JSONValue)] = []
      for _ in 0..<chance.number(below: 3) {
        let key = term(set)
        if !entries.contains(where: { $0.key == key }) {
          entries.append((key, self.value(value, known)))
        }
      }
      return .object(entries)
    case .map: return .object([])
    case .record(let number):
      var entries: [(key: String, value: JSONValue)] = []
      for field in vocabulary.records[number].fields where chance.number(below: 100) < known {
        if field.isNullable, chance.number(below: 3) == 0 { continue }
        entries.append((field.name, value(field.type, known)))
      }
      return .object(entries)
    }
  }

  private func instant(_ later: Int64) -> String {
    now?.adding(nanoseconds: later)?.text ?? Witness.usualNow
  }

  /// A term that the rules name, one around it, or any.
  private mutating func term(_ number: Int) -> String {
    let set = vocabulary.termSets[number]
    let any = UInt32(chance.number(below: set.terms.count))
    guard let named = chance.pick(symbols.filter { Int($0.set) == number }) else {
      return set.terms[Int(any)].id
    }
    let era = set.eraCount - 1
    let id: UInt32 =
      switch chance.number(below: 8) {
      case 0...3: chance.pick(set.parts(of: named.id, era: era)) ?? named.id
      case 4: chance.pick(set.wholes(of: named.id, era: era)) ?? named.id
      case 5: any
      default: named.id
      }
    return set.terms[Int(id)].id
  }
}

/// Repeatable chance: SplitMix64 (Steele, Lea, Flood 2014).
struct Chance {
  private var state: UInt64

  init(_ seed: UInt64) { state = (seed &+ 1) &* 0xD1B5_4A32_D192_ED03 }

  mutating func number(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return limit <= 1 ? 0 : Int(mixed % UInt64(limit))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[number(below: elements.count)]
  }
}
