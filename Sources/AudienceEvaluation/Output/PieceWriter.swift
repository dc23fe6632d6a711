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

  /// What a line of the decisions says behind the id: the same for all rows with one outcome.
  func text(
    _ verdict: Verdict, _ ungoverned: Ungoverned?, _ entries: [Judgement.Entry]
  ) -> [UInt8] {
    var text: [UInt8] = []
    switch verdict {
    case .allow: text.write(",\"verdict\":\"allow\",\"rules\":[")
    case .deny: text.write(",\"verdict\":\"deny\",\"rules\":[")
    case .requireReview: text.write(",\"verdict\":\"require-review\",\"rules\":[")
    }
    var isFirst = true
    for entry in entries where entry.verdict != .allow {
      if !isFirst { text.write(",") }
      isFirst = false
      text += names[entry.rule]
    }
    text.write("]")
    if let ungoverned {
      text.write(",\"ungoverned\":\"")
      text.write(ungoverned.code)
      text.write("\"")
    }
    text.write("}\n")
    return text
  }

  func piece(_ answers: BlockAnswers, of bytes: [UInt8]) -> OutputFolder.Piece {
    var sizes = (allowed: 0, denied: 0, toReview: 0, decisions: 0)
    let outcomes = answers.outcomes.outcomes
    for row in answers.rows {
      let outcome = outcomes[Int(row.outcome)]
      let size = row.record.whole.count + 1
      switch outcome.verdict {
      case .allow: sizes.allowed += size
      case .deny: sizes.denied += size
      case .requireReview: sizes.toReview += size
      }
      sizes.decisions += outcome.text.count + row.id.longest + Self.mostOfLine
    }
    var piece = OutputFolder.Piece()
    piece.allowed = ByteWriter.bytes(atMost: sizes.allowed) { writer in
      copy(.allow, answers, bytes, to: &writer)
    }
    piece.denied = ByteWriter.bytes(atMost: sizes.denied) { writer in
      copy(.deny, answers, bytes, to: &writer)
    }
    piece.toReview = ByteWriter.bytes(atMost: sizes.toReview) { writer in
      copy(.requireReview, answers, bytes, to: &writer)
    }
    piece.decisions = ByteWriter.bytes(atMost: sizes.decisions) { writer in
      for row in answers.rows {
        write(row, outcomes[Int(row.outcome)].text, of: bytes, to: &writer)
      }
    }
    for rejected in answers.rejected {
      piece.rejected += Array(Self.line(of: rejected).utf8)
    }
    return piece
  }

  /// A line's number with the words around it and around the id.
  private static let mostOfLine = 48

  /// Copies the rows of one verdict; those that stand one behind the other at once.
  private func copy(
    _ verdict: Verdict, _ answers: BlockAnswers, _ bytes: [UInt8], to output: inout ByteWriter
  ) {
    let isWanted = answers.outcomes.outcomes.map { $0.verdict == verdict }
    var run = 0..<0
    for row in answers.rows where isWanted[Int(row.outcome)] {
      let whole = row.record.whole
      if run.upperBound == whole.lowerBound {
        run = run.lowerBound..<whole.upperBound
      } else {
        output.write(bytes, run)
        run = whole
      }
    }
    output.write(bytes, run)
    if !run.isEmpty, bytes[run.upperBound - 1] != 0x0A { output.write("\n") }
  }

  private func write(
    _ row: BlockAnswers.Row, _ text: [UInt8], of bytes: [UInt8], to output: inout ByteWriter
  ) {
    output.write("{\"line\":")
    output.write(row.record.line)
    switch row.id {
    case .none: break
    case .text(let text):
      output.write(",\"id\":")
      let json = row.id.json(text)
      output.write(json, 0..<json.count)
    case .json(let range):
      output.write(",\"id\":\"")
      output.write(bytes, range)
      output.write("\"")
    }
    output.write(text, 0..<text.count)
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

extension RowID {
  fileprivate func json(_ text: String) -> [UInt8] {
    Array(JSONValue.string(text).text(pretty: false).utf8)
  }

  /// How many bytes it takes, or a few more.
  fileprivate var longest: Int {
    switch self {
    case .none: 0
    case .text(let text): json(text).count
    case .json(let range): range.count
    }
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
}
