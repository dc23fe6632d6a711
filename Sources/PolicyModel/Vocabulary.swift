package import CEL

/// The facts and terms that policies may speak of, linked: every fact has its slot.
///
///     slots:  0 ..< facts.count            one a fact: leaves and groups, sorted by path
///             facts.count ..< slotCount    the settings of all policies, in their order
package struct Vocabulary: Sendable {
  /// By slot; groups (`action`, `action.content`) have one too, for `has` and "is it stated".
  package let facts: [Fact]
  /// The record types, by the number that `FactType.record` names.
  package let records: [RecordType]
  /// The term sets, by the number that `FactType.term` and `Symbol.set` name.
  package let termSets: [TermSet]
  /// The roots as a reader walks them.
  package let root: FactTree

  package init(facts: [Fact], records: [RecordType], termSets: [TermSet], root: FactTree) {
    self.facts = facts
    self.records = records
    self.termSets = termSets
    self.root = root
    slotsByPath = Dictionary(
      facts.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    setsByName = Dictionary(
      termSets.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private let slotsByPath: [String: Int]
  private let setsByName: [String: Int]

  /// The slot of a fact's path, such as `recipient.location`; nil where none is named so.
  package func slot(of path: String) -> Int? { slotsByPath[path] }

  package func termSet(named name: String) -> TermSet? { setsByName[name].map { termSets[$0] } }

  /// The text of a term, such as `message.email`.
  package func text(of symbol: Symbol) -> String {
    termSets[Int(symbol.set)].terms[Int(symbol.id)].id
  }
}

/// One fact, or a group of facts, with what may be stated of it.
package struct Fact: Sendable {
  /// Dots select fields: `action.content.has_unsubscribe`.
  package let path: String
  /// Nil for a group.
  package let type: FactType?
  package let doc: String
  package let unit: String?
  package let isNullable: Bool
  /// The value never leaves the engine.
  package let isSensitive: Bool
  /// Somebody can bring it about.
  package let isChangeable: Bool
  /// A client may state it once for all its actions.
  package let isStanding: Bool
  /// What holds where nothing is stated.
  package let defaultValue: Value?
  /// Elements of a list or map; UTF-8 bytes of a string.
  package let maximum: Int

  package init(
    path: String, type: FactType?, doc: String, unit: String? = nil, isNullable: Bool = false,
    isSensitive: Bool = false, isChangeable: Bool = false, isStanding: Bool = false,
    defaultValue: Value? = nil, maximum: Int? = nil
  ) {
    self.path = path
    self.type = type
    self.doc = doc
    self.unit = unit
    self.isNullable = isNullable
    self.isSensitive = isSensitive
    self.isChangeable = isChangeable
    self.isStanding = isStanding
    self.defaultValue = defaultValue
    self.maximum = maximum ?? type?.usualMaximum ?? 0
  }

  /// The first part of the path: `action`.
  package var rootName: String { String(path.prefix { $0 != "." }) }
  package var isGroup: Bool { type == nil }
}

/// The type of a fact as a vocabulary writes it.
package indirect enum FactType: Sendable, Hashable {
  case bool
  case int
  case double
  case string
  case timestamp
  case duration
  /// A term of a set, by the set's number in `Vocabulary.termSets`.
  case term(Int)
  case list(FactType)
  case map(key: FactType, value: FactType)
  /// A record, by its number in `Vocabulary.records`.
  case record(Int)

  /// Elements of a list or map, or bytes of a string, where the vocabulary says nothing.
  package var usualMaximum: Int {
    switch self {
    case .string: 4096
    case .list, .map: 1000
    case .bool, .int, .double, .timestamp, .duration, .term, .record: 0
    }
  }
}

/// A type under `types`: fields in the order in which values keep them.
package struct RecordType: Sendable {
  package let name: String
  package let fields: [Field]

  package struct Field: Sendable {
    package let name: String
    package let type: FactType
    package let doc: String
    package let isNullable: Bool
    package let isSensitive: Bool
    package let maximum: Int

    package init(
      name: String, type: FactType, doc: String, isNullable: Bool, isSensitive: Bool,
      maximum: Int? = nil
    ) {
      self.name = name
      self.type = type
      self.doc = doc
      self.isNullable = isNullable
      self.isSensitive = isSensitive
      self.maximum = maximum ?? type.usualMaximum
    }
  }

  package init(name: String, fields: [Field]) {
    self.name = name
    self.fields = fields
  }
}

/// Facts as a tree, for a reader that walks a request.
package indirect enum FactTree: Sendable {
  /// A leaf's slot.
  case leaf(slot: Int)
  /// A group's own slot (nil for the top) and its members, sorted by name.
  case group(slot: Int?, members: [Member])

  package struct Member: Sendable {
    package let name: String
    package let tree: FactTree
    package init(name: String, tree: FactTree) {
      self.name = name
      self.tree = tree
    }
  }
}
