import CEL
import PolicyModel
import SharedStorage

/// Members that are read together.
extension RecipientColumns {
  /// The group in which a member is read together with others; nil where it is read by itself.
  func jointGroup(of branch: FactsLayout.Branch, _ needs: ColumnNeeds) -> Int? {
    guard header == nil, case .joint(let joint)? = needs.uses[branch.slot] else { return nil }
    // All of them, or none.
    let branches = layout.branches.array(layout.groups[group].branches)
    for other in branches {
      guard case .joint(let own)? = needs.uses[other.slot], own.group == joint.group else {
        continue
      }
      guard case .leaf(let type, _) = other.kind, InstantFields(type, layout) != nil else {
        return nil
      }
    }
    let count = needs.uses.values.count { use in
      if case .joint(let own) = use { own.group == joint.group } else { false }
    }
    let direct = branches.count { other in
      if case .joint(let own)? = needs.uses[other.slot] { own.group == joint.group } else { false }
    }
    return count == direct ? joint.group : nil
  }

  /// Makes a column of each group of members that are read together.
  mutating func addJoints(_ needs: ColumnNeeds) {
    var groups: [Int: [Int]] = [:]
    for member in members.indices {
      let branch = layout.branches[firstMember + member]
      if let group = jointGroup(of: branch, needs) { groups[group, default: []].append(member) }
    }
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
      let slots = group.map { layout.branches[firstMember + $0].slot }
      guard case .joint(let joint)? = needs.uses[slots[0]] else { continue }
      var cell = ColumnCell(kind: .joint, column: -1)
      addColumn(slots, key: nil, fixed: 2, to: &cell)
      number(&cell)
      let bounds = Int32(instants.count)
      for instant in joint.fixed {
        instants.append(InstantText(notBefore: instant))
        if let next = instant.next { instants.append(InstantText(notBefore: next)) }
      }
      let parts = Int32(jointParts.count)
      for member in group {
        guard case .leaf(let type, _) = layout.branches[firstMember + member].kind,
          let fields = InstantFields(type, layout)
        else { continue }
        members[member].cell.kind = .joint
        members[member].cell.lower = Int32(jointParts.count)
        let lower = Int32(jointFields.count)
        jointFields += fields.names.sorted()
        let texts = Int32(jointTexts.count)
        addComparedTexts(of: type, joint)
        var keys = ColumnCell(kind: .dictionary, column: -1)
        var entries = keys
        let ignored = joint.ignoredKeys[layout.branches[firstMember + member].slot] ?? []
        if !ignored.isEmpty {
          number(&keys)
          number(&entries)
        }
        jointKeys.append((ignored, 0))
        jointParts.append(
          JointPart(
            isAllInstants: fields.isAll, fields: (lower, Int32(jointFields.count)),
            texts: (texts, Int32(jointTexts.count)), keys: keys.dictionary,
            entries: entries.dictionary, maximum: members[member].cell.maximum))
      }
      joints.append(
        (
          JointCell(
            column: cell.column, dictionary: cell.dictionary,
            parts: (parts, Int32(jointParts.count)), bounds: (bounds, Int32(instants.count))), group
        ))
    }
  }

  /// Adds the fields of a map's records of which the texts matter little.
  private mutating func addComparedTexts(of type: Int, _ joint: ColumnNeeds.Joint) {
    guard case .map(_, let value, _) = layout.types[type],
      case .record(let record) = layout.types[value]
    else { return }
    let fields = layout.vocabulary.records[record].fields
    for (field, own) in zip(fields, layout.records[record]) {
      guard let texts = joint.comparedTexts[field.name] else { continue }
      jointTexts.append((field.name, own.maximum, texts))
    }
  }
}
