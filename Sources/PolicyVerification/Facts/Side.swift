import CEL
import Diagnostics
import DocumentTree
import FactsReading
import PolicyEngine
import PolicyModel

/// One of two that are compared: a gate, and how it judges requests.
struct Side {
  let gate: Gate
  private let reader: FactsReader

  /// `reader`: one of the gate's library, where there is one at hand.
  init(_ gate: Gate, reader: FactsReader? = nil) {
    self.gate = gate
    self.reader = reader ?? FactsReader(gate.library)
  }

  /// The same requests under another gate of the same library.
  func under(_ gate: Gate) -> Side { Side(gate, reader: reader) }

  /// What one request came to.
  struct Outcome {
    let verdict: Verdict
    let ungoverned: Bool
    /// By rule's number: what it became, and what it gave; nothing where it was not applicable.
    let rules: [Int: (outcome: PolicyModel.Outcome, verdict: Verdict)]
  }

  /// Judges a request as `scruple gate` would; nil where it refuses it.
  func judge(_ request: JSONValue) -> Outcome? {
    let file = SourceFile(path: "request.json", text: request.text(pretty: false))
    guard let facts = reader.readJSON(file).facts,
      let prepared = try? gate.prepare(facts, at: nil, clock: nil)
    else { return nil }
    var judgement = Judgement()
    gate.judge(prepared, into: &judgement, collectsAll: true)
    var rules: [Int: (outcome: PolicyModel.Outcome, verdict: Verdict)] = [:]
    for entry in judgement.entries { rules[entry.rule] = (entry.outcome, entry.verdict) }
    return Outcome(
      verdict: judgement.verdict, ungoverned: judgement.ungoverned != nil, rules: rules)
  }
}
