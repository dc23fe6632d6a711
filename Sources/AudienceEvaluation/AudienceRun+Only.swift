import CEL
import Diagnostics
package import FactsReading
package import PolicyEngine
import PolicyModel

extension AudienceRun {
  /// The facts of the one recipient with an id, joined to the campaign's: what a single action states.
  ///
  /// Throws where no row bears the id, or more than one does.
  package func facts(
    ofRecipient id: String, _ path: String, _ form: AudienceForm
  ) throws(RunFailure) -> PreparedFacts {
    var diagnostics: [Diagnostic] = []
    guard
      var blocks = RecordBlocks(
        path: path, form: form, blockSize: options.blockSize, &diagnostics)
    else { throw RunFailure(diagnostics) }
    guard let slot = library.vocabulary.slot(of: "recipient.id") else {
      throw RunFailure([.unknownRecipient(id, blocks.path)])
    }
    var found: (facts: PreparedFacts, line: Int)?
    var rows: RowJudge?
    while let block = blocks.next() {
      if block.isTooLong { continue }
      var start = 0
      if rows == nil {
        let (reader, first) = try reader(block, form, blocks.path)
        rows = RowJudge(
          gate: gate, reader: reader, at: options.at, clock: options.clock, segments: [])
        start = first
      }
      var cutter = RecordCutter(form, block.bytes, from: start, line: block.firstLine)
      while let record = cutter.next(), let rows {
        guard mayHold(id, record, block.bytes, form),
          case .success(let facts) = rows.prepare(record, of: block.bytes),
          case .string(let text) = facts.slots[slot], text.string.utf8.elementsEqual(id.utf8)
        else { continue }
        if let found { throw RunFailure([.twoRecipients(id, found.line, record.line)]) }
        found = (facts, record.line)
      }
    }
    if let failure = blocks.failure { throw RunFailure([failure]) }
    guard let found else { throw RunFailure([.unknownRecipient(id, blocks.path)]) }
    return found.facts
  }

  /// Whether a record can bear an id: only where its bytes hold the id, or something escaped.
  private func mayHold(
    _ id: String, _ record: RecordCutter.Record, _ bytes: [UInt8], _ form: AudienceForm
  ) -> Bool {
    let text = bytes[record.contents]
    let escape = UInt8(ascii: form == .csv ? "\"" : "\\")
    return text.contains(escape) || text.firstRange(of: Array(id.utf8)) != nil
  }
}

extension DiagnosticCode {
  fileprivate static let unknownRecipient = DiagnosticCode("unknown-recipient")
  fileprivate static let duplicateRecipient = DiagnosticCode("duplicate-recipient")
}

extension Diagnostic {
  fileprivate static func unknownRecipient(_ id: String, _ path: String) -> Diagnostic {
    Diagnostic(
      .unknownRecipient, "no recipient that could be read has the id `\(id)` in `\(path)`", at: nil,
      help: "the id stands under `id`; rows that are rejected are not found")
  }

  fileprivate static func twoRecipients(_ id: String, _ first: Int, _ second: Int) -> Diagnostic {
    Diagnostic(
      .duplicateRecipient, "the id `\(id)` stands in line \(first) and in line \(second)", at: nil,
      help: "`--unique-ids` finds all such ids; whom they mean is for a person to say")
  }
}
