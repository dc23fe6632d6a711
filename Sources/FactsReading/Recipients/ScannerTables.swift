/// What a row scanner looks things up in, where it stays while rows are read.
///
/// INVARIANT: nothing in it changes once it is made, so any number of tasks may read it.
@safe
final class ScannerTables: @unchecked Sendable {
  let members: UnsafeBufferPointer<ColumnCell>
  let keys: UnsafeBufferPointer<ColumnCell>
  /// Those of the members, of the keys, and of fields in joint texts.
  let names: UnsafeBufferPointer<ColumnName>
  let scopes: UnsafeBufferPointer<NameScope>
  let namePlaces: UnsafeBufferPointer<UInt8>
  let nameTexts: UnsafeBufferPointer<UInt8>
  let ints: UnsafeBufferPointer<Int64>
  let instants: UnsafeBufferPointer<InstantText>
  let cells: UnsafeBufferPointer<RowScanner.CSVCell>
  let joints: UnsafeBufferPointer<JointCell>
  let jointParts: UnsafeBufferPointer<JointPart>
  let jointFields: UnsafeBufferPointer<ColumnName>
  let jointTexts: UnsafeBufferPointer<JointText>
  let jointConstants: UnsafeBufferPointer<ColumnName>

  /// `keys`: of each member those of its map.
  init(
    members: [(name: String, cell: ColumnCell)], keys: [[(name: String, cell: ColumnCell)]],
    ints: [Int64], instants: [InstantText], cells: [RowScanner.CSVCell], joints: [JointCell] = [],
    parts: [JointPart] = [], fields: [String] = [],
    compared: [(name: String, maximum: Int, texts: [String])] = []
  ) {
    var texts = ColumnNames()
    var names = members.map { texts.add($0.name) }
    var places: [UInt8] = []
    var scopes = [NameScope(names[...], &places)]
    var memberCells: [ColumnCell] = []
    var keyCells: [ColumnCell] = []
    for (member, keys) in zip(members, keys) {
      var cell = member.cell
      let start = names.count
      if cell.kind == .map {
        cell.lower = Int32(keyCells.count)
        keyCells += keys.map(\.cell)
        cell.upper = Int32(keyCells.count)
        names += keys.map { texts.add($0.name) }
      }
      scopes.append(NameScope(names[start...], &places))
      memberCells.append(cell)
    }
    unsafe self.members = unsafe Self.copy(memberCells)
    unsafe self.keys = unsafe Self.copy(keyCells)
    unsafe self.names = unsafe Self.copy(names)
    unsafe self.scopes = unsafe Self.copy(scopes)
    unsafe namePlaces = unsafe Self.copy(places)
    unsafe jointFields = unsafe Self.copy(fields.map { texts.add($0) })
    var jointTexts: [JointText] = []
    var constants: [ColumnName] = []
    for (name, maximum, own) in compared {
      let lower = Int32(constants.count)
      constants += own.map { texts.add($0, ending: "\"") }
      jointTexts.append(
        JointText(
          name: texts.add(name), maximum: maximum, constants: (lower, Int32(constants.count))))
    }
    unsafe self.jointTexts = unsafe Self.copy(jointTexts)
    unsafe jointConstants = unsafe Self.copy(constants)
    unsafe nameTexts = unsafe Self.copy(texts.bytes)
    unsafe self.joints = unsafe Self.copy(joints)
    unsafe jointParts = unsafe Self.copy(parts)
    unsafe self.ints = unsafe Self.copy(ints)
    unsafe self.instants = unsafe Self.copy(instants)
    unsafe self.cells = unsafe Self.copy(cells)
  }

  deinit {
    unsafe members.deallocate()
    unsafe keys.deallocate()
    unsafe names.deallocate()
    unsafe scopes.deallocate()
    unsafe namePlaces.deallocate()
    unsafe nameTexts.deallocate()
    unsafe ints.deallocate()
    unsafe instants.deallocate()
    unsafe cells.deallocate()
    unsafe joints.deallocate()
    unsafe jointParts.deallocate()
    unsafe jointFields.deallocate()
    unsafe jointTexts.deallocate()
    unsafe jointConstants.deallocate()
  }

  private static func copy<Element: BitwiseCopyable>(
    _ elements: [Element]
  ) -> UnsafeBufferPointer<Element> {
    let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = unsafe buffer.initialize(from: elements)
    return UnsafeBufferPointer(buffer)
  }

  /// A scanner of a block's rows; nil where the block is empty.
  func scanner(
    of bytes: UnsafeBufferPointer<UInt8>, _ texts: TextCodes.Lookup, _ scratch: ScanScratch,
    isUTF8: Bool
  ) -> RowScanner? {
    guard let bytes = unsafe PaddedBytes(bytes), let nameTexts = unsafe PaddedBytes(nameTexts)
    else { return nil }
    let names = unsafe NameFinder(
      texts: nameTexts, names: names, scopes: scopes, places: namePlaces)
    return RowScanner(bytes, texts, self, names, scratch, isUTF8: isUTF8)
  }
}
