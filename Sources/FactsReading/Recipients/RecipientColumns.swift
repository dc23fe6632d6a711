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
  var ints: [Int64] = []
  var instants: [InstantText] = []
  var cells: [RowScanner.CSVCell] = []
  var dictionaryCount: Int32 = 0
  /// What is read together, with its members.
  var joints: [(cell: JointCell, members: [Int])] = []
  var jointParts: [JointPart] = []
  var jointFields: [String] = []
  var jointTexts: [(name: String, maximum: Int, texts: [String])] = []
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
