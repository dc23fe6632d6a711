import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

/// Writes what became of a block's rows as what the output files get of it.
struct PieceWriter: Sendable {
  /// By rule's number: its name as a JSON text.
  private let names: [[UInt8]]

  init(_ library: CompiledLibrary) {
    names = library.rules.map {
      Array(JSONValue.string($0.name.description).text(pretty: false).utf8)
    }
  }

  func piece(_ answers: BlockAnswers, of bytes: [UInt8]) -> OutputFolder.Piece {
    var piece = OutputFolder.Piece()
    piece.decisions.reserveCapacity(answers.rows.count * 80)
    for (number, row) in answers.rows.enumerated() {
      switch row.verdict {
      case .allow: copy(row.record, of: bytes, to: &piece.allowed)
      case .deny: copy(row.record, of: bytes, to: &piece.denied)
      case .requireReview: copy(row.record, of: bytes, to: &piece.toReview)
      }
      write(row, answers.entries(of: number), of: bytes, to: &piece.decisions)
    }
    for rejected in answers.rejected {
      piece.rejected += Array(Self.line(of: rejected).utf8)
    }
    return piece
  }

  private func copy(
    _ record: RecordCutter.Record, of bytes: [UInt8], to output: inout [UInt8]
  ) {
    output += bytes[record.whole]
    if bytes[record.whole.upperBound - 1] != 0x0A { output.append(0x0A) }
  }

  private func write(
    _ row: BlockAnswers.Row, _ entries: ArraySlice<Judgement.Entry>, of bytes: [UInt8],
    to output: inout [UInt8]
  ) {
    output.write("{\"line\":")
    output.write(row.record.line)
    switch row.id {
    case .none: break
    case .text(let text):
      output.write(",\"id\":")
      output += Array(JSONValue.string(text).text(pretty: false).utf8)
    case .json(let range):
      output.write(",\"id\":\"")
      output += bytes[range]
      output.write("\"")
    }
    switch row.verdict {
    case .allow: output.write(",\"verdict\":\"allow\",\"rules\":[")
    case .deny: output.write(",\"verdict\":\"deny\",\"rules\":[")
    case .requireReview: output.write(",\"verdict\":\"require-review\",\"rules\":[")
    }
    var isFirst = true
    for entry in entries where entry.verdict != .allow {
      if !isFirst { output.write(",") }
      isFirst = false
      output += names[entry.rule]
    }
    output.write("]")
    if let reason = row.ungoverned {
      output.write(",\"ungoverned\":\"")
      output.write(reason.code)
      output.write("\"")
    }
    output.write("}\n")
  }

  private static func line(of rejected: BlockAnswers.Rejected) -> String {
    JSONValue.object([
      ("line", .int(Int64(rejected.line))),
      (
        "reasons",
        .array(
          rejected.diagnostics.map { diagnostic in
            .object([
              ("code", .string(diagnostic.code.rawValue)),
              ("message", .string(diagnostic.message)),
              ("help", diagnostic.help.map { .string($0) } ?? .null),
            ])
          })
      ),
    ]).text(pretty: false) + "\n"
  }
}

extension Ungoverned {
  /// As reports and decisions name it.
  var code: StaticString {
    switch self {
    case .noRuleApplies: "no-rule-applies"
    case .noLawForPlace: "no-law-for-place"
    }
  }
}

extension [UInt8] {
  fileprivate mutating func write(_ text: StaticString) {
    unsafe append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  fileprivate mutating func write(_ number: Int) {
    var digits: [UInt8] = []
    var rest = number
    repeat {
      digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    append(contentsOf: digits.reversed())
  }
}
