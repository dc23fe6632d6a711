import CEL
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel

/// Judges the rows of a block one by one, exactly as a single action is judged.
struct RowJudge {
  let gate: Gate
  let reader: RecipientReader
  let at: Timestamp?
  let clock: Timestamp?
  /// The slots of the columns whose values are counted.
  let segments: [Int]
  private let idSlot: Int?
  private var judgement = Judgement()

  init(
    gate: Gate, reader: RecipientReader, at: Timestamp?, clock: Timestamp?, segments: [Int]
  ) {
    self.gate = gate
    self.reader = reader
    self.at = at
    self.clock = clock
    self.segments = segments
    let vocabulary = gate.library.vocabulary
    idSlot = vocabulary.slot(of: "recipient.id").flatMap {
      vocabulary.facts[$0].isSensitive ? nil : $0
    }
  }

  /// Reads and judges one record, and adds what became of it.
  mutating func judge(
    _ record: RecordCutter.Record, of bytes: [UInt8], into answers: inout BlockAnswers
  ) {
    switch prepare(record, of: bytes) {
    case .failure(let rejection):
      answers.rejected.append(.init(line: record.line, diagnostics: rejection.diagnostics))
    case .success(let facts):
      gate.judge(facts, into: &judgement)
      for (place, slot) in segments.enumerated() {
        let name = Self.name(ofSlot: slot, facts.slots[slot], gate)
        answers.segments[place].codes.append(answers.segments[place].place(of: name))
      }
      var id = RowID.none
      if let idSlot, case .string(let text) = facts.slots[idSlot] {
        id = .text(Int32(answers.idTexts.count))
        answers.idTexts.append(text.string)
      }
      let outcome = answers.outcomes.number(
        judgement.verdict, judgement.ungoverned, judgement.entries, waived: judgement.waived,
        missing: gate.missing(facts, judgement))
      answers.rows.append(BlockAnswers.Row(record: record, id: id, outcome: outcome))
    }
  }

  /// A value as a segment's name.
  static func name(ofSlot slot: Int, _ value: Value, _ gate: Gate) -> String {
    if case .string(let text) = value { return text.string }
    return gate.text(ofSlot: slot, value)
  }

  /// The facts of one record, ready to be judged, or why there are none.
  func prepare(
    _ record: RecordCutter.Record, of bytes: [UInt8]
  ) -> Result<PreparedFacts, Rejection> {
    let read = reader.read(record, of: bytes)
    guard let facts = read.facts else {
      return .failure(Rejection(diagnostics: read.diagnostics))
    }
    do throws(FactsProblem) {
      return .success(try gate.prepare(facts, at: at, clock: clock))
    } catch {
      return .failure(Rejection(diagnostics: [read.diagnostic(of: error)]))
    }
  }
}

/// Why a row is not judged.
struct Rejection: Error {
  let diagnostics: [Diagnostic]
}
