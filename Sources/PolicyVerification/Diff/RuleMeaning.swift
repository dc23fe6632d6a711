import CEL
import PolicyModel

/// All that decides a rule for somebody, as a text: where two libraries have the same text for a rule,
/// and their terms agree, the rule gives the same for all facts.
///
/// A change is looked at closely only where this differs, so the cost of a comparison is that of what
/// was changed. Titles, citations and texts are left out: they decide nothing.
struct RuleMeaning {
  private let encoder: Encoder
  private let terms: TermAgreement
  private var library: CompiledLibrary { encoder.view.library }
  private var vocabulary: Vocabulary { library.vocabulary }

  init(_ encoder: Encoder, _ terms: TermAgreement) {
    self.encoder = encoder
    self.terms = terms
  }

  /// `waivers`: those of the client that waive the rule.
  func text(of rule: Rule, waivers: [Waiver]) -> String {
    let conditions = [rule.when, rule.body] + rule.exceptions.map(\.when)
    let atoms = conditions.flatMap(\.atoms).map { library.atoms[$0] }
    let values = rule.duties.compactMap(\.value)
    var parts = [
      "\(rule.verdict) \(rule.unknown) \(rule.isForbid) \(rule.period)",
      rule.neededRoots.map { vocabulary.facts[$0].path }.joined(separator: " "),
      "when \(text(of: rule.when))", "asks \(text(of: rule.body))",
    ]
    parts += rule.exceptions.map { "but \($0.period) \(text(of: $0.when))" }
    parts += values.compactMap(\.checked).map { "gives \(encoder.words($0.root, $0))" }
    parts += rule.tables.map { text(of: library.tables[$0.table]) }
    parts += waivers.map { "waived \($0.from.text) \($0.until.text)" }
    var slots = Set(rule.neededRoots)
    var bodies: [String] = []
    for checked in atoms.map(\.checked) + values.compactMap(\.checked) {
      let reads = encoder.reads(checked)
      slots.formUnion(reads.slots)
      // Whether anything in it fails counts where what is unknown is allowed: that hangs on all words.
      let read = rule.unknown == .allow ? reads.allBodies : reads.bodies
      for body in read where !bodies.contains(body) { bodies.append(body) }
    }
    parts += bodies.sorted()
    parts += slots.map(text(ofSlot:)).sorted()
    return parts.joined(separator: "\n")
  }

  private func text(of condition: Condition) -> String {
    func list(_ parts: [Condition]) -> String {
      "(" + parts.map { text(of: $0) }.joined(separator: "; ") + ")"
    }
    return switch condition {
    case .atom(let number): library.atoms[number].expression
    case .all(let parts): "all" + list(parts)
    case .any(let parts): "any" + list(parts)
    case .none(let parts): "none" + list(parts)
    }
  }

  private func text(of table: Table) -> String {
    let set = vocabulary.termSets[table.key]
    let rows = table.rows.map { row in
      "\(set.terms[Int(row.term)].id) \(text(of: row.value)) \(row.period)"
    }
    return "table \(table.name) by \(name(ofSet: table.key)): " + rows.joined(separator: ", ")
  }

  // MARK: What is read

  private func text(ofSlot slot: Int) -> String {
    guard slot < vocabulary.facts.count else {
      let number = slot - vocabulary.facts.count
      guard library.settings.indices.contains(number) else { return "day" }
      let setting = library.settings[number]
      let value = encoder.view.settings[number] ?? setting.defaultValue
      return "settings.\(setting.name): \(text(of: setting.type)) = \(text(of: value))"
    }
    let fact = vocabulary.facts[slot]
    var text = "\(fact.path): \(fact.type.map(text(of:)) ?? "group") \(fact.maximum)"
    if fact.isNullable { text += " nullable" }
    if let value = fact.defaultValue { text += " = \(self.text(of: value))" }
    if let value = encoder.view.standing[slot] { text += " stands \(self.text(of: value))" }
    for group in encoder.facts.groups(above: fact.path) where group.isNullable {
      text += " in \(group.path)"
    }
    return text
  }

  private func text(of type: FactType) -> String {
    type.text(set: name(ofSet:)) { number in
      let record = vocabulary.records[number]
      let fields = record.fields.map { field in
        "\(field.name): \(text(of: field.type)) \(field.isNullable) \(field.maximum)"
      }
      return record.name + "{" + fields.joined(separator: ", ") + "}"
    }
  }

  /// A set that does not mean the same on both sides goes by the library too, so no rule that reads
  /// it passes for unchanged.
  private func name(ofSet number: Int) -> String {
    let name = vocabulary.termSets[number].name
    return terms.names.contains(name) ? name : name + "@" + library.identity.digest
  }

  private func text(of value: Value) -> String {
    switch value {
    case .symbol(let symbol): vocabulary.text(of: symbol)
    case .list(let list): "[" + list.elements.map { text(of: $0) }.joined(separator: ", ") + "]"
    default: value.description
    }
  }
}
