package import CEL
import Diagnostics
import DocumentTree
import PolicyModel
import SharedStorage

/// The recipients of one block in columns, one a member of `recipient`: each distinct text that a
/// member has is read once, by the reader of single requests, and rows hold its number.
///
///     column    codes     one a row; 0 where the member is not stated
///               entries   by code: the slots that it states
///
/// A text that was read once need not be checked again: the same bytes mean the same. Whatever is out
/// of the ordinary (a mistake, an escaped key, a member twice) leaves the row to the full reader.
package struct RecipientColumns: Sendable {
  package private(set) var columns: [Column]
  package private(set) var rowCount = 0
  private let layout: FactsLayout
  private let base: Facts
  /// The base, onto which one member is read at a time.
  private var scratch: Facts
  private let firstMember: Int
  private let limits: ReadingLimits
  private let header: CSVHeader?
  /// By member of the header's shape: the column, or nil where the header is not plain.
  private let cellsOfColumns: [[Int]]
  private let shapes: [CSVShape?]
  /// The order in which the last row named its members: the next row's is most often the same.
  private var order: [Int] = []
  private let idColumn: Int?
  /// By row, where its id stands between the quotes of a plain JSON string; empty where it does not.
  package private(set) var idPlaces: [Range<Int>] = []

  /// What is stated by one text.
  package struct Entry: Sendable {
    package let stated: [(slot: Int, value: Value)]
  }

  /// One member's texts.
  package struct Column: Sendable {
    package let name: String
    /// The slots that it may state.
    package let slots: [Int]
    /// Nothing that is asked hangs on it: what is read is checked and forgotten.
    package let isIgnored: Bool
    package fileprivate(set) var codes: [Int32] = []
    package fileprivate(set) var entries: [Entry] = [Entry(stated: [])]
    /// The text of the last row in the block, where it is a plain JSON string.
    fileprivate let member: Int
    fileprivate let key: [UInt8]
    fileprivate let isText: Bool
    fileprivate let maximum: Int
    fileprivate var texts = TextCodes()
    fileprivate var isSeen = false
  }

  /// `needed`: the slots that anything is asked of.
  package init?(_ reader: RecipientReader, needed: Set<Int>) {
    layout = reader.layout
    base = reader.base
    scratch = reader.base
    limits = reader.limits
    header = reader.header
    let branches = layout.groups[reader.group].branches
    firstMember = branches.lowerBound
    columns = []
    for member in branches {
      let branch = layout.branches[member]
      let path = layout.vocabulary.facts[branch.slot].path
      let slots = layout.slots(of: branch)
      var isText = false
      var maximum = 0
      if case .leaf(let type, let limit) = branch.kind, case .string = layout.types[type] {
        isText = true
        maximum = limit
      }
      let name = String(path.dropFirst("recipient.".count))
      columns.append(
        Column(
          name: name, slots: slots, isIgnored: needed.isDisjoint(with: slots), member: member,
          key: Array(name.utf8), isText: isText, maximum: maximum))
    }
    var cells = [[Int]](repeating: [], count: columns.count)
    var shapes = [CSVShape?](repeating: nil, count: columns.count)
    if let header, case .object(let members, _) = header.shape {
      for member in members {
        guard let column = columns.firstIndex(where: { $0.name == member.name }) else { return nil }
        cells[column] = member.shape.cells
        shapes[column] = member.shape
      }
    }
    idColumn = columns.firstIndex { $0.name == "id" }
    cellsOfColumns = cells
    self.shapes = shapes
  }

  /// Forgets the rows; texts are kept where they are few.
  package mutating func begin() -> [Int] {
    rowCount = 0
    idPlaces.removeAll(keepingCapacity: true)
    var forgotten: [Int] = []
    for column in columns.indices {
      columns[column].codes.removeAll(keepingCapacity: true)
      if columns[column].entries.count > Self.mostKept {
        columns[column].entries.removeSubrange(1...)
        columns[column].texts = TextCodes()
        forgotten.append(column)
      }
    }
    return forgotten
  }

  private static let mostKept = 1024

  package func codes(of column: Int) -> [Int32] { columns[column].codes }

  package func entryCount(of column: Int) -> Int { columns[column].entries.count }

  package func stated(by code: Int32, of column: Int) -> [(slot: Int, value: Value)] {
    columns[column].entries[Int(code)].stated
  }

  /// The id of a row, where it is no plain JSON string.
  package func idText(ofRow row: Int) -> String? {
    guard let idColumn else { return nil }
    let entry = columns[idColumn].entries[Int(columns[idColumn].codes[row])]
    guard case .string(let text)? = entry.stated.first?.value else { return nil }
    return text.string
  }

  /// Reads a record into the columns; false where it is left to the full reader.
  package mutating func read(_ record: RecordCutter.Record, of bytes: [UInt8]) -> Bool {
    guard record.flaw == nil else { return false }
    idPlaces.append(0..<0)
    let isRead = header == nil ? readJSON(record.contents, bytes) : readCSV(record.contents, bytes)
    if isRead {
      for column in columns.indices where columns[column].codes.count == rowCount {
        columns[column].codes.append(0)
      }
      rowCount += 1
    } else {
      for column in columns.indices where columns[column].codes.count > rowCount {
        columns[column].codes.removeLast()
      }
      idPlaces.removeLast()
    }
    return isRead
  }

  private mutating func readJSON(_ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
    let span = bytes.span
    var scanner = MemberScanner(range)
    guard scanner.open(span) else { return false }
    var place = 0
    while let key = scanner.nextKey(span) {
      guard let column = column(named: key, span, place) else { return false }
      if place < order.count { order[place] = column } else { order.append(column) }
      place += 1
      guard columns[column].codes.count == rowCount, let value = scanner.value(span),
        add(value, bytes, to: column)
      else { return false }
    }
    return scanner.isWhole(span)
  }

  private func column(named key: Range<Int>, _ bytes: Span<UInt8>, _ place: Int) -> Int? {
    if place < order.count, bytes.holds(columns[order[place]].key, at: key) {
      return order[place]
    }
    return columns.firstIndex { bytes.holds($0.key, at: key) }
  }

  /// Adds the value that a text is; false where it is none.
  private mutating func add(_ range: Range<Int>, _ bytes: [UInt8], to column: Int) -> Bool {
    if columns[column].isText, bytes.span.isPlainText(range, columns[column].maximum) {
      if column == idColumn { idPlaces[rowCount] = range.lowerBound + 1..<range.upperBound - 1 }
      if columns[column].isIgnored {
        columns[column].codes.append(0)
        return true
      }
    }
    let hash = TextCodes.hash(bytes.span, range)
    if let code = columns[column].texts.code(of: range, bytes.span, hash) {
      columns[column].codes.append(code)
      return true
    }
    let source = JSONSource(bytes, range: range, depth: limits.depth - 1)
    guard readMember(source, columns[column].member) else { return false }
    keep(scratch, Array(bytes[range]), hash, in: column)
    for slot in columns[column].slots {
      scratch.slots[slot] = base.slots[slot]
      scratch.origins[slot] = base.origins[slot]
    }
    return true
  }

  /// Reads one member's value into the scratch; false where it has a mistake.
  private mutating func readMember(_ source: JSONSource, _ member: Int) -> Bool {
    var walk = FactsWalk(source, layout, Self.nowhere, continuing: scratch)
    scratch = Facts(slots: [], origins: [], client: nil)
    walk.readMember(member)
    scratch = walk.facts
    if !walk.isRefused, walk.source.problem == nil { return true }
    scratch = base
    return false
  }

  private static let nowhere = SourceFile(path: "", line: [], number: 1)

  private mutating func keep(_ facts: Facts, _ text: [UInt8], _ hash: UInt64, in column: Int) {
    let stated = columns[column].slots.filter { facts.origins[$0] == .stated }
      .map { (slot: $0, value: facts.slots[$0]) }
    let code = Int32(columns[column].entries.count)
    columns[column].entries.append(
      Entry(stated: columns[column].isIgnored && column != idColumn ? [] : stated))
    columns[column].texts.insert(text, hash, code)
    columns[column].codes.append(code)
  }

  /// The cell of a text that nothing is asked of, where it holds nothing out of the ordinary.
  private func plainText(
    _ shape: CSVShape, _ column: Int, _ cells: CSVCells, _ bytes: [UInt8]
  ) -> Range<Int>? {
    guard columns[column].isIgnored, columns[column].isText,
      case .cell(let cell, isList: false, _) = shape, !cells.cells[cell].isQuoted
    else { return nil }
    let contents = cells.cells[cell].contents
    guard !contents.isEmpty, contents.count <= columns[column].maximum,
      bytes.span.isPlain(contents)
    else { return nil }
    return contents
  }

  private mutating func readCSV(_ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
    guard let header else { return false }
    let cells = CSVCells(bytes, range)
    guard cells.cells.count == header.count, bytes.span.isASCII(range) else { return false }
    for column in columns.indices {
      guard let shape = shapes[column] else { continue }
      if let text = plainText(shape, column, cells, bytes) {
        if column == idColumn { idPlaces[rowCount] = text }
        columns[column].codes.append(0)
        continue
      }
      var text: [UInt8] = []
      for cell in cellsOfColumns[column] {
        text += bytes[cells.cells[cell].contents]
        text.append(cells.cells[cell].isQuoted ? 0x22 : 0x0A)
      }
      let all = 0..<text.count
      let hash = TextCodes.hash(text.span, all)
      if let code = columns[column].texts.code(of: all, text.span, hash) {
        columns[column].codes.append(code)
        continue
      }
      let member = CSVShape.object(
        [.init(name: columns[column].name, shape: shape)], isAlways: true)
      let file = SourceFile(path: "", line: bytes, number: 1)
      var walk = FactsWalk(CSVSource(cells, member, file), layout, file, onto: base)
      walk.readGroup(layout.groups.firstIndex { $0.branches.lowerBound == firstMember } ?? 0)
      guard let facts = walk.result(and: nil).facts else { return false }
      keep(facts, text, hash, in: column)
    }
    return true
  }
}

extension CSVShape {
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
