package import CEL
package import PolicyModel

/// Which of the facts that are stated of an allowed action it needs in order to be allowed.
package struct FactReduction: Sendable {
  /// The paths of all that is stated, fields of records one by one; sorted.
  package let stated: [String]
  /// Those without any of which it would not be allowed, the others being left out; sorted.
  package let needed: [String]

  /// What could be left out, all of it together.
  package var dispensable: [String] { stated.filter { !needed.contains($0) } }
}

extension Gate {
  /// Leaves out one fact after another as long as an action stays allowed, once from either end.
  ///
  /// What is left is irreducible: leaving out any one of it changes the verdict. It need not be the
  /// smallest such set, since one fact may do where two others would. The client's own facts, its id and
  /// the instant judged are not counted. Nil where the action is not allowed. Costs a judgement a
  /// fact.
  ///
  /// Throws as `prepare` does.
  package func reduction(
    of facts: Facts, at: Timestamp?, clock: Timestamp?
  ) throws(FactsProblem) -> FactReduction? {
    var judgement = Judgement()
    judge(try prepare(facts, at: at, clock: clock), into: &judgement)
    guard judgement.verdict == .allow else { return nil }
    let leaves = leavesBySlot(of: facts)
    let forwards = try needed(of: facts, leaves, at: at, clock: clock, &judgement)
    let backwards = try needed(of: facts, leaves.reversed(), at: at, clock: clock, &judgement)
    return FactReduction(
      stated: leaves.joined().map(\.path).sorted(),
      needed: (backwards.count < forwards.count ? backwards : forwards).sorted())
  }

  /// What is left where facts are left out in the order given.
  private func needed(
    of facts: Facts, _ all: [[FactLeaf]], at: Timestamp?, clock: Timestamp?,
    _ judgement: inout Judgement
  ) throws(FactsProblem) -> [String] {
    var left = facts
    var needed: [String] = []
    for leaves in all {
      // A whole fact first: of a record that nobody asks for no field is needed.
      let whole = leaves[0].whole.removed(from: left, library.vocabulary)
      judge(try prepare(whole, at: at, clock: clock), into: &judgement)
      if judgement.verdict == .allow {
        left = whole
        continue
      }
      guard leaves.count > 1 || !leaves[0].isWhole else {
        needed.append(leaves[0].path)
        continue
      }
      for leaf in leaves {
        let fewer = leaf.removed(from: left, library.vocabulary)
        judge(try prepare(fewer, at: at, clock: clock), into: &judgement)
        if judgement.verdict == .allow {
          left = fewer
        } else {
          needed.append(leaf.path)
        }
      }
    }
    return needed
  }

  /// What is stated, a fact a list: itself alone, or the fields of its records.
  private func leavesBySlot(of facts: Facts) -> [[FactLeaf]] {
    let vocabulary = library.vocabulary
    let own = Set([anchors.now, anchors.actionAt, vocabulary.slot(of: "client.id")])
    return vocabulary.facts.indices.map { slot -> [FactLeaf] in
      let fact = vocabulary.facts[slot]
      guard facts.origins[slot] == .stated, !own.contains(slot) else { return [] }
      if fact.isGroup {
        guard case .null = facts.slots[slot] else { return [] }
        return [FactLeaf(slot: slot, path: fact.path, steps: [])]
      }
      // Fields of a group that is stated to be none are not stated themselves.
      if case .null = facts.slots[slot], facts.isBelowNone(slot, vocabulary) { return [] }
      return FactLeaf.leaves(of: facts.slots[slot], slot: slot, path: fact.path, vocabulary)
    }.filter { !$0.isEmpty }
  }
}

/// One stated value: a fact, or a field of a record in it.
private struct FactLeaf {
  let slot: Int
  let path: String
  /// The way to a field: places of entries or elements, and of fields, in turn.
  let steps: [Step]

  var isWhole: Bool { steps.isEmpty }
  /// The fact that it is a part of.
  var whole: FactLeaf { FactLeaf(slot: slot, path: path, steps: []) }

  enum Step {
    /// The place of a map's entry or of a list's element.
    case element(Int)
    case field(Int)
  }

  /// The fields of records, in the order in which they are kept; a value without records is one leaf.
  static func leaves(
    of value: Value, slot: Int, path: String, _ vocabulary: Vocabulary
  ) -> [FactLeaf] {
    var fields: [FactLeaf] = []
    func collect(_ value: Value, _ path: String, _ steps: [Step]) {
      switch value {
      case .map(let map):
        for (index, entry) in map.entries.enumerated() {
          guard case .symbol(let key) = entry.key else { continue }
          collect(entry.value, "\(path)[\(vocabulary.text(of: key))]", steps + [.element(index)])
        }
      case .list(let list):
        for (index, element) in list.elements.enumerated() {
          collect(element, "\(path)[\(index)]", steps + [.element(index)])
        }
      case .record(let record):
        guard let type = vocabulary.records.first(where: { $0.name == record.type }) else { return }
        for (index, field) in type.fields.enumerated() {
          if case .null = record.fields[index] { continue }
          if case .unknown = record.fields[index] { continue }
          fields.append(
            FactLeaf(slot: slot, path: "\(path).\(field.name)", steps: steps + [.field(index)]))
        }
      default: return
      }
    }
    collect(value, path, [])
    return fields.isEmpty ? [FactLeaf(slot: slot, path: path, steps: [])] : fields
  }

  func removed(from facts: Facts, _ vocabulary: Vocabulary) -> Facts {
    var fewer = facts
    let fact = vocabulary.facts[slot]
    guard steps.isEmpty else {
      fewer.slots[slot] = removed(from: facts.slots[slot], steps[...], vocabulary)
      return fewer
    }
    fewer.forget(slot, vocabulary)
    if fact.isGroup {
      for (other, inner) in vocabulary.facts.enumerated()
      where inner.path.hasPrefix(fact.path + ".") {
        fewer.forget(other, vocabulary)
      }
    }
    // A group of which nothing is stated any more is not stated itself.
    var parent = fact.path
    while let dot = parent.lastIndex(of: ".") {
      parent = String(parent[..<dot])
      let states = vocabulary.facts.indices.contains {
        vocabulary.facts[$0].path.hasPrefix(parent + ".") && fewer.origins[$0] == .stated
      }
      if states { break }
      if let group = vocabulary.slot(of: parent) { fewer.forget(group, vocabulary) }
    }
    return fewer
  }

  /// A value without the field at the end of a way: none where it may be none, else not known.
  private func removed(
    from value: Value, _ steps: ArraySlice<Step>, _ vocabulary: Vocabulary
  ) -> Value {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch (value, step) {
    case (.map(let map), .element(let index)):
      var entries = map.entries
      entries[index].value = removed(from: entries[index].value, rest, vocabulary)
      return .map(MapValue(entries: entries))
    case (.list(let list), .element(let index)):
      var elements = list.elements
      elements[index] = removed(from: elements[index], rest, vocabulary)
      return .array(elements)
    case (.record(let record), .field(let index)):
      guard let type = vocabulary.records.first(where: { $0.name == record.type }) else {
        return value
      }
      var fields = record.fields
      fields[index] = type.fields[index].isNullable ? .null : .unknown(UnknownSet(path))
      return .record(RecordValue(type: record.type, fields: fields))
    default: return value
    }
  }
}

extension Facts {
  /// As though nobody had stated it.
  fileprivate mutating func forget(_ slot: Int, _ vocabulary: Vocabulary) {
    let fact = vocabulary.facts[slot]
    slots[slot] = fact.defaultValue ?? .unknown(UnknownSet(fact.path))
    origins[slot] = fact.defaultValue == nil ? .notStated : .defaulted
  }

  fileprivate func isBelowNone(_ slot: Int, _ vocabulary: Vocabulary) -> Bool {
    var parent = vocabulary.facts[slot].path
    while let dot = parent.lastIndex(of: ".") {
      parent = String(parent[..<dot])
      if let group = vocabulary.slot(of: parent), case .null = slots[group] { return true }
    }
    return false
  }
}
