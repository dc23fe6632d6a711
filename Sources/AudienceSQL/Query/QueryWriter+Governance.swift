import AudienceEvaluation
import CEL
import PolicyEngine
import PolicyModel

extension QueryWriter {
  /// Whether some rule applies, and whether the law of the place does.
  static func governance(
    of forms: RuleForms, _ residue: Residue, _ table: RecipientTable, _ dialect: any SQLDialect
  ) -> [Item] {
    let governing = forms.rules.filter(\.governs)
    let policies = residue.gate.library.rules
    let covered = residue.laws.map { law in
      let rules = governing.filter { policies[$0.number].policy == law }
      return SQLTruth.all([coverage(of: law, residue, table, dialect), .any(rules.map(\.when))])
    }
    return [
      Item(
        comments: ["some rule applies"], text: certain(.any(governing.map(\.when))),
        name: "some rule applies"),
      Item(
        comments: ["a law that was adopted covers the place"], text: certain(.any(covered)),
        name: "some law applies"),
    ]
  }

  private static func certain(_ truth: SQLTruth) -> SQLText {
    switch truth.known {
    case .yes: .yes
    case .no, .unknown, .error: .no
    case nil: .call("coalesce", truth.text, .no)
    }
  }

  /// Whether a law certainly covers the recipient's place.
  private static func coverage(
    of law: Int, _ residue: Residue, _ table: RecipientTable, _ dialect: any SQLDialect
  ) -> SQLTruth {
    let gate = residue.gate
    guard let slot = gate.locationSlot, let column = table.column(ofSlot: slot),
      case .term(let number) = column.type
    else { return SQLTruth(.no) }
    let set = gate.library.vocabulary.termSets[number]
    let day = Day(of: residue.facts.now)
    let all = [UInt32](0..<UInt32(set.terms.count))
    let within = all.filter { gate.covers(law, Symbol(set: set.number, id: $0), on: day) }
    if within.isEmpty { return SQLTruth(.no) }
    let list = TermList(within, of: all, set, dialect)
    return SQLTruth(list.test(dialect.column(column.path), holds: true), failures: false)
  }
}
