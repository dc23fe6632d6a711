import CEL
import Diagnostics
import DocumentTree
import PolicyModel
import SharedStorage

/// Reading a block.
extension RecipientColumns {
  /// A record of a block, and its row; nil where it is left to the full reader.
  package struct Place: Sendable {
    package let record: RecordCutter.Record
    package let row: Int?
  }

  /// Rows between two looks at how much room there is.
  private static let stretch = 512

  /// Reads all records that a cutter has left.
  package mutating func read(_ cutter: inout RecordCutter, of bytes: [UInt8]) -> [Place] {
    var places: [Place] = []
    places.reserveCapacity(bytes.count / 256)
    let kind = TextKind(bytes)
    // A line feed ends each scan, and behind it there must be room to look at words.
    let end = bytes.dropLast(PaddedBytes.padding).lastIndex(of: 0x0A) ?? 0
    while true {
      let room = (rowCount + Self.stretch) * blank.count
      if codes.count < room {
        codes.append(contentsOf: repeatElement(0, count: max(room, codes.count * 2) - codes.count))
      }
      let unseen = cutter.position < end ? scan(&cutter, bytes, upTo: end, kind, &places) : nil
      // What is learnt lets the same row be read anew.
      if let unseen, learn(unseen, cutter, bytes) { continue }
      if unseen == nil, cutter.position < end { continue }
      guard let record = cutter.next() else { return places }
      places.append(Place(record: record, row: nil))
    }
  }

  /// Reads records up to a place, to the room's end or to the first that holds something unseen.
  private mutating func scan(
    _ cutter: inout RecordCutter, _ bytes: [UInt8], upTo end: Int, _ kind: TextKind,
    _ places: inout [Place]
  ) -> RowScanner.Unseen? {
    let tables = tables
    let blank = blank
    let width = blank.count
    let form = cutter.form
    var codes: [Int32] = []
    swap(&codes, &self.codes)
    defer { swap(&codes, &self.codes) }
    var starts = [Int](repeating: 0, count: header?.count ?? 0)
    var rows = rowCount
    var found: RowScanner.Unseen?
    let scratch = ScanScratch(
      parts: joints.reduce(0) { $0 + $1.members.count }, members: members.count)
    var ids: [Range<Int>] = []
    swap(&ids, &self.ids)
    defer { swap(&ids, &self.ids) }
    texts.withLookup { texts in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe codes.withUnsafeMutableBufferPointer { codes in
          unsafe starts.withUnsafeMutableBufferPointer { starts in
            guard
              let scanner = unsafe tables.scanner(
                of: bytes, texts, scratch, isUTF8: kind != .other),
              let codes = codes.baseAddress
            else { return }
            let most = rows + Self.stretch
            while cutter.position < end, rows < most {
              let start = cutter.position
              let row = unsafe codes + rows * width
              for column in 0..<width { unsafe row[column] = blank[column] }
              var place = -1
              var read = RowScanner.Found()
              switch form {
              case _ where scanner.bytes[start] < 0x20: break
              case .ndjson: place = unsafe scanner.readObject(at: start, row, &read)
              case .csv:
                if kind != .other || scanner.bytes.isASCII(lineFrom: start) {
                  place = unsafe scanner.readCells(at: start, tables.cells, starts, row, &read)
                }
              }
              if let lineFeed = scanner.lineFeed(at: place, from: start) {
                places.append(Place(record: cutter.pass(upTo: lineFeed), row: rows))
                ids.append(read.id)
                rows += 1
                continue
              }
              if let unseen = read.unseen {
                found = unseen
                return
              }
              guard let record = cutter.next() else { return }
              places.append(Place(record: record, row: nil))
            }
          }
        }
      }
    }
    rowCount = rows
    if found?.joint != nil {
      jointText = scratch.bytes
      jointRanges = unsafe Array(scratch.ranges)
    }
    return found
  }

  /// Reads a text or a key for the first time; false where the row is better left to others.
  private mutating func learn(
    _ unseen: RowScanner.Unseen, _ cutter: RecordCutter, _ bytes: [UInt8]
  ) -> Bool {
    if unseen.isKey { return learnKey(unseen, bytes) }
    if let joint = unseen.joint {
      switch unseen.piece {
      case .key: return learnKey(unseen, ofPart: unseen.member, joint, bytes)
      case .entry(let start): return learnEntry(unseen, start, joint, bytes)
      case nil: return learn(joint, unseen.hash, bytes)
      }
    }
    guard let place = unseen.key else {
      return keep(unseen, members[unseen.member].cell, bytes) { columns in
        columns.stated(unseen, nil, cutter, bytes)
      }
    }
    let before = members.indices.prefix(unseen.member).filter { members[$0].cell.kind == .map }
    let key = keys[unseen.member][place - before.reduce(0) { $0 + keys[$1].count }]
    return keep(unseen, key.cell, bytes) { columns in
      columns.stated(unseen, key.name, cutter, bytes)
    }
  }

  /// Reads the members of a joint text for the first time.
  private mutating func learn(_ number: Int, _ hash: UInt64, _ bytes: [UInt8]) -> Bool {
    let (cell, members) = joints[number]
    defer { scratch = base }
    for (place, member) in members.enumerated() {
      let range = jointRanges[Int(cell.parts.lower) + place]
      if range.isEmpty { continue }
      let source = JSONSource(bytes, range: range, depth: limits.depth - 1)
      var walk = FactsWalk(source, layout, Self.nowhere, continuing: scratch)
      scratch = Facts(slots: [], origins: [], client: nil)
      walk.readMember(firstMember + member)
      scratch = walk.facts
      if walk.isRefused || walk.source.problem != nil { return false }
    }
    let column = Int(cell.column)
    let code = Int32(columns[column].entries.count)
    let stated = columns[column].slots.filter { scratch.origins[$0] == .stated }
      .map { (slot: $0, value: scratch.slots[$0]) }
    columns[column].entries.append(Entry(stated: stated))
    texts.insert(jointText[...], hash, ofDictionary: cell.dictionary, code)
    return true
  }

  /// A key of a map: whether its entries may matter.
  private mutating func learnKey(
    _ unseen: RowScanner.Unseen, ofPart part: Int, _ joint: Int, _ bytes: [UInt8]
  ) -> Bool {
    // Which keys a row has had fits a word.
    guard jointKeys[part].seen < 62 else { return false }
    jointKeys[part].seen += 1
    let text = bytes[unseen.text]
    let isIgnored = jointKeys[part].ignored.contains(
      String(decoding: text.dropFirst().dropLast(), as: UTF8.self))
    texts.insert(
      text, unseen.hash, ofDictionary: jointParts[part].keys,
      Int32(jointKeys[part].seen << 1 | (isIgnored ? 1 : 0)))
    return true
  }

  /// An entry that cannot matter: false where it has a mistake.
  private mutating func learnEntry(
    _ unseen: RowScanner.Unseen, _ start: Int, _ joint: Int, _ bytes: [UInt8]
  ) -> Bool {
    let (cell, members) = joints[joint]
    let part = unseen.member
    let member = members[part - Int(cell.parts.lower)]
    defer { scratch = base }
    let text = [UInt8(ascii: "{")] + bytes[unseen.text] + [UInt8(ascii: "}")]
    let source = JSONSource(text, range: 0..<text.count, depth: limits.depth - 1)
    var walk = FactsWalk(source, layout, Self.nowhere, continuing: scratch)
    scratch = Facts(slots: [], origins: [], client: nil)
    walk.readMember(firstMember + member)
    if walk.isRefused || walk.source.problem != nil { return false }
    texts.insert(
      jointText[start...], unseen.hash, ofDictionary: jointParts[part].entries,
      ColumnCell.firstCode)
    return true
  }

  private mutating func keep(
    _ unseen: RowScanner.Unseen, _ cell: ColumnCell, _ bytes: [UInt8],
    _ read: (inout RecipientColumns) -> Facts?
  ) -> Bool {
    guard let facts = read(&self) else { return false }
    var code = ColumnCell.firstCode
    if cell.column >= 0 {
      let column = Int(cell.column)
      code = Int32(columns[column].entries.count)
      let stated = columns[column].slots.filter { facts.origins[$0] == .stated }
        .map { (slot: $0, value: facts.slots[$0]) }
      columns[column].entries.append(Entry(stated: stated))
    }
    texts.insert(bytes[unseen.text], unseen.hash, ofDictionary: cell.dictionary, code)
    return true
  }

  /// The facts that one text states, by the reader of single requests; nil where it has a mistake.
  private mutating func stated(
    _ unseen: RowScanner.Unseen, _ key: String?, _ cutter: RecordCutter, _ bytes: [UInt8]
  ) -> Facts? {
    guard header == nil else {
      var cutter = cutter
      return cutter.next().flatMap { statedByCells(unseen, key, $0, bytes) }
    }
    var text = bytes
    var range = unseen.text
    if let key {
      text = Array("{\"\(key)\":".utf8) + bytes[range] + [UInt8(ascii: "}")]
      range = 0..<text.count
    }
    let source = JSONSource(text, range: range, depth: limits.depth - 1)
    var walk = FactsWalk(source, layout, Self.nowhere, continuing: scratch)
    scratch = Facts(slots: [], origins: [], client: nil)
    walk.readMember(firstMember + unseen.member)
    let facts = walk.facts
    scratch = base
    return !walk.isRefused && walk.source.problem == nil ? facts : nil
  }

  private func statedByCells(
    _ unseen: RowScanner.Unseen, _ key: String?, _ record: RecordCutter.Record, _ bytes: [UInt8]
  ) -> Facts? {
    guard var shape = shapes[unseen.member] else { return nil }
    if let key, case .object(let members, let isAlways) = shape {
      shape = .object(members.filter { $0.name == key }, isAlways: isAlways)
    }
    let text = Array(bytes[record.contents])
    let cells = CSVCells(text, 0..<text.count)
    guard let header, cells.cells.count == header.count else { return nil }
    let file = SourceFile(path: "", line: text, number: 1)
    let member = CSVShape.object(
      [.init(name: members[unseen.member].name, shape: shape)], isAlways: true)
    var walk = FactsWalk(CSVSource(cells, member, file), layout, file, onto: base)
    walk.readGroup(group)
    return walk.result(and: nil).facts
  }

  /// A key that no rule asks for: its values are checked from now on.
  private mutating func learnKey(_ unseen: RowScanner.Unseen, _ bytes: [UInt8]) -> Bool {
    let member = unseen.member
    guard keys[member].count < Self.mostNames,
      case .leaf(let type, _) = layout.branches[firstMember + member].kind,
      case .map(let keyType, let valueType, _) = layout.types[type],
      let slot = slot(ofMember: member)
    else { return false }
    let name = bytes.span.extracting(unseen.text)
    switch layout.types[keyType] {
    case .term(let set):
      guard layout.names.number(of: name, in: layout.scope(ofTerms: set)) != nil else {
        return false
      }
    case .string:
      guard unseen.text.count <= layout.types[keyType].usualMaximum else { return false }
    case .bool, .int, .double, .timestamp, .duration, .list, .map, .record: return false
    }
    let text = String(decoding: bytes[unseen.text], as: UTF8.self)
    keys[member].append((text, keyCell(valueType, nil, [slot])))
    makeTables()
    return true
  }

  private static let nowhere = SourceFile(path: "", line: [], number: 1)
}

/// What the bytes of a block are.
private enum TextKind {
  case ascii
  case utf8
  /// Not UTF-8 as a whole; rows that are ASCII may be read all the same.
  case other

  init(_ bytes: [UInt8]) {
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    if all < 0x80 {
      self = .ascii
    } else {
      self = (try? UTF8Span(validating: bytes.span)) == nil ? .other : .utf8
    }
  }
}
