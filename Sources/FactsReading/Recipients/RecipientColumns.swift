package import CEL
import Diagnostics
import DocumentTree
import PolicyModel
import SharedStorage

/// The recipients of one block in columns: what is asked of them, as small numbers.
///
///     codes     row after row, one code a column: 0 where the fact is not stated, in a map's key 1 where
///               the map lacks it
///     entries   by column and code: what the code states
///
/// Where only the order among some values matters, a code is a stretch between two of them; else each
/// distinct text has one, and is read once by the reader of single requests. The same bytes mean the same.
/// Whatever is out of the ordinary leaves the row to the full reader.
package struct RecipientColumns: Sendable {
  package internal(set) var columns: [Column] = []
  /// Row after row.
  package internal(set) var codes: [Int32] = []
  package internal(set) var rowCount = 0
  /// By row, where its id stands, fit for JSON between quotes; below 0 where it has none.
  package internal(set) var ids: [Range<Int>] = []
  let layout: FactsLayout
  let base: Facts
  /// The base, onto which one member is read at a time.
  var scratch: Facts
  let limits: ReadingLimits
  let header: CSVHeader?
  let group: Int
  let firstMember: Int
  var members: [(name: String, cell: ColumnCell)] = []
  /// Of each member those of its map.
  var keys: [[(name: String, cell: ColumnCell)]] = []
  var texts = TextCodes()
  var tables: ScannerTables
  private var ints: [Int64] = []
  private var instants: [InstantText] = []
  private var cells: [RowScanner.CSVCell] = []
  var dictionaryCount: Int32 = 0
  /// What is read together, with its members.
  var joints: [(cell: JointCell, members: [Int])] = []
  var jointParts: [JointPart] = []
  private var jointFields: [String] = []
  private var jointTexts: [(name: String, maximum: Int, texts: [String])] = []
  /// By part: keys of entries that cannot matter, and how many keys have been seen.
  var jointKeys: [(ignored: Set<String>, seen: Int)] = []
  /// The joint text that was last found to be unseen, and where its parts stand in the block.
  var jointText: [UInt8] = []
  var jointRanges: [Range<Int>] = []
  /// Cells of CSV by member, where more than one make it up.
  var shapes: [CSVShape?] = []
  /// A row that states nothing.
  var blank: [Int32] = []

  /// What is stated by one code.
  package struct Entry: Sendable {
    package let stated: [(slot: Int, value: Value)]
  }

  package struct Column: Sendable {
    /// The slots that it may state.
    package let slots: [Int]
    /// The map's key whose value it holds.
    package let key: Value?
    package internal(set) var entries: [Entry]
    /// How many entries are there before any text is seen.
    let fixedCount: Int
  }

  /// Nil where rows cannot be read into columns.
  package init?(_ reader: RecipientReader, _ needs: ColumnNeeds) {
    layout = reader.layout
    base = reader.base
    scratch = reader.base
    limits = reader.limits
    header = reader.header
    group = reader.group
    let branches = layout.groups[reader.group].branches
    firstMember = branches.lowerBound
    tables = ScannerTables(members: [], keys: [], ints: [], instants: [], cells: [])
    guard !branches.isEmpty, branches.count <= Self.mostNames else { return nil }
    var shapes: [CSVShape.Member] = []
    if let header, case .object(let members, _) = header.shape { shapes = members }
    for member in branches { addMember(layout.branches[member], needs, shapes) }
    addJoints(needs)
    if let header, !addCells(header) { return nil }
    blank = Array(repeating: 0, count: columns.count)
    if header != nil {
      // A map that has columns is stated in every row.
      for (place, member) in members.enumerated() where self.shapes[place] != nil {
        guard member.cell.kind == .map else { continue }
        for key in keys[place] where key.cell.column >= 0 {
          blank[Int(key.cell.column)] = ColumnCell.absent
        }
      }
    }
    makeTables()
  }

  /// The most members, and the most keys of a map, that are told apart.
  static let mostNames = 64
  /// More texts than these, or longer ones together, are forgotten between blocks.
  private static let mostKept = (texts: 1 << 15, bytes: 1 << 23)

  mutating func makeTables() {
    tables = ScannerTables(
      members: members, keys: keys, ints: ints, instants: instants, cells: cells,
      joints: joints.map(\.cell), parts: jointParts, fields: jointFields, compared: jointTexts)
  }

  /// Forgets the rows, and texts where there are many; answers whether codes were forgotten.
  package mutating func begin() -> Bool {
    rowCount = 0
    ids.removeAll(keepingCapacity: true)
    if texts.count <= Self.mostKept.texts, texts.used <= Self.mostKept.bytes { return false }
    texts.removeAll()
    for part in jointKeys.indices { jointKeys[part].seen = 0 }
    for column in columns.indices {
      columns[column].entries.removeSubrange(columns[column].fixedCount...)
    }
    return true
  }

  package func stated(by code: Int32, of column: Int) -> [(slot: Int, value: Value)] {
    columns[column].entries[Int(code)].stated
  }

  package func code(ofRow row: Int, _ column: Int) -> Int32 { codes[row * columns.count + column] }
}

/// What the members and cells are read as.
extension RecipientColumns {
  private mutating func addMember(
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

  private mutating func number(_ cell: inout ColumnCell) {
    cell.dictionary = dictionaryCount
    dictionaryCount += 1
  }

  private mutating func addColumn(
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

  /// The group in which a member is read together with others; nil where it is read by itself.
  private func jointGroup(of branch: FactsLayout.Branch, _ needs: ColumnNeeds) -> Int? {
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
  private mutating func addJoints(_ needs: ColumnNeeds) {
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

  /// Finds the cells of a header; false where they do not make columns.
  private mutating func addCells(_ header: CSVHeader) -> Bool {
    guard case .object(let shapes, _) = header.shape else { return false }
    cells = Array(
      repeating: RowScanner.CSVCell(member: 0, key: -1, first: 0, isPassedOver: true),
      count: header.count)
    var keyStart = 0
    var keyStarts: [Int] = []
    for member in members.indices {
      keyStarts.append(keyStart)
      if let shape = shapes.first(where: { $0.name == members[member].name })?.shape {
        self.shapes[member] = shape
        guard addCells(of: shape, member, keyStart) else { return false }
      }
      if members[member].cell.kind == .map { keyStart += keys[member].count }
    }
    return shapes.allSatisfy { shape in members.contains { $0.name == shape.name } }
  }

  private mutating func addCells(of shape: CSVShape, _ member: Int, _ keyStart: Int) -> Bool {
    if members[member].cell.kind == .map {
      guard case .object(let shapes, _) = shape, let slot = slot(ofMember: member) else {
        return false
      }
      for shape in shapes {
        guard case .cell(let cell, isList: false, emptyIsNone: false) = shape.shape else {
          return false
        }
        var key = keys[member].firstIndex { $0.name == shape.name }
        if key == nil {
          guard let type = valueType(ofMember: member) else { return false }
          key = keys[member].count
          keys[member].append((shape.name, keyCell(type, nil, [slot])))
        }
        cells[cell] = RowScanner.CSVCell(
          member: Int32(member), key: Int32(keyStart + (key ?? 0)), first: Int32(cell),
          isPassedOver: false)
      }
      return keys[member].count <= Self.mostNames
    }
    let all = shape.cells
    guard let first = all.min(), let last = all.max() else { return true }
    cells[last] = RowScanner.CSVCell(
      member: Int32(member), key: -1, first: Int32(first), isPassedOver: false)
    return true
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

extension CSVShape {
  /// Whether an empty cell says nothing, and no cell is a list.
  fileprivate var isPlain: Bool {
    switch self {
    case .cell(_, let isList, let emptyIsNone): !isList && !emptyIsNone
    case .object(let members, _): members.allSatisfy(\.shape.isPlain)
    }
  }

  /// The cells below, in the order of the header.
  fileprivate var cells: [Int] {
    switch self {
    case .cell(let cell, _, _): [cell]
    case .object(let members, _): members.flatMap(\.shape.cells)
    }
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
