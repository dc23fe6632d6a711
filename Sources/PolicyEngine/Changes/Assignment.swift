import CEL
import PolicyModel

/// One fact with another value, as a search tries it.
struct Assignment: Hashable, Sendable {
  let slot: Int
  /// The whole new value of the fact.
  let value: Value
  /// The key of a map's entry that is new, where only that is.
  let key: Symbol?
  /// The fact, or the entry of it, that is changed.
  var place: Place { Place(slot: slot, key: key) }

  struct Place: Hashable {
    let slot: Int
    let key: Symbol?
  }

  /// Tells assignments of one slot apart.
  private let label: String

  init(slot: Int, value: Value, key: Symbol? = nil) {
    self.slot = slot
    self.value = value
    self.key = key
    label = value.description
  }

  static func == (left: Assignment, right: Assignment) -> Bool {
    left.slot == right.slot && left.label == right.label
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(slot)
    hasher.combine(label)
  }

  /// Sets the fact, and says of its groups that they are stated.
  func apply(to slots: inout [Value], _ vocabulary: Vocabulary) {
    slots[slot] = value
    let path = vocabulary.facts[slot].path
    if vocabulary.facts[slot].isGroup {
      // A group that is stated to be none has no fields.
      for (other, fact) in vocabulary.facts.enumerated() where fact.path.hasPrefix(path + ".") {
        slots[other] = .null
      }
    }
    var parent = path
    while let dot = parent.lastIndex(of: ".") {
      parent = String(parent[..<dot])
      if let group = vocabulary.slot(of: parent), case .unknown = slots[group] {
        slots[group] = .bool(true)
      }
    }
  }

  /// The path, such as `recipient.consents[marketing.communications.email]`.
  func path(_ vocabulary: Vocabulary) -> String {
    let path = vocabulary.facts[slot].path
    return key.map { "\(path)[\(vocabulary.text(of: $0))]" } ?? path
  }

  /// What of the fact's value the path names.
  func part(of whole: Value) -> Value {
    guard let key, case .map(let map) = whole else { return whole }
    return map[.symbol(key)] ?? .null
  }
}
