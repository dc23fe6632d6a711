import CEL
import PolicyModel
import SharedStorage

/// A vocabulary as a reader of requests wants it: names by their bytes, types without references.
///
///     scopes of `names`:  0 ..< groups.count             members: numbers in `branches`
///                         then one a record type         fields: numbers within the record
///                         then one a term set            terms: ids of symbols
///
/// A class, so that each reading holds it by one reference; nothing in it ever changes.
final class FactsLayout: Sendable {
  let vocabulary: Vocabulary
  /// What is known before anything is stated.
  let nothing: Facts
  /// How many slots an evaluation has: room for them is made at once.
  let slotCount: Int
  let names: NameTable
  let branches: FrozenArray<Branch>
  /// By group, its own slot (nil for the top) and the numbers of its branches.
  let groups: [(slot: Int?, branches: Range<Int>)]
  let types: FrozenArray<FlatType>
  let records: [[RecordField]]
  /// The slot of `client.id`, or of a `client` that is no group.
  let clientID: Int?

  /// The number of the top group, and its scope.
  static let top = 0
  /// What every empty list of a request is.
  static let emptyList = Value.array([])

  /// What a key of a group leads to.
  struct Branch: BitwiseCopyable {
    let kind: Kind
    /// The slot of the leaf, or of the group; -1 for a client that no vocabulary describes.
    let slot: Int
    let isNullable: Bool

    enum Kind: BitwiseCopyable {
      case leaf(type: Int, maximum: Int)
      case group(Int)
      /// `client` at the top: its id alone, or the group.
      case client(Int?)
    }
  }

  struct RecordField: BitwiseCopyable {
    let type: Int
    let maximum: Int
    let isNullable: Bool
  }

  /// A type whose parts are named by their numbers in `types`.
  enum FlatType: BitwiseCopyable {
    case bool
    case int
    case double
    case string
    case timestamp
    case duration
    case term(set: Int)
    case list(Int, maximum: Int)
    case map(key: Int, value: Int, maximum: Int)
    case record(Int)

    /// Elements of a list or map, or bytes of a string, inside another value.
    var usualMaximum: Int {
      switch self {
      case .string: FactType.string.usualMaximum
      case .list(_, let maximum), .map(_, _, let maximum): maximum
      case .bool, .int, .double, .timestamp, .duration, .term, .record: 0
      }
    }

    /// Whether records may stand in it: then the way into it matters.
    var hasParts: Bool {
      switch self {
      case .list, .map, .record: true
      case .bool, .int, .double, .string, .timestamp, .duration, .term: false
      }
    }
  }

  init(_ vocabulary: Vocabulary, slotCount: Int) {
    var plan = Plan(vocabulary)
    plan.addGroup(vocabulary.root, slot: nil)
    let records = vocabulary.records.map { record in
      record.fields.map { field in
        RecordField(
          type: plan.type(field.type), maximum: field.maximum, isNullable: field.isNullable)
      }
    }
    self.vocabulary = vocabulary
    self.slotCount = max(slotCount, vocabulary.facts.count)
    self.records = records
    nothing = Facts(nothingOf: vocabulary)
    groups = plan.groups
    branches = FrozenArray(plan.branches)
    types = FrozenArray(plan.types)
    let client = vocabulary.slot(of: "client").flatMap { vocabulary.facts[$0].isGroup ? nil : $0 }
    clientID = vocabulary.slot(of: "client.id") ?? client
    var names = plan.names
    for (number, record) in vocabulary.records.enumerated() {
      for (index, field) in record.fields.enumerated() {
        names.append((plan.groups.count + number, field.name, index))
      }
    }
    for (number, set) in vocabulary.termSets.enumerated() {
      let scope = plan.groups.count + vocabulary.records.count + number
      for (id, term) in set.terms.enumerated() { names.append((scope, term.id, id)) }
    }
    self.names = NameTable(names)
  }

  func scope(ofRecord number: Int) -> Int { groups.count + number }

  func scope(ofTerms set: Int) -> Int { groups.count + records.count + set }
}

/// The layout while it is put together.
private struct Plan {
  let vocabulary: Vocabulary
  var groups: [(slot: Int?, branches: Range<Int>)] = []
  var branches: [FactsLayout.Branch] = []
  var names: [(scope: Int, name: String, number: Int)] = []
  var types: [FactsLayout.FlatType] = []
  private var numbers: [FactType: Int] = [:]

  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Adds a group and what is below it; answers its number.
  @discardableResult
  mutating func addGroup(_ tree: FactTree, slot: Int?) -> Int {
    let group = groups.count
    groups.append((slot, 0..<0))
    guard case .group(_, let members) = tree else { return group }
    let isTop = group == FactsLayout.top
    var own: [(name: String, branch: FactsLayout.Branch)] = []
    for member in members {
      own.append((member.name, branch(to: member.tree, isClient: isTop && member.name == "client")))
    }
    if isTop, !members.contains(where: { $0.name == "client" }) {
      own.append(("client", .init(kind: .client(nil), slot: -1, isNullable: false)))
    }
    // The branches of one group stand together: those of the groups below are there already.
    let start = branches.count
    for (name, branch) in own {
      names.append((group, name, branches.count))
      branches.append(branch)
    }
    groups[group].branches = start..<branches.count
    return group
  }

  private mutating func branch(to tree: FactTree, isClient: Bool) -> FactsLayout.Branch {
    switch tree {
    case .leaf(let slot):
      let fact = vocabulary.facts[slot]
      let kind = FactsLayout.Branch.Kind.leaf(
        type: type(fact.type ?? .bool), maximum: fact.maximum)
      return .init(kind: kind, slot: slot, isNullable: fact.isNullable)
    case .group(let slot, _):
      let group = addGroup(tree, slot: slot)
      let isNullable = slot.map { vocabulary.facts[$0].isNullable } ?? false
      return .init(
        kind: isClient ? .client(group) : .group(group), slot: slot ?? -1, isNullable: isNullable)
    }
  }

  /// The number of a type, each kept once.
  mutating func type(_ type: FactType) -> Int {
    if let known = numbers[type] { return known }
    let flat = flat(type)
    numbers[type] = types.count
    types.append(flat)
    return types.count - 1
  }

  private mutating func flat(_ type: FactType) -> FactsLayout.FlatType {
    switch type {
    case .bool: .bool
    case .int: .int
    case .double: .double
    case .string: .string
    case .timestamp: .timestamp
    case .duration: .duration
    case .term(let set): .term(set: set)
    case .list(let element): .list(self.type(element), maximum: type.usualMaximum)
    case .map(let key, let value):
      .map(key: self.type(key), value: self.type(value), maximum: type.usualMaximum)
    case .record(let number): .record(number)
    }
  }
}
