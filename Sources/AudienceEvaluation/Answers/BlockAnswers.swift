package import Diagnostics
package import FactsReading
import PolicyEngine
import PolicyModel

/// What became of the rows of one block.
package struct BlockAnswers: Sendable {
  /// In the order of the block.
  package internal(set) var rows: [Row] = []
  package internal(set) var outcomes: OutcomeTable
  /// By asked column: the value of each row, as a place in its names.
  package internal(set) var segments: [Segments]
  package internal(set) var rejected: [Rejected] = []
  /// Ids that do not stand in the block as they are shown.
  package internal(set) var idTexts: [String] = []

  package struct Row: Sendable, BitwiseCopyable {
    package let record: RecordCutter.Record
    package let id: RowID
    /// Its number in the table of outcomes.
    package let outcome: Int32
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

  init(segmentCount: Int, _ outcomes: OutcomeTable) {
    segments = Array(repeating: Segments(), count: segmentCount)
    self.outcomes = outcomes
  }

  package func outcome(ofRow row: Int) -> RowOutcome {
    outcomes.outcomes[Int(rows[row].outcome)]
  }

  /// The id of a row of a block; nil where it has none that may be shown.
  package func id(ofRow row: Int, of bytes: [UInt8]) -> String? {
    switch rows[row].id {
    case .none: nil
    case .text(let place): idTexts[Int(place)]
    case .json(let start, let end): String(decoding: bytes[Int(start)..<Int(end)], as: UTF8.self)
    }
  }
}

/// The id of a row, as it is known.
package enum RowID: Sendable, BitwiseCopyable {
  case none
  /// By its place among the answers' texts.
  case text(Int32)
  /// The contents of a JSON string in the block's bytes, from a place up to another.
  case json(Int32, Int32)

  init(_ range: Range<Int>) { self = .json(Int32(range.lowerBound), Int32(range.upperBound)) }
}
