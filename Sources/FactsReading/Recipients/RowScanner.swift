/// Reads rows of a block straight into codes: no tree, no allocation.
///
/// It takes less than JSON and CSV allow. What it takes means the same to the reader of single requests:
/// texts that it has not seen before are read by that first. Anything else leaves the row to it whole.
///
/// Places are handed from function to function and kept in registers; -1 says that the row is left to others.
///
/// INVARIANT: all pointers outlive it; `codes` has room for a row; a line feed stands behind each row that is
/// read, `PaddedBytes.padding` before the block's end, and ends each scan.
@safe
struct RowScanner {
  let bytes: PaddedBytes
  let texts: TextCodes.Lookup
  let names: NameFinder
  let members: UnsafeBufferPointer<ColumnCell>
  let keys: UnsafeBufferPointer<ColumnCell>
  let ints: UnsafeBufferPointer<Int64>
  let instants: UnsafeBufferPointer<InstantText>
  let joints: UnsafeBufferPointer<JointCell>
  let jointParts: UnsafeBufferPointer<JointPart>
  let jointFields: UnsafeBufferPointer<ColumnName>
  let jointTexts: UnsafeBufferPointer<JointText>
  let jointConstants: UnsafeBufferPointer<ColumnName>
  let scratch: ScanScratch
  /// That of the scratch.
  let order: UnsafeMutablePointer<UInt8>
  /// Whether bytes beyond ASCII are known to be UTF-8.
  let isUTF8: Bool

  /// What a row leaves besides its codes.
  ///
  /// It stands by itself, so that the scanner never changes: one that did was copied before each call.
  struct Found {
    /// The row's id without its quotes; `none` where it has none.
    var id = Found.none
    /// What ended the row, where it is to be learnt.
    var unseen: Unseen?

    static var none: Range<Int> { -1 ..< -1 }
  }

  /// A text that has no code yet, or a key that is not known.
  struct Unseen {
    let member: Int
    /// Among all keys; nil for the member itself.
    let key: Int?
    let text: Range<Int>
    let hash: UInt64
    /// The text is a key without its quotes.
    let isKey: Bool
    /// The number of the joint text that it is; it stands in the scratch.
    var joint: Int?
    /// What of a joint text's member it is, where it is not the whole.
    var piece: Piece?
  }

  /// What of a map's entries is unseen.
  enum Piece {
    case key
    /// An entry that cannot matter; its text starts at a place of the scratch.
    case entry(start: Int)
  }

  init(
    _ bytes: PaddedBytes, _ texts: TextCodes.Lookup, _ tables: ScannerTables, _ names: NameFinder,
    _ scratch: ScanScratch, isUTF8: Bool
  ) {
    self.bytes = bytes
    self.texts = texts
    self.names = names
    unsafe members = unsafe tables.members
    unsafe keys = unsafe tables.keys
    unsafe ints = unsafe tables.ints
    unsafe instants = unsafe tables.instants
    unsafe joints = unsafe tables.joints
    unsafe jointParts = unsafe tables.jointParts
    unsafe jointFields = unsafe tables.jointFields
    unsafe jointTexts = unsafe tables.jointTexts
    unsafe jointConstants = unsafe tables.jointConstants
    self.scratch = scratch
    unsafe order = unsafe scratch.order
    self.isUTF8 = isUTF8
  }

  /// The line feed that ends a row which has been read up to a place; nil where something else stands there,
  /// or the row is longer than any may be.
  @inline(__always)
  func lineFeed(at place: Int, from start: Int) -> Int? {
    guard place > start, place &- start <= RecordCutter.longest else { return nil }
    let end = bytes[place] == 0x0D ? place &+ 1 : place
    return bytes[end] == 0x0A ? end : nil
  }

  /// The first place at or behind one that holds no blank.
  @inline(__always)
  func blanks(_ start: Int) -> Int { bytes[start] > 0x20 ? start : passed(start) }

  @inline(never)
  private func passed(_ start: Int) -> Int {
    var place = start
    while bytes[place] == 0x20 || bytes[place] == 0x09 { place &+= 1 }
    return place
  }
}
