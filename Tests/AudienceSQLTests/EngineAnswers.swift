import CEL
import Diagnostics
import FactsReading
import PolicyEngine
import PolicyModel
import TestSupport
import Testing

@testable import AudienceEvaluation

/// What `gate` says of the recipients of a campaign, one by one.
struct EngineAnswers {
  struct Answer: Equatable, CustomStringConvertible {
    var verdict: String
    var rules: [String]
    var ungoverned: String?

    var description: String { "\(verdict) \(rules) \(ungoverned ?? "")" }
  }

  /// By line, from 0.
  private(set) var answers: [Answer] = []

  init(_ rows: [String], _ campaign: Facts, _ library: CompiledLibrary, _ gate: Gate) throws {
    let found = RecipientReader(FactsReader(library), onto: campaign, path: "rows")
    let reader = try #require(found)
    let judge = BlockJudge(
      gate: gate, reader: reader, at: nil, clock: nil, segments: [], writer: PieceWriter(library),
      examples: ExampleCollector(), wantsIDs: false, instant: "", pool: nil)
    let block = RecordBlocks.Block(text: rows.joined(separator: "\n"))
    let judged = judge.answers(to: block, from: 0)
    var byLine: [Int: Answer] = [:]
    for rejected in judged.rejected {
      byLine[rejected.line] = Answer(verdict: "rejected", rules: [], ungoverned: nil)
    }
    for place in judged.rows.indices {
      let row = judged.rows[place]
      let outcome = judged.outcome(ofRow: place)
      let rules = outcome.entries.filter { $0.verdict != .allow }
        .map { "\(library.rules[$0.rule].name)" }
      byLine[row.record.line] = Answer(
        verdict: "\(outcome.verdict.rawText)", rules: rules,
        ungoverned: outcome.ungoverned.map { String(describing: $0.code) })
    }
    answers = try rows.indices.map { try #require(byLine[$0 + 1]) }
  }
}

extension Verdict {
  fileprivate var rawText: String {
    switch self {
    case .allow: "allow"
    case .deny: "deny"
    case .requireReview: "require-review"
    }
  }
}
