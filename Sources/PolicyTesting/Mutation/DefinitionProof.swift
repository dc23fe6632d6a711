import CEL
import PolicyModel

/// Shows that a changed definition of the vocabulary means what it meant, whatever its conditions are.
enum DefinitionProof {
  /// What was gone through, in words; nil where the definitions differ, or may.
  static func text(
    _ name: String, _ before: CompiledLibrary, _ after: CompiledLibrary
  ) -> String? {
    guard let old = before.definition(named: name), let new = after.definition(named: name) else {
      return "no rule uses the definition"
    }
    // Tables belong to policies, so a vocabulary's definition asks none.
    var table = LeafTable(before, asksTables: false)
    let first = table.condition(old.body)
    let second = table.condition(new.body)
    guard var walk = CombinationWalk(table, most: EquivalenceProof.most) else { return nil }
    repeat {
      let truths = walk.truths
      guard first.truth({ truths[$0] }) == second.truth({ truths[$0] }) else { return nil }
    } while walk.next()
    return "the definition is the same for all \(walk.count) combinations of its conditions"
  }
}

extension CompiledLibrary {
  /// A definition that some rule uses, itself or through others.
  fileprivate func definition(named name: String) -> Definition? {
    var seen: Set<ObjectIdentifier> = []
    var waiting = atoms.map(\.checked)
    while let checked = waiting.popLast() {
      for case .definition(let definition)? in checked.references
      where seen.insert(ObjectIdentifier(definition)).inserted {
        if definition.name == name { return definition }
        waiting.append(definition.body)
      }
    }
    return nil
  }
}
