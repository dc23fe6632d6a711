package import CEL
package import Diagnostics
package import PolicyEngine
package import PolicyModel

/// The facts that a client's rules ask for when an action of one kind is gated.
package struct FactsAsked: Sendable {
  package let library: CompiledLibrary
  package let kind: Symbol
  /// The client's id; empty for whoever adopts everything.
  package let client: String
  /// How many rules ask.
  package let ruleCount: Int
  /// The facts that are asked for, by slot, ascending; groups are none.
  package let slots: [Int]
  /// The terms that the asking rules name, in the order of the rules: examples that matter.
  let termsNamed: [Symbol]
  private let rulesBySlot: [Int: [RuleName]]

  /// For the rules that a gate has; terms are part of others as on the day of `now`.
  ///
  /// Errors: `unknown-kind` where the vocabulary has no such kind of action, `control-flow` for the
  /// kind that nobody gates.
  package init?(kind: String, gate: Gate, now: Timestamp, _ diagnostics: inout [Diagnostic]) {
    guard let (slot, symbol) = Self.kind(kind, gate.library.vocabulary, &diagnostics) else {
      return nil
    }
    self.init(kind: symbol, slot: slot, gate: gate, now: now)
  }

  init(kind: Symbol, slot: Int, gate: Gate, now: Timestamp) {
    let library = gate.library
    let questions = gate.questions(asOf: now) { slots in slots[slot] = .symbol(kind) }
    var rulesBySlot: [Int: [RuleName]] = [:]
    for question in questions {
      for slot in question.slots where !library.vocabulary.facts[slot].isGroup {
        rulesBySlot[slot, default: []].append(library.rules[question.rule].name)
      }
    }
    self.library = library
    self.kind = kind
    client = gate.client
    ruleCount = questions.count
    slots = rulesBySlot.keys.sorted()
    termsNamed = library.termsNamed(by: questions.map(\.rule))
    self.rulesBySlot = rulesBySlot
  }

  /// The rules that ask for a fact, sorted.
  package func rules(askingFor slot: Int) -> [RuleName] { (rulesBySlot[slot] ?? []).sorted() }

  package var kindText: String { library.vocabulary.text(of: kind) }

  /// A kind of action by its name, and the slot that holds it.
  static func kind(
    _ name: String, _ vocabulary: Vocabulary, _ diagnostics: inout [Diagnostic]
  ) -> (slot: Int, kind: Symbol)? {
    guard let slot = vocabulary.slot(of: "action.kind"),
      case .term(let number) = vocabulary.facts[slot].type
    else {
      diagnostics.append(.noKinds)
      return nil
    }
    let set = vocabulary.termSets[number]
    guard let symbol = set.symbol(for: name) else {
      diagnostics.append(.unknownKind(name, set.terms.map(\.id)))
      return nil
    }
    guard name != "flow" else {
      diagnostics.append(.controlFlow)
      return nil
    }
    return (slot, symbol)
  }

  /// The type of a fact as an author writes it.
  func text(of type: FactType) -> String {
    let vocabulary = library.vocabulary
    return type.text(
      set: { vocabulary.termSets[$0].name }, record: { vocabulary.records[$0].name })
  }
}

extension DiagnosticCode {
  package static let unknownKind = DiagnosticCode("unknown-kind")
  fileprivate static let controlFlow = DiagnosticCode("control-flow")
}

extension Diagnostic {
  fileprivate static var controlFlow: Diagnostic {
    Diagnostic(
      .controlFlow, "`flow` is no action that can be judged", at: nil,
      help: "name what is really done, such as `message.email`")
  }

  fileprivate static var noKinds: Diagnostic {
    Diagnostic(
      .unknownKind, "the vocabulary has no fact `action.kind`", at: nil,
      help: "load a vocabulary that declares it as a term")
  }

  fileprivate static func unknownKind(_ kind: String, _ known: [String]) -> Diagnostic {
    // Who types `email` means the kind whose last word it is.
    let nearest =
      known.first { $0.hasSuffix(".\(kind.lowercased())") }
      ?? Suggestion.nearest(to: kind, in: known)
    return Diagnostic(
      .unknownKind, "no kind of action is named `\(kind)`", at: nil,
      help: nearest.map { "did you mean `\($0)`?" } ?? "known are \(known.joined(separator: ", "))")
  }
}
