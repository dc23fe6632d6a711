import CEL
import Diagnostics
import PolicyModel
import SharedStorage

/// One step into the value of a fact.
enum FactsStep {
  case element(Int)
  case key(Value)
  case field(record: Int, Int)
}

/// Walks a request along the vocabulary and fills the slots; the rules stand here once for JSON and
/// YAML.
///
/// A fact that is stated twice, is unknown or has another type is a mistake, and what is mistaken is
/// read over, so that one walk finds all mistakes. Any mistake refuses the request.
struct FactsWalk<Source: FactsSource> {
  var source: Source
  let layout: FactsLayout
  let file: SourceFile
  private(set) var facts: Facts
  /// What was stated, in the order of the request.
  private(set) var places: [ReadFacts.Place] = []
  private(set) var clientPlace: Range<Int>?
  private(set) var mistakes: [Diagnostic] = []
  /// Whether the request is refused, be it for mistakes that others have reported.
  var isRefused = false
  /// A bit a slot: its key has been read.
  private var seen: [UInt64]
  /// The fact that is being read, and the way into its value.
  var slot = 0
  var steps: [FactsStep] = []

  /// `base`: what is known before the request is read; nothing where it is left out.
  init(
    _ source: Source, _ layout: FactsLayout, _ file: SourceFile, onto base: Facts? = nil
  ) {
    self.source = source
    self.layout = layout
    self.file = file
    let base = base ?? layout.nothing
    var slots: [Value] = []
    slots.reserveCapacity(layout.slotCount)
    slots += base.slots
    facts = Facts(slots: slots, origins: base.origins, client: base.client)
    seen = Array(repeating: 0, count: base.slots.count / 64 + 1)
    places.reserveCapacity(16)
  }

  /// Reads onto facts that are handed over, and so need not be copied.
  init(
    _ source: Source, _ layout: FactsLayout, _ file: SourceFile, continuing facts: consuming Facts
  ) {
    self.source = source
    self.layout = layout
    self.file = file
    seen = Array(repeating: 0, count: layout.nothing.slots.count / 64 + 1)
    self.facts = facts
  }

  mutating func readRequest() {
    let token = source.next()
    switch token {
    case .object:
      readMembers(of: FactsLayout.top)
      source.finish()
    case .list, .null, .scalar:
      add { .notFacts(at: $0.range($0.source.place)) }
    case .reported: isRefused = true
    case .failed: break
    }
  }

  /// Reads an object that holds the members of one group alone, as a line of an audience does.
  mutating func readGroup(_ group: Int) {
    let token = source.next()
    let start = source.place
    switch token {
    case .object:
      readMembers(of: group)
      let place = start.lowerBound..<source.place.upperBound
      source.finish()
      if let slot = layout.groups[group].slot { state(slot, .bool(true), place) }
    case .list, .null, .scalar:
      if let slot = layout.groups[group].slot { add { .notAGroup($0, slot, at: start) } }
      source.skipRest(of: token)
      source.finish()
    case .reported: isRefused = true
    case .failed: break
    }
  }

  /// Reads the value of one member by itself, which must be all of the text.
  mutating func readMember(_ member: Int) {
    let branch = layout.branches[member]
    switch branch.kind {
    case .leaf(let type, let maximum): readLeaf(branch, type, maximum)
    case .group(let group): readGroup(branch, group)
    case .client(let group): readClient(branch, group)
    }
    source.finish()
  }

  /// Reads an object's keys and their values up to its end.
  private mutating func readMembers(of group: Int) {
    while source.nextKey() {
      let found = source.number(in: layout.names, scope: group)
      guard let found else {
        add { .unknownFact($0, in: group) }
        source.skip()
        continue
      }
      let branch = layout.branches[found]
      if branch.slot >= 0, !mark(branch.slot) {
        add { .statedTwice($0, branch.slot) }
        source.skip()
        continue
      }
      switch branch.kind {
      case .leaf(let type, let maximum): readLeaf(branch, type, maximum)
      case .group(let group): readGroup(branch, group)
      case .client(let group): readClient(branch, group)
      }
    }
  }

  private mutating func readLeaf(_ branch: FactsLayout.Branch, _ type: Int, _ maximum: Int) {
    let token = source.next()
    let start = source.place
    slot = branch.slot
    if token == .null {
      // Of a fact that is not nullable it says no more than silence: it stays as it was.
      if branch.isNullable { state(slot, .null, start) }
      return
    }
    guard let value = value(of: type, token, maximum) else { return }
    state(slot, value, start.lowerBound..<source.place.upperBound)
  }

  private mutating func readGroup(_ branch: FactsLayout.Branch, _ group: Int) {
    let token = source.next()
    let start = source.place
    switch token {
    case .object:
      readMembers(of: group)
      guard branch.slot >= 0 else { return }
      state(branch.slot, .bool(true), start.lowerBound..<source.place.upperBound)
    case .null:
      if branch.isNullable { stateNone(group, start) }
    case .list, .scalar:
      add { .notAGroup($0, branch.slot, at: start) }
      source.skipRest(of: token)
    case .reported: isRefused = true
    case .failed: break
    }
  }

  /// `client: acme` says the same as `client: {id: acme}`.
  private mutating func readClient(_ branch: FactsLayout.Branch, _ group: Int?) {
    let token = source.next()
    let start = source.place
    switch token {
    case .scalar where source.isText:
      let id = source.string
      facts.client = id
      clientPlace = start
      if branch.slot >= 0 { state(branch.slot, .bool(true), start) }
      if let slot = layout.clientID, mark(slot) { state(slot, .text(id), start) }
    case .object:
      guard let group else {
        add { .notAClient(at: $0.range(start)) }
        return source.skipRest(of: token)
      }
      readMembers(of: group)
      state(branch.slot, .bool(true), start.lowerBound..<source.place.upperBound)
    case .null: break
    case .list, .scalar:
      add { .notAClient(at: $0.range(start)) }
      source.skipRest(of: token)
    case .reported: isRefused = true
    case .failed: break
    }
  }

  private mutating func state(_ slot: Int, _ value: Value, _ place: Range<Int>) {
    if slot == layout.clientID, case .string(let id) = value {
      facts.client = id.string
      clientPlace = place
    }
    facts.slots[slot] = value
    facts.origins[slot] = .stated
    places.append(ReadFacts.Place(slot: slot, place))
  }

  /// States that there is no such group, and so nothing of what it would hold.
  private mutating func stateNone(_ group: Int, _ place: Range<Int>) {
    let (slot, branches) = layout.groups[group]
    if let slot { state(slot, .null, place) }
    for branch in branches.map({ layout.branches[$0] }) {
      switch branch.kind {
      case .leaf: state(branch.slot, .null, place)
      case .group(let group), .client(.some(let group)): stateNone(group, place)
      case .client(nil): break
      }
    }
  }

  /// Whether a slot's key is read for the first time.
  private mutating func mark(_ slot: Int) -> Bool {
    let bit = UInt64(1) << UInt64(slot & 63)
    if seen[slot >> 6] & bit != 0 { return false }
    seen[slot >> 6] |= bit
    return true
  }

  /// Adds a mistake; of a hopeless request only the first hundred are told.
  mutating func add(_ mistake: (FactsWalk) -> Diagnostic) {
    isRefused = true
    if mistakes.count < 100 { mistakes.append(mistake(self)) }
  }

  /// Adds a mistake in a value: its words are not shown where the fact is sensitive.
  mutating func addOfValue(_ mistake: (FactsWalk) -> Diagnostic) {
    add { $0.isSensitive ? mistake($0).withheld() : mistake($0) }
  }

  func range(_ place: Range<Int>) -> SourceRange { SourceRange(file, place) }
}
