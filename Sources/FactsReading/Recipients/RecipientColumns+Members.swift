import CEL
import PolicyModel
import SharedStorage

/// What the members and cells are read as.
extension RecipientColumns {
  mutating func addMember(
    _ branch: FactsLayout.Branch, _ needs: ColumnNeeds, _ shapes: [CSVShape.Member]
  ) {
    let path = layout.vocabulary.facts[branch.slot].path
    let name = String(path.dropFirst("recipient.".count))
    let slots = layout.slots(of: branch)
    let use = slots.compactMap { needs.uses[$0] }.first
    let isJoint = jointGroup(of: branch, needs) != nil
    var cell = ColumnCell(kind: .dictionary, column: -1)
    var keyCells: [(name: String, cell: ColumnCell)] = []
    cell.isNullable = branch.isNullable
    if case .leaf(let type, let maximum) = branch.kind {
      cell.maximum = maximum
      let shape = shapes.first { $0.name == name }?.shape
      // What an empty cell means may be for the reader of single requests to say.
      cell.kind = isJoint || shape?.isPlain == false ? .dictionary : kind(ofType: type, use)
      cell.isID = name == "id" && isString(type)
      if cell.kind == .map, case .map(_, let valueType, _) = layout.types[type] {
        var uses: [ColumnNeeds.KeyUse] = []
        if case .keys(let asked)? = use { uses = asked }
        for use in uses {
          guard let name = keyName(use.key) else { continue }
          let cell = keyCell(valueType, use, slots)
          keyCells.append((name, cell))
        }
      }
    }
    switch cell.kind {
    case .map: break
    case .int, .instant:
      var stretches: [Value]?
      if case .stretches(let values)? = use { stretches = values }
      addStretches(stretches, to: &cell, slots, key: nil)
    case .bool: if use != nil { addBools(slots, key: nil, to: &cell) }
    case .dictionary:
      if use != nil, !isJoint { addColumn(slots, key: nil, fixed: 2, to: &cell) }
    case .text, .number, .joint: break
    }
    if cell.kind == .dictionary { number(&cell) }
    members.append((name, cell))
    keys.append(keyCells)
    self.shapes.append(nil)
  }

  private func isString(_ type: Int) -> Bool {
    if case .string = layout.types[type] { true } else { false }
  }

  /// How the values of a type are read; `use`: what is asked of them.
  private func kind(ofType type: Int, _ use: ColumnNeeds.Use?) -> ColumnCell.Kind {
    switch (layout.types[type], use) {
    case (.string, nil): .text
    case (.double, nil): .number
    case (.bool, _): .bool
    case (.int, nil), (.int, .stretches): .int
    case (.timestamp, nil), (.timestamp, .stretches): .instant
    case (.map(_, let value, _), nil), (.map(_, let value, _), .keys):
      isScalar(value) ? .map : .dictionary
    default: .dictionary
    }
  }

  private func isScalar(_ type: Int) -> Bool {
    switch layout.types[type] {
    case .bool, .int, .double, .string, .timestamp, .duration, .term: true
    case .list, .map, .record: false
    }
  }

  private func keyName(_ key: Value) -> String? {
    switch key {
    case .string(let text): ColumnNeeds.isPlain(text.string) ? text.string : nil
    case .symbol(let term): layout.vocabulary.termSets[Int(term.set)].terms[Int(term.id)].id
    default: nil
    }
  }

  /// The cell of one key of a map; `use` is nil for keys of which nothing is asked.
  mutating func keyCell(
    _ type: Int, _ use: ColumnNeeds.KeyUse?, _ slots: [Int]
  ) -> ColumnCell {
    var cell = ColumnCell(kind: .dictionary, column: -1)
    cell.maximum = layout.types[type].usualMaximum
    switch (layout.types[type], use) {
    case (.timestamp, nil): cell.kind = .instant
    case (.int, nil): cell.kind = .int
    case (.string, nil): cell.kind = .text
    case (.timestamp, let use?) where use.stretches != nil:
      cell.kind = .instant
      addStretches(use.stretches, to: &cell, slots, key: use.key)
    case (.int, let use?) where use.stretches != nil:
      cell.kind = .int
      addStretches(use.stretches, to: &cell, slots, key: use.key)
    case (.bool, let use):
      cell.kind = .bool
      if let use { addBools(slots, key: use.key, to: &cell) }
    case (_, let use?): addColumn(slots, key: use.key, fixed: 2, to: &cell)
    default: break
    }
    if cell.kind == .dictionary { number(&cell) }
    return cell
  }

  mutating func number(_ cell: inout ColumnCell) {
    cell.dictionary = dictionaryCount
    dictionaryCount += 1
  }

  mutating func addColumn(
    _ slots: [Int], key: Value?, fixed: Int, to cell: inout ColumnCell
  ) {
    cell.column = Int32(columns.count)
    var entries = Array(repeating: Entry(stated: []), count: fixed)
    if key != nil, let slot = slots.first {
      entries[Int(ColumnCell.absent)] = Entry(stated: [(slot, .map(MapValue(entries: [])))])
    }
    columns.append(Column(slots: slots, key: key, entries: entries, fixedCount: fixed))
  }

  private mutating func addBools(_ slots: [Int], key: Value?, to cell: inout ColumnCell) {
    addColumn(slots, key: key, fixed: Int(ColumnCell.code(of: true)) + 1, to: &cell)
    guard let slot = slots.first else { return }
    for value in [false, true] {
      let stated = key.map { .map(MapValue(entries: [($0, .bool(value))])) } ?? Value.bool(value)
      columns[Int(cell.column)].entries[Int(ColumnCell.code(of: value))] = Entry(
        stated: [(slot, stated)])
    }
  }

  /// Gives each stretch between values a code, and one of the stretch's values as what it states.
  private mutating func addStretches(
    _ values: [Value]?, to cell: inout ColumnCell, _ slots: [Int], key: Value?
  ) {
    guard let values, let slot = slots.first else { return }
    let count = Int(ColumnCell.firstCode) + values.count + 1
    addColumn(slots, key: key, fixed: count, to: &cell)
    func state(_ code: Int, _ value: Value) {
      let stated = key.map { .map(MapValue(entries: [($0, value)])) } ?? value
      columns[Int(cell.column)].entries[code] = Entry(stated: [(slot, stated)])
    }
    let first = Int(ColumnCell.firstCode)
    switch cell.kind {
    case .int:
      cell.lower = Int32(ints.count)
      state(first, .int(.min))
      for (place, value) in values.enumerated() {
        guard case .int(let bound) = value else { continue }
        ints.append(bound)
        state(first + 1 + place, value)
      }
      cell.upper = Int32(ints.count)
    case .instant:
      cell.lower = Int32(instants.count)
      if let earliest = Timestamp(seconds: -62_135_596_800) { state(first, .timestamp(earliest)) }
      for (place, value) in values.enumerated() {
        guard case .timestamp(let bound) = value else { continue }
        instants.append(InstantText(notBefore: bound))
        state(first + 1 + place, value)
      }
      cell.upper = Int32(instants.count)
    case .text, .bool, .dictionary, .number, .map, .joint: break
    }
  }

  func slot(ofMember member: Int) -> Int? {
    let slot = layout.branches[firstMember + member].slot
    return slot >= 0 ? slot : nil
  }

  /// The type of the values of a member that is a map.
  func valueType(ofMember member: Int) -> Int? {
    guard case .leaf(let type, _) = layout.branches[firstMember + member].kind,
      case .map(_, let value, _) = layout.types[type]
    else { return nil }
    return value
  }
}

extension FactsLayout {
  /// The slots that a member may state, those below it with them.
  fileprivate func slots(of branch: Branch) -> [Int] {
    switch branch.kind {
    case .leaf: return [branch.slot]
    case .client: return branch.slot >= 0 ? [branch.slot] : []
    case .group(let group):
      return [branch.slot] + groups[group].branches.flatMap { slots(of: branches[$0]) }
    }
  }
}
