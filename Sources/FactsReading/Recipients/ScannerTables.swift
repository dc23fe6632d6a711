/// What a row scanner looks things up in, where it stays while rows are read.
///
/// INVARIANT: nothing in it changes once it is made, so any number of tasks may read it.
@safe
final class ScannerTables: @unchecked Sendable {
  let members: UnsafeBufferPointer<ColumnCell>
  let memberNames: UnsafeBufferPointer<ColumnName>
  let keys: UnsafeBufferPointer<ColumnCell>
  let keyNames: UnsafeBufferPointer<ColumnName>
  let names: UnsafeBufferPointer<UInt8>
  let ints: UnsafeBufferPointer<Int64>
  let instants: UnsafeBufferPointer<InstantText>
  let cells: UnsafeBufferPointer<RowScanner.CSVCell>
  let joints: UnsafeBufferPointer<JointCell>
  let jointParts: UnsafeBufferPointer<JointPart>
  let jointFields: UnsafeBufferPointer<ColumnName>

  /// `keys`: of each member those of its map.
  init(
    members: [(name: String, cell: ColumnCell)], keys: [[(name: String, cell: ColumnCell)]],
    ints: [Int64], instants: [InstantText], cells: [RowScanner.CSVCell], joints: [JointCell] = [],
    parts: [JointPart] = [], fields: [String] = []
  ) {
    var names = ColumnNames()
    var memberCells: [ColumnCell] = []
    var allKeys: [(name: String, cell: ColumnCell)] = []
    for (member, keys) in zip(members, keys) {
      var cell = member.cell
      if cell.kind == .map {
        cell.lower = Int32(allKeys.count)
        allKeys += keys
        cell.upper = Int32(allKeys.count)
      }
      memberCells.append(cell)
    }
    unsafe self.members = unsafe Self.copy(memberCells)
    unsafe memberNames = unsafe Self.copy(members.map { names.add($0.name) })
    unsafe self.keys = unsafe Self.copy(allKeys.map(\.cell))
    unsafe keyNames = unsafe Self.copy(allKeys.map { names.add($0.name) })
    unsafe jointFields = unsafe Self.copy(fields.map { names.add($0) })
    unsafe self.joints = unsafe Self.copy(joints)
    unsafe jointParts = unsafe Self.copy(parts)
    unsafe self.names = unsafe Self.copy(names.bytes)
    unsafe self.ints = unsafe Self.copy(ints)
    unsafe self.instants = unsafe Self.copy(instants)
    unsafe self.cells = unsafe Self.copy(cells)
  }

  deinit {
    unsafe members.deallocate()
    unsafe memberNames.deallocate()
    unsafe keys.deallocate()
    unsafe keyNames.deallocate()
    unsafe names.deallocate()
    unsafe ints.deallocate()
    unsafe instants.deallocate()
    unsafe cells.deallocate()
    unsafe joints.deallocate()
    unsafe jointParts.deallocate()
    unsafe jointFields.deallocate()
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
    of bytes: UnsafeBufferPointer<UInt8>, _ texts: TextCodes.Lookup, _ scratch: JointScratch,
    isUTF8: Bool
  ) -> RowScanner? {
    guard let bytes = unsafe PaddedBytes(bytes), let names = unsafe PaddedBytes(names) else {
      return nil
    }
    return unsafe RowScanner(
      bytes, texts, names, members: (members, memberNames), keys: (keys, keyNames), ints: ints,
      instants: instants, joints: joints, jointParts: jointParts, jointFields: jointFields, scratch,
      isUTF8: isUTF8)
  }
}
