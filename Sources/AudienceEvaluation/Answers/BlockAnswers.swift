package import Diagnostics
package import FactsReading
package import PolicyEngine
package import PolicyModel

/// What became of the rows of one block.
///
///     rows      one a judged row, in the order of the block
///     entries   of row 0, of row 1, ...: the broken and undecided rules, in the library's order
///     missing   of row 0, of row 1, ...: places in `names`
package struct BlockAnswers: Sendable {
  package internal(set) var rows: [Row] = []
  package internal(set) var entries: [Judgement.Entry] = []
  package internal(set) var missing: [Int32] = []
  /// The facts that are missing somewhere in the block, each once.
  package internal(set) var names: [String] = []
  /// By asked column: the value of each row, as a place in its names.
  package internal(set) var segments: [Segments]
  package internal(set) var rejected: [Rejected] = []
  private var placesOfNames: [String: Int32] = [:]

  package struct Row: Sendable {
    package let record: RecordCutter.Record
    package let id: RowID
    package let verdict: Verdict
    package let ungoverned: Ungoverned?
    /// Where its entries and missing facts end; they start where those of the row before end.
    package let entriesEnd: Int32
    package let missingEnd: Int32
  }

  /// A row that could not be read, and so is not allowed.
  package struct Rejected: Sendable {
    package let line: Int
    package let diagnostics: [Diagnostic]
  }

  /// One column's values in a block.
  package struct Segments: Sendable {
    package internal(set) var codes: [Int32] = []
    package internal(set) var names: [String] = []
    private var places: [String: Int32] = [:]

    mutating func place(of name: String) -> Int32 {
      if let place = places[name] { return place }
      let place = Int32(names.count)
      places[name] = place
      names.append(name)
      return place
    }
  }

  init(segmentCount: Int) {
    segments = Array(repeating: Segments(), count: segmentCount)
  }

  mutating func append(
    _ record: RecordCutter.Record, _ id: RowID, _ verdict: Verdict, _ ungoverned: Ungoverned?,
    _ rowEntries: [Judgement.Entry], missing paths: [String]
  ) {
    entries += rowEntries
    for path in paths { missing.append(place(ofName: path)) }
    rows.append(
      Row(
        record: record, id: id, verdict: verdict, ungoverned: ungoverned,
        entriesEnd: Int32(entries.count), missingEnd: Int32(missing.count)))
  }

  mutating func place(ofName name: String) -> Int32 {
    if let place = placesOfNames[name] { return place }
    let place = Int32(names.count)
    placesOfNames[name] = place
    names.append(name)
    return place
  }

  func entries(of row: Int) -> ArraySlice<Judgement.Entry> {
    let start = row == 0 ? 0 : Int(rows[row - 1].entriesEnd)
    return entries[start..<Int(rows[row].entriesEnd)]
  }

  func missing(of row: Int) -> ArraySlice<Int32> {
    let start = row == 0 ? 0 : Int(rows[row - 1].missingEnd)
    return missing[start..<Int(rows[row].missingEnd)]
  }
}

/// The id of a row, as it is known.
package enum RowID: Sendable, Hashable {
  case none
  case text(String)
  /// The contents of a JSON string in the block's bytes.
  case json(Range<Int>)
}
