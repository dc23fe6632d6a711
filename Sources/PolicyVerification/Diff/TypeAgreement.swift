import PolicyModel

/// Which facts two vocabularies declare alike, as far as both know them.
///
/// What is asked of a fact that is something else on the other side, an int there and a double here,
/// stands for values that have nothing to do with each other: about such facts nothing is proved.
struct TypeAgreement {
  /// The paths of facts that are declared otherwise.
  private let otherwise: Set<String>

  var isWhole: Bool { otherwise.isEmpty }

  init(_ old: Vocabulary, _ new: Vocabulary) {
    otherwise = Set(
      old.facts.filter { fact in
        guard let other = new.slot(of: fact.path).map({ new.facts[$0] }) else { return false }
        guard let one = fact.type, let two = other.type else { return fact.type != other.type }
        return !Self.agree(one, old, two, new)
      }.map(\.path))
  }

  /// Whether a rule reads a fact that is declared otherwise.
  func concern(_ rule: Int, _ side: DiffSide) -> Bool {
    guard !isWhole else { return false }
    let library = side.library
    return library.vocabulary.facts.indices.contains { slot in
      otherwise.contains(library.vocabulary.facts[slot].path)
        && library.rules[rule].reads(slot, in: library)
    }
  }

  private static func agree(
    _ one: FactType, _ old: Vocabulary, _ other: FactType, _ new: Vocabulary
  ) -> Bool {
    switch (one, other) {
    case (.term(let first), .term(let second)):
      old.termSets[first].name == new.termSets[second].name
    case (.list(let first), .list(let second)): agree(first, old, second, new)
    case (.map(let key, let value), .map(let otherKey, let otherValue)):
      agree(key, old, otherKey, new) && agree(value, old, otherValue, new)
    case (.record(let first), .record(let second)):
      old.records[first].fields.allSatisfy { field in
        guard let same = new.records[second].fields.first(where: { $0.name == field.name }) else {
          return true
        }
        return field.isNullable == same.isNullable && agree(field.type, old, same.type, new)
      }
    case (_, _): one == other
    }
  }
}
