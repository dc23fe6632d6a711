/// Facts of the small world as the plain evaluator sees them (language.md, section 4).
package struct PlainFacts {
  private let tree: RandomFacts.Tree
  package let day: String

  /// By path: how to read a leaf, and whether it may be none.
  private static let leaves: [String: (kind: Kind, isNullable: Bool)] = [
    "now": (.instant, false), "action.kind": (.term("action-kind"), false),
    "action.flag": (.plain, false), "action.other": (.plain, false),
    "action.count": (.plain, false), "action.limit": (.plain, true),
    "action.name": (.plain, true), "action.tags": (.terms("tag"), false),
    "action.detail.ok": (.plain, false), "action.detail.score": (.plain, false),
    "recipient.location": (.term("place"), false), "recipient.vip": (.plain, false),
    "recipient.objections": (.terms("tag"), false), "recipient.consents": (.consents, false),
  ]
  private static let groups: [String: Bool] = [
    "action": false, "action.detail": true, "recipient": false,
  ]

  private enum Kind {
    case plain, instant, consents
    case term(String)
    case terms(String)
  }

  package init(_ facts: RandomFacts) {
    tree = facts.tree
    if case .text(let now) = facts.tree["now"] { day = String(now.prefix(10)) } else { day = "" }
  }

  package static func isDeclared(_ path: String) -> Bool {
    leaves[path] != nil || groups[path] != nil
  }

  package var statesRecipient: Bool {
    if case .object = tree["recipient"] { true } else { false }
  }

  /// The value at a declared path.
  package func value(at path: String) -> PlainValue {
    var node: RandomFacts.Tree? = tree
    for step in path.split(separator: ".") {
      if case .null = node { break }
      node = node?[String(step)]
    }
    if let isNullable = Self.groups[path] {
      switch node {
      case .object: return .bool(true)
      case .null: return isNullable ? .null : .unknown
      default: return .unknown
      }
    }
    guard let leaf = Self.leaves[path], let node else { return .unknown }
    if case .null = node {
      return leaf.isNullable || liesInNone(path) ? .null : .unknown
    }
    return read(node, leaf.kind)
  }

  private func liesInNone(_ path: String) -> Bool {
    guard path.hasPrefix("action.detail.") else { return false }
    guard case .null = tree["action"]?["detail"] else { return false }
    return true
  }

  private func read(_ node: RandomFacts.Tree, _ kind: Kind) -> PlainValue {
    switch (node, kind) {
    case (.bool(let value), _): return .bool(value)
    case (.int(let value), _): return .int(value)
    case (.text(let text), .term(let set)): return .term(set: set, text)
    case (.text(let text), .instant): return .instant(text)
    case (.text(let text), _): return .text(text)
    case (.list(let elements), .terms(let set)):
      return .list(elements.map { read($0, .term(set)) })
    case (.object(let members), .consents):
      return .map(set: "tag", members.map { ($0.name, consent($0.value)) })
    default: return .unknown
    }
  }

  private func consent(_ node: RandomFacts.Tree) -> PlainValue {
    var fields: [String: PlainValue] = [:]
    for name in ["granted", "at", "level", "withdrawn_at"] {
      switch node[name] {
      case nil, .null: fields[name] = name == "withdrawn_at" ? .null : .unknown
      case .some(let value):
        fields[name] = read(value, name == "at" || name == "withdrawn_at" ? .instant : .plain)
      }
    }
    return .record(fields)
  }
}
