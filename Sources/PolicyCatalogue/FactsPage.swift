package import Diagnostics
import PolicyModel

extension FactsAsked {
  /// A page for a terminal: each fact with what it says and who asks.
  package var text: String {
    var page = PageWriter(labelWidth: 4)
    page.line("\(kindText): \(slots.count.of("fact")), asked for by \(ruleCount.of("rule"))")
    var root = ""
    for slot in slots {
      let fact = library.vocabulary.facts[slot]
      if fact.rootName != root {
        root = fact.rootName
        page.blank()
      }
      page.line("  \(fact.path)  \(remarks(on: fact))")
      page.field("", [fact.doc])
      let names = rules(askingFor: slot)
      let shown = names.prefix(6).map(\.description).joined(separator: ", ")
      page.field(
        "", ["asked by \(shown)" + (names.count > 6 ? " and \(names.count - 6) more" : "")])
    }
    return page.text
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

  /// The same for programs.
  package var json: JSONValue {
    let vocabulary = library.vocabulary
    return .object([
      ("format", .int(1)),
      ("kind", .string(kindText)),
      ("client", client.isEmpty ? .null : .string(client)),
      ("rules", .int(Int64(ruleCount))),
      (
        "facts",
        .array(
          slots.map { slot in
            let fact = vocabulary.facts[slot]
            return .object([
              ("fact", .string(fact.path)),
              ("type", .string(fact.type.map(text(of:)) ?? "")),
              ("doc", .string(fact.doc)),
              ("unit", fact.unit.map { .string($0) } ?? .null),
              ("nullable", .bool(fact.isNullable)),
              ("sensitive", .bool(fact.isSensitive)),
              ("changeable", .bool(fact.isChangeable)),
              ("standing", .bool(fact.isStanding)),
              ("has_default", .bool(fact.defaultValue != nil)),
              ("maximum", fact.maximum > 0 ? .int(Int64(fact.maximum)) : .null),
              (
                "asked_by",
                .array(rules(askingFor: slot).map { .string($0.description) })
              ),
            ])
          })
      ),
      ("library", .string(library.identity.digest)),
    ])
  }
}
