import CEL
import Diagnostics
import DocumentTree
import PolicyEngine
import PolicyModel

// What is always so for a client: `standing` facts, never otherwise than a client above states them.
//
// Codes: `unknown-fact`, `not-standing`, `duplicate-fact`, `standing-fact-differs`, `wrong-type`.
extension ClientLinker {
  func facts(
    _ syntax: ClientSyntax, _ parent: LinkedClient?, _ diagnostics: inout [Diagnostic]
  ) -> (values: [Int: Value], places: [Int: SourceRange]) {
    var own = OwnFacts()
    for entry in syntax.facts { state(entry, below: "", &own, &diagnostics) }
    var values = parent?.client.facts ?? [:]
    if let slot = vocabulary.slot(of: "client.id") {
      // Each client's own, which nobody hands down.
      values[slot] = nil
      checkOwnID(syntax, own.values[slot], &diagnostics)
    }
    for (slot, value) in own.values.sorted(by: { $0.key < $1.key }) {
      if let above = values[slot], !Value.equal(above, value) {
        diagnostics.append(
          .differs(
            vocabulary.facts[slot].path, at: own.places[slot],
            parent?.nearest { $0.factPlaces[slot] }))
      } else {
        values[slot] = value
      }
    }
    return (values, own.places)
  }

  private struct OwnFacts {
    var values: [Int: Value] = [:]
    var places: [Int: SourceRange] = [:]
  }

  private func checkOwnID(
    _ syntax: ClientSyntax, _ stated: Value?, _ diagnostics: inout [Diagnostic]
  ) {
    guard let stated, !Value.equal(stated, .text(syntax.id.text)) else { return }
    diagnostics.append(
      Diagnostic(
        .notStanding, "`client.id` is the client's own id, `\(syntax.id.text)`, and nothing else",
        at: syntax.id.range, help: "leave it out of `facts`"))
  }

  private func state(
    _ entry: Node.Entry, below prefix: String, _ own: inout OwnFacts,
    _ diagnostics: inout [Diagnostic]
  ) {
    let path = prefix + entry.name
    guard let slot = vocabulary.slot(of: path) else {
      diagnostics.append(.unknownFact(path, entry, vocabulary.facts.map(\.path)))
      return
    }
    let fact = vocabulary.facts[slot]
    guard let type = fact.type else {
      guard let entries = entry.value.entries else {
        diagnostics.append(
          Diagnostic(
            .wrongType, "`\(path)` is a group of facts", at: entry.headline,
            help: "state its facts one by one, as in `\(path).name: ...`"))
        return
      }
      for inner in entries { state(inner, below: path + ".", &own, &diagnostics) }
      return
    }
    if !fact.isStanding {
      diagnostics.append(
        Diagnostic(
          .notStanding, "a client cannot state `\(path)` once for all its actions",
          at: entry.key.range,
          help: "state it in each request: only facts marked `standing: true` can stand here"))
      return
    }
    if own.places[slot] != nil {
      diagnostics.append(
        Diagnostic(
          .duplicateFact, "`\(path)` is stated twice", at: entry.key.range,
          help: "state it once", notes: [.init("the first is here", at: own.places[slot])]))
      return
    }
    own.places[slot] = entry.key.range
    if fact.isNullable, case .null? = entry.value.scalar?.resolved {
      own.values[slot] = .null
      return
    }
    own.values[slot] = constants.value(
      entry.value, type, path, maximum: fact.maximum, &diagnostics)
  }
}

extension DiagnosticCode {
  static let notStanding = DiagnosticCode("not-standing")
}

extension Diagnostic {
  fileprivate static func unknownFact(
    _ path: String, _ entry: Node.Entry, _ known: [String]
  ) -> Diagnostic {
    Diagnostic(
      .unknownFact, "no fact is named `\(path)`", at: entry.key.range,
      help: Suggestion.nearest(to: path, in: known).map { "did you mean `\($0)`?" })
  }

  fileprivate static func differs(
    _ path: String, at range: SourceRange?,
    _ above: (client: LinkedClient, found: SourceRange)?
  ) -> Diagnostic {
    let name = above.map { "`\($0.client.client.id)`" } ?? "a client above"
    return Diagnostic(
      .standingFactDiffers, "`\(path)` is stated otherwise than \(name) states it", at: range,
      help: "leave it out: what \(name) states is so for all under it; what is not so for all must "
        + "not stand there",
      notes: [.init("\(name) states it here", at: above?.found)])
  }
}
