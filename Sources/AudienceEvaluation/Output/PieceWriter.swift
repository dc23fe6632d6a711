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

  /// Adds to a piece what became of a block.
  func write(_ answers: BlockAnswers, of bytes: [UInt8], to piece: inout OutputFolder.Piece) {
    let sizes = sizes(answers)
    var (allowed, denied, toReview): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    swap(&allowed, &piece.allowed)
    swap(&denied, &piece.denied)
    swap(&toReview, &piece.toReview)
    ByteWriter.append(to: &allowed, atMost: sizes.allowed) { allowed in
      ByteWriter.append(to: &denied, atMost: sizes.denied) { denied in
        ByteWriter.append(to: &toReview, atMost: sizes.toReview) { toReview in
          copy(answers, bytes, &allowed, &denied, &toReview)
        }
      }
    }
    piece.allowed = allowed
    piece.denied = denied
    piece.toReview = toReview
    ByteWriter.append(to: &piece.decisions, atMost: sizes.decisions) { writer in
      writeDecisions(answers, of: bytes, to: &writer)
    }
    for rejected in answers.rejected {
      piece.rejected += Array(Self.line(of: rejected).utf8)
    }
  }

  /// How many bytes each file gets at most.
  private func sizes(
    _ answers: BlockAnswers
  ) -> (allowed: Int, denied: Int, toReview: Int, decisions: Int) {
    var sizes = (allowed: 0, denied: 0, toReview: 0, decisions: 0)
    let verdicts = answers.outcomes.verdicts
    let ends = answers.outcomes.textEnds
    for row in answers.rows {
      let outcome = Int(row.outcome)
      let size = row.record.whole.count + 1
      switch verdicts[outcome] {
      case .allow: sizes.allowed += size
      case .deny: sizes.denied += size
      case .requireReview: sizes.toReview += size
      }
      sizes.decisions += Int(ends[outcome + 1] - ends[outcome]) + Self.mostOfLine
      switch row.id {
      case .none: break
      case .text(let place): sizes.decisions += json(answers.idTexts[Int(place)]).count
      case .json(let start, let end): sizes.decisions += Int(end - start)
      }
    }
    return sizes
  }

  /// A line's number with the words around it and around the id.
  private static let mostOfLine = 48

  /// Copies each row to where it belongs; rows of one verdict that stand one behind another at once.
  private func copy(
    _ answers: BlockAnswers, _ bytes: [UInt8], _ allowed: inout ByteWriter,
    _ denied: inout ByteWriter, _ toReview: inout ByteWriter
  ) {
    let verdicts = answers.outcomes.verdicts
    var run = 0..<0
    var verdict = Verdict.allow
    func end() {
      switch verdict {
      case .allow: allowed.write(bytes, run)
      case .deny: denied.write(bytes, run)
      case .requireReview: toReview.write(bytes, run)
      }
    }
    for row in answers.rows {
      let whole = row.record.whole
      let own = verdicts[Int(row.outcome)]
      if own == verdict, run.upperBound == whole.lowerBound {
        run = run.lowerBound..<whole.upperBound
        continue
      }
      end()
      run = whole
      verdict = own
    }
    end()
    guard let last = run.last, bytes[last] != 0x0A else { return }
    switch verdict {
    case .allow: allowed.write("\n")
    case .deny: denied.write("\n")
    case .requireReview: toReview.write("\n")
    }
  }

  private func writeDecisions(
    _ answers: BlockAnswers, of bytes: [UInt8], to output: inout ByteWriter
  ) {
    let texts = answers.outcomes.texts
    let ends = answers.outcomes.textEnds
    for row in answers.rows {
      output.write("{\"line\":")
      output.write(row.record.line)
      switch row.id {
      case .none: break
      case .text(let place):
        output.write(",\"id\":")
        let json = json(answers.idTexts[Int(place)])
        output.write(json, 0..<json.count)
      case .json(let start, let end):
        output.write(",\"id\":\"")
        output.write(bytes, Int(start)..<Int(end))
        output.write("\"")
      }
      let outcome = Int(row.outcome)
      output.write(texts, Int(ends[outcome])..<Int(ends[outcome + 1]))
    }
  }

  private func json(_ text: String) -> [UInt8] {
    Array(JSONValue.string(text).text(pretty: false).utf8)
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
}
