import CEL
package import Diagnostics
package import PolicyEngine
import PolicyModel

/// Which facts the rules ask for when an action of one kind is gated.
package struct FactsPage {
  private let library: CompiledLibrary
  private let gate: Gate
  private let kind: Symbol
  private let kindSlot: Int

  /// For the rules that a gate has.
  ///
  /// Errors: `unknown-kind` where the vocabulary has no such kind of action.
  package static func text(
    kind: String, gate: Gate, _ diagnostics: inout [Diagnostic]
  ) -> String? {
    let library = gate.library
    guard let slot = library.vocabulary.slot(of: "action.kind"),
      case .term(let number) = library.vocabulary.facts[slot].type
    else {
      diagnostics.append(.noKinds)
      return nil
    }
    let set = library.vocabulary.termSets[number]
    guard let symbol = set.symbol(for: kind) else {
      diagnostics.append(.unknownKind(kind, set.terms.map(\.id)))
      return nil
    }
    return FactsPage(library: library, gate: gate, kind: symbol, kindSlot: slot).text
  }

  private var text: String {
    let asked = gate.rulesThatMayApply { slots in slots[kindSlot] = .symbol(kind) }
    var rulesBySlot: [Int: [RuleName]] = [:]
    for number in asked {
      let rule = library.rules[number]
      for slot in slots(of: rule) { rulesBySlot[slot, default: []].append(rule.name) }
    }
    var page = PageWriter(labelWidth: 4)
    page.line(
      "\(library.vocabulary.text(of: kind)): \(rulesBySlot.count) facts, asked for by \(asked.count) rules"
    )
    var root = ""
    for slot in rulesBySlot.keys.sorted() {
      let fact = library.vocabulary.facts[slot]
      guard !fact.isGroup else { continue }
      if fact.rootName != root {
        root = fact.rootName
        page.blank()
      }
      page.line("  \(fact.path)  \(remarks(on: fact))")
      page.field("", [fact.doc])
      let names = Set(rulesBySlot[slot] ?? []).sorted()
      let shown = names.prefix(6).map(\.description).joined(separator: ", ")
      page.field(
        "", ["asked by \(shown)" + (names.count > 6 ? " and \(names.count - 6) more" : "")])
    }
    return page.text
  }

  private func slots(of rule: Rule) -> Set<Int> {
    let numbers = rule.when.atoms + rule.body.atoms + rule.exceptions.flatMap(\.when.atoms)
    var slots: Set<Int> = []
    for number in numbers { slots.formUnion(library.atoms[number].facts) }
    for duty in rule.duties { slots.formUnion(duty.value?.facts ?? []) }
    return slots
  }

  private func remarks(on fact: Fact) -> String {
    var remarks = [fact.type.map(text(of:)) ?? ""]
    if let unit = fact.unit { remarks.append(unit) }
    if fact.isNullable { remarks.append("may be null") }
    if fact.isSensitive { remarks.append("never shown") }
    if fact.isStanding { remarks.append("a client may state it once") }
    if fact.defaultValue != nil { remarks.append("has a default") }
    return "(\(remarks.joined(separator: ", ")))"
  }

  private func text(of type: FactType) -> String {
    let vocabulary = library.vocabulary
    return type.text(
      set: { vocabulary.termSets[$0].name }, record: { vocabulary.records[$0].name })
  }
}

extension DiagnosticCode {
  package static let unknownKind = DiagnosticCode("unknown-kind")
}

extension Diagnostic {
  fileprivate static var noKinds: Diagnostic {
    Diagnostic(
      .unknownKind, "the vocabulary has no fact `action.kind`", at: nil,
      help: "load a vocabulary that declares it as a term")
  }

  fileprivate static func unknownKind(_ kind: String, _ known: [String]) -> Diagnostic {
    let nearest = Suggestion.nearest(to: kind, in: known)
    return Diagnostic(
      .unknownKind, "no kind of action is named `\(kind)`", at: nil,
      help: nearest.map { "did you mean `\($0)`?" } ?? "known are \(known.joined(separator: ", "))")
  }
}
