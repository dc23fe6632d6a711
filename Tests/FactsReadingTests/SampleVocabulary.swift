import CEL
import PolicyModel

/// A small vocabulary with a fact of every type.
enum SampleVocabulary {
  static let vocabulary = make(SampleVocabulary.facts)

  static let kind = 0
  static let place = 1
  static let purpose = 2

  static let facts: [Fact] = [
    group("action"),
    fact("action.id", .string, maximum: 8),
    fact("action.kind", .term(kind)),
    fact("action.at", .timestamp, isNullable: true),
    fact("action.data", .list(.term(purpose)), maximum: 3),
    fact("action.retention", .duration),
    fact("action.transactional", .bool, defaultValue: .bool(false)),
    group("action.model", isNullable: true),
    fact("action.model.owner", .string, isNullable: true),
    fact("action.model.audits", .list(.record(1))),
    group("action.model.deep"),
    fact("action.model.deep.leaf", .int),
    group("client"),
    fact("client.id", .string, isStanding: true),
    fact("client.revenue", .double, isStanding: true),
    fact("now", .timestamp),
    group("recipient"),
    fact("recipient.age", .int, isSensitive: true),
    fact("recipient.consents", .map(key: .term(purpose), value: .record(0))),
    fact("recipient.location", .term(place)),
    fact("recipient.notes", .map(key: .string, value: .list(.string)), maximum: 20),
    fact("recipient.opt_outs", .map(key: .term(purpose), value: .timestamp), maximum: 2),
    fact("recipient.score", .double),
    fact("recipient.tags", .list(.string)),
  ]

  static let records = [
    RecordType(
      name: "consent",
      fields: [
        field("granted", .bool), field("at", .timestamp),
        field("withdrawn_at", .timestamp, isNullable: true), field("method", .term(kind)),
        field("wording", .string, isNullable: true, maximum: 4),
      ]),
    RecordType(
      name: "audit",
      fields: [field("n", .int), field("ratio", .double, isNullable: true)]),
  ]

  static let terms: [(name: String, ids: [String])] = [
    ("action-kind", ["flow", "message", "message.email", "message.sms"]),
    ("place", ["AT", "DE", "DE-BY", "NO", "US", "Ålesund"]),
    ("purpose", ["essential", "marketing", "marketing.email", "marketing.sms", "profiling"]),
  ]

  static func make(_ facts: [Fact]) -> Vocabulary {
    let facts = facts.sorted { $0.path < $1.path }
    let sets = terms.enumerated().compactMap { number, set in
      TermSet(
        name: set.name, number: UInt32(number),
        terms: set.ids.map { TermSet.Term(id: $0, doc: nil) }, memberships: [])
    }
    return Vocabulary(
      facts: facts, records: records, termSets: sets, root: tree(below: "", slot: nil, facts))
  }

  private static func tree(below base: String, slot: Int?, _ facts: [Fact]) -> FactTree {
    var members: [FactTree.Member] = []
    for (slot, fact) in facts.enumerated() where fact.path.hasPrefix(base) {
      let name = String(fact.path.dropFirst(base.count))
      guard !name.contains(".") else { continue }
      let below =
        fact.isGroup ? tree(below: fact.path + ".", slot: slot, facts) : FactTree.leaf(slot: slot)
      members.append(FactTree.Member(name: name, tree: below))
    }
    return .group(slot: slot, members: members.sorted { $0.name < $1.name })
  }

  private static func group(_ path: String, isNullable: Bool = false) -> Fact {
    Fact(path: path, type: nil, doc: "", isNullable: isNullable)
  }

  private static func fact(
    _ path: String, _ type: FactType, isNullable: Bool = false, isSensitive: Bool = false,
    isStanding: Bool = false, defaultValue: Value? = nil, maximum: Int? = nil
  ) -> Fact {
    Fact(
      path: path, type: type, doc: "", isNullable: isNullable, isSensitive: isSensitive,
      isStanding: isStanding, defaultValue: defaultValue, maximum: maximum)
  }

  private static func field(
    _ name: String, _ type: FactType, isNullable: Bool = false, maximum: Int? = nil
  ) -> RecordType.Field {
    RecordType.Field(
      name: name, type: type, doc: "", isNullable: isNullable, isSensitive: false,
      maximum: maximum)
  }
}
