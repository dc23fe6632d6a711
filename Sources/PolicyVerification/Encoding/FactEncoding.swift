import CEL
import PolicyModel

/// Facts as symbols: whether they are stated, whether they are stated to be none, their values.
///
/// Symbols go by paths, not by slots, so that two libraries mean the same by them.
///
///     recipient.age                      the value
///     recipient.age?stated ?none         how it is known
///     recipient.consents[a.b]?present    a map's key
///     recipient.consents[a.b].at         a field of its value
///     action.claims#0                    an element of a list of texts or records
struct FactEncoding {
  let formulas: Formulas
  let view: LibraryView
  /// How many elements stand for a list of texts or records: as many as a question has conditions
  /// on one list.
  let listBound: Int
  let maps: MapEncoding

  private var vocabulary: Vocabulary { view.library.vocabulary }
  private var terms: LibraryTerms { view.terms }

  /// Instants that are judged: 1970 to 2299.
  static let instants = (first: Int128(0), last: Int128(10_413_791_999) * 1_000_000_000)
  /// Instants that a fact may state: the years 1 to 9999.
  private static let allInstants = (
    first: Int128(-62_135_596_800) * 1_000_000_000,
    last: Int128(253_402_300_800) * 1_000_000_000 - 1
  )

  // MARK: Slots

  /// What a slot holds, where `null` counts as a failure to have a value.
  func value(ofSlot slot: Int) -> Symbolic {
    let state = state(ofSlot: slot)
    return value(
      ofSlot: slot,
      State(unknown: state.unknown, failed: state.null))
  }

  /// `has` of a fact.
  func presence(ofSlot slot: Int) -> Ternary {
    let state = state(ofSlot: slot)
    return formulas.truth(
      formulas.not(state.null), State(unknown: state.unknown, failed: formulas.no))
  }

  struct SlotState {
    let unknown: Formula
    let null: Formula
  }

  func state(ofSlot slot: Int) -> SlotState {
    let fact = vocabulary.facts[slot]
    if let fixed = view.standing[slot] {
      if case .null = fixed { return SlotState(unknown: formulas.no, null: formulas.yes) }
      return SlotState(unknown: formulas.no, null: formulas.no)
    }
    if fact.path == "now" { return SlotState(unknown: formulas.no, null: formulas.no) }
    var null = isStatedNone(fact)
    for group in groups(above: fact.path) where group.isNullable {
      null = formulas.or(null, isStatedNone(group))
    }
    if fact.defaultValue != nil { return SlotState(unknown: formulas.no, null: null) }
    return SlotState(
      unknown: formulas.and(formulas.not(null), formulas.not(isStated(fact))), null: null)
  }

  /// Whether a group or fact is stated with a value.
  func isStated(_ fact: Fact) -> Formula {
    let name = fact.path + "?stated"
    let isNew = !formulas.isDeclared(name)
    let symbol = formulas.symbol(name, .truth)
    if isNew {
      // Whoever states a fact states the groups that it is in.
      if let parent = parent(of: fact.path) {
        formulas.constrain(symbol, formulas.implies(symbol, isStated(parent)))
      }
    }
    return symbol
  }

  /// Whether a fact is stated to be none.
  private func isStatedNone(_ fact: Fact) -> Formula {
    guard fact.isNullable else { return formulas.no }
    let name = fact.path + "?none"
    let isNew = !formulas.isDeclared(name)
    let symbol = formulas.symbol(name, .truth)
    if isNew {
      formulas.constrain(symbol, formulas.implies(symbol, formulas.not(isStated(fact))))
      if let parent = parent(of: fact.path) {
        formulas.constrain(symbol, formulas.implies(symbol, isStated(parent)))
      }
    }
    return symbol
  }

  private func parent(of path: String) -> Fact? {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    return vocabulary.slot(of: String(path[..<dot])).map { vocabulary.facts[$0] }
  }

  func groups(above path: String) -> [Fact] {
    var result: [Fact] = []
    var path = path
    while let parent = parent(of: path) {
      result.append(parent)
      path = parent.path
    }
    return result
  }

  private func value(ofSlot slot: Int, _ state: State) -> Symbolic {
    let fact = vocabulary.facts[slot]
    if let fixed = view.standing[slot], let constant = constant(fixed, fact.type) {
      return constant
    }
    guard let type = fact.type else {
      return .truth(formulas.truth(formulas.yes, state))
    }
    let stated = value(at: fact.path, type, state, maximum: fact.maximum)
    guard let value = fact.defaultValue, let usual = constant(value, type) else { return stated }
    return chosen(isStated(fact), stated, usual, state)
  }

  /// A default stands where nothing is stated.
  private func chosen(
    _ condition: Formula, _ stated: Symbolic, _ usual: Symbolic, _ state: State
  ) -> Symbolic {
    switch (stated, usual) {
    case (.truth(let stated), .truth(let usual)):
      return .truth(
        formulas.truth(formulas.conditional(condition, stated.yes, usual.yes), state))
    case (.integer(let stated, _), .integer(let usual, _)):
      return .integer(formulas.conditional(condition, stated, usual), state)
    case (.real(let stated, _), .real(let usual, _)):
      return .real(formulas.conditional(condition, stated, usual), state)
    case (.text(let stated, _), .text(let usual, _)):
      return .text(formulas.conditional(condition, stated, usual), state)
    case (.term(let set, let stated, _), .term(_, let usual, _)):
      return .term(set: set, formulas.conditional(condition, stated, usual), state)
    case (.list(let stated, _), .list(let usual, _)):
      let elements =
        stated.elements.map {
          SymbolicList.Element(present: formulas.and(condition, $0.present), value: $0.value)
        }
        + usual.elements.map {
          SymbolicList.Element(
            present: formulas.and(formulas.not(condition), $0.present), value: $0.value)
        }
      return .list(
        SymbolicList(
          elements: elements, size: formulas.conditional(condition, stated.size, usual.size)),
        state)
    case (_, _): return stated
    }
  }

  // MARK: Values

  /// The symbols of a value below a path.
  func value(at path: String, _ type: FactType, _ state: State, maximum: Int) -> Symbolic {
    switch type {
    case .bool: return .truth(formulas.truth(formulas.symbol(path, .truth), state))
    case .int: return .integer(whole(path, Int128(Int64.min), Int128(Int64.max)), state)
    case .duration: return .integer(whole(path, Int128(Int64.min), Int128(Int64.max)), state)
    case .timestamp:
      let bounds = path == "now" ? Self.instants : Self.allInstants
      return .integer(whole(path, bounds.first, bounds.last), state)
    case .double: return .real(formulas.symbol(path, .real), state)
    case .string: return .text(formulas.symbol(path, .integer), state)
    case .term(let own):
      return .term(set: terms.set(own), term(path, own), state)
    case .list(let element): return .list(list(path, element, maximum), state)
    case .map(.term(let own), let value):
      return .map(map(path, own, value, maximum), state)
    case .map: return .record(SymbolicRecord(path: path, type: -1), state)
    case .record(let number): return .record(SymbolicRecord(path: path, type: number), state)
    }
  }

  private func whole(_ path: String, _ low: Int128, _ high: Int128) -> Formula {
    let isNew = !formulas.isDeclared(path)
    let symbol = formulas.symbol(path, .integer)
    if isNew { formulas.constrain(symbol, formulas.between(low, symbol, high)) }
    return symbol
  }

  /// One of the terms that the library has.
  private func term(_ path: String, _ own: Int) -> Formula {
    let count = terms.count(own)
    let symbol = formulas.symbol(path, .choice(count))
    // Bit vectors hold more numbers than there are terms; of two libraries both must have it.
    let name = path + "?" + view.library.identity.digest
    if !formulas.isDeclared(name) {
      _ = formulas.symbol(name, .truth)
      let mine = terms.numbers(own) { _ in true }
      let inRange = formulas.make(.member(symbol, mine))
      formulas.constrain(symbol, inRange)
    }
    return symbol
  }

  private func list(_ path: String, _ element: FactType, _ maximum: Int) -> SymbolicList {
    var elements: [SymbolicList.Element] = []
    var present: [Formula] = []
    switch element {
    case .term(let own):
      let set = terms.set(own)
      for number in 0..<terms.count(own) where terms.own(own, number) != nil {
        let id = terms.world.sets[set].ids[Int(number)]
        let isThere = formulas.symbol("\(path)[\(id)]?present", .truth)
        present.append(isThere)
        guard maps.has(number, of: set) else { continue }
        elements.append(
          SymbolicList.Element(
            present: isThere,
            value: .term(
              set: set, formulas.choice(number, of: terms.count(own)), formulas.known)))
      }
    case .bool, .int, .double, .string, .timestamp, .duration, .list, .map, .record:
      for place in 0..<listBound {
        elements.append(
          SymbolicList.Element(
            present: formulas.symbol("\(path)#\(place)?present", .truth),
            value: value(at: "\(path)#\(place)", element, formulas.known, maximum: 1000)))
      }
      present = elements.map(\.present)
    }
    return SymbolicList(
      elements: elements,
      size: size(path, present, maximum, mayRepeat: true))
  }

  private func map(
    _ path: String, _ own: Int, _ type: FactType, _ maximum: Int
  ) -> SymbolicMap {
    let set = terms.set(own)
    var entries: [SymbolicMap.Entry] = []
    var present: [Formula] = []
    for number in 0..<terms.count(own) where terms.own(own, number) != nil {
      let place = "\(path)[\(terms.world.sets[set].ids[Int(number)])]"
      let isThere = formulas.symbol(place + "?present", .truth)
      present.append(isThere)
      entries.append(
        SymbolicMap.Entry(
          key: number, present: maps.has(number, of: set) ? isThere : formulas.no,
          value: value(at: place, type, formulas.known, maximum: 1000)))
    }
    return SymbolicMap(
      set: set, entries: entries, size: size(path, present, maximum, mayRepeat: false))
  }

  /// The number of elements: none where none is there, and no more than may be stated.
  private func size(
    _ path: String, _ present: [Formula], _ maximum: Int, mayRepeat: Bool
  ) -> Formula {
    let name = path + "?size"
    let isNew = !formulas.isDeclared(name)
    let symbol = formulas.symbol(name, .integer)
    guard isNew else { return symbol }
    let some = formulas.any(present)
    formulas.constrain(symbol, formulas.between(0, symbol, Int128(maximum)))
    formulas.constrain(
      symbol, formulas.equal(some, formulas.less(formulas.integer(0), symbol)))
    // Each that is there counts once at least. Long lists are counted by no rule.
    guard present.count <= 40 else { return symbol }
    var count = formulas.integer(0)
    for one in present {
      count = formulas.sum(
        count, formulas.conditional(one, formulas.integer(1), formulas.integer(0)))
    }
    formulas.constrain(
      symbol,
      mayRepeat ? formulas.lessOrSame(count, symbol) : formulas.equal(count, symbol))
    return symbol
  }

  // MARK: Records

  struct Field {
    let value: Symbolic
    let presence: Ternary
  }

  /// A field of a record: none where it is nullable and left out, else not known.
  func field(_ index: Int, of record: SymbolicRecord) -> Field? {
    guard vocabulary.records.indices.contains(record.type) else { return nil }
    let field = vocabulary.records[record.type].fields[index]
    let path = record.path + "." + field.name
    let stated = formulas.symbol(path + "?stated", .truth)
    let missing = formulas.not(stated)
    let state =
      field.isNullable
      ? State(unknown: formulas.no, failed: missing)
      : State(unknown: missing, failed: formulas.no)
    let presence =
      field.isNullable
      ? formulas.certain(stated)
      : formulas.truth(formulas.yes, State(unknown: missing, failed: formulas.no))
    return Field(
      value: value(at: path, field.type, state, maximum: field.maximum), presence: presence)
  }

  // MARK: Constants

  /// A value of the library as it stands; nil for what is not encoded.
  func constant(_ value: Value, _ type: FactType? = nil) -> Symbolic? {
    let known = formulas.known
    switch value {
    case .bool(let value): return .truth(formulas.certain(formulas.truth(value)))
    case .int(let value):
      if case .double? = type { return .real(formulas.make(.real(Double(value))), known) }
      return .integer(formulas.integer(value), known)
    case .double(let value):
      guard value.isFinite else { return nil }
      return .real(formulas.make(.real(value == 0 ? 0 : value)), known)
    case .duration(let value): return .integer(formulas.integer(value), known)
    case .timestamp(let value): return .integer(formulas.integer(Self.nanoseconds(value)), known)
    case .string(let value): return .text(formulas.text(value.string), known)
    case .symbol(let symbol):
      let own = Int(symbol.set)
      return .term(
        set: terms.set(own),
        formulas.choice(terms.number(of: symbol), of: terms.count(own)), known)
    case .list(let list):
      var elements: [SymbolicList.Element] = []
      for element in list.elements {
        guard let value = constant(element) else { return nil }
        elements.append(SymbolicList.Element(present: formulas.yes, value: value))
      }
      return .list(
        SymbolicList(elements: elements, size: formulas.integer(elements.count)), known)
    case .null, .uint, .bytes, .map, .record, .optional, .type, .opaque, .unknown, .error:
      return nil
    }
  }

  static func nanoseconds(_ instant: Timestamp) -> Int128 {
    Int128(instant.seconds) * 1_000_000_000 + Int128(instant.nanoseconds)
  }
}
