import CEL
import PolicyModel

/// The pages of what rules may speak of: facts, record types, terms and definitions.
struct SiteVocabulary {
  let source: SiteSource
  let bodies: [SiteSource.DefinitionKey: CheckedExpression]

  private var library: CompiledLibrary { source.library }
  private var vocabulary: Vocabulary { library.vocabulary }

  var pages: [SitePage] { [facts, termSets, definitions] + vocabulary.termSets.map(terms) }

  // MARK: Facts

  private var facts: SitePage {
    let roots = Dictionary(grouping: vocabulary.facts.indices) { vocabulary.facts[$0].rootName }
    let names = roots.keys.sorted()
    let contents = Markup(
      "nav", class: "contents", ["aria-label": "Groups of facts"],
      [Markup("ul", names.map { Markup("li", [.link(Markup($0), to: "#root-\($0)")]) })])
    let sections = names.map { root in
      Markup.section(
        root, id: "root-\(root)",
        [Markup("dl", class: "entries", (roots[root] ?? []).flatMap(entry))])
    }
    return SitePage(
      path: SiteLinks.facts, title: "Facts",
      summary: "Every fact that rules may ask of an action, with its type and who asks for it.",
      content: [
        Markup("h1", ["Facts"]),
        Markup(
          "p", class: "lead",
          [
            """
            What may be stated of an action. Nobody needs to state all: a rule asks only for what its \
            source needs, and only where it applies.
            """
          ]),
        contents,
      ] + sections + records)
  }

  private func entry(_ slot: Int) -> [Markup] {
    let fact = vocabulary.facts[slot]
    let rules = (source.rulesByFact[slot] ?? []).map { library.rules[$0] }
    var about: [Markup] = [fact.type.map { type($0, on: SiteLinks.facts) } ?? "group of facts"]
    about += remarks(fact).map { Markup($0) }
    let links = rules.map {
      Markup.link(Markup($0.name.description), to: SiteLinks.rule($0.name))
    }
    return [
      Markup("dt", id: fact.path, [.code(fact.path)]),
      Markup(
        "dd",
        [
          Markup("p", [Markup(prose: fact.doc)]),
          Markup("p", class: "place", [.joined(about, by: " · ")]),
        ]
          + (fact.isGroup
            ? []
            : [
              rules.isEmpty
                ? Markup("p", class: "place", ["No rule asks for it."])
                : .folded("Asked by \(rules.count.of("rule"))", links)
            ])),
    ]
  }

  private func remarks(_ fact: Fact) -> [String] {
    var remarks: [String] = []
    if let unit = fact.unit { remarks.append(unit) }
    if fact.isNullable { remarks.append("may be null: there is none") }
    if fact.isSensitive { remarks.append("its value is never shown") }
    if fact.isChangeable { remarks.append("can be brought about") }
    if fact.isStanding { remarks.append("a client may state it once") }
    if fact.defaultValue != nil { remarks.append("has a default") }
    return remarks
  }

  /// A type with links to its terms and records.
  private func type(_ type: FactType, on page: String) -> Markup {
    func inner(_ type: FactType) -> Markup { self.type(type, on: page) }
    func link(_ name: String, _ target: String) -> Markup {
      .link(Markup(name), to: SiteLinks.relative(target, from: page))
    }
    switch type {
    case .term(let number):
      let name = vocabulary.termSets[number].name
      return Markup(["term ", link(name, SiteLinks.termSet(name))])
    case .list(let element): return Markup(["list of ", inner(element)])
    case .map(let key, let value): return Markup(["map of ", inner(key), " to ", inner(value)])
    case .record(let number):
      let name = vocabulary.records[number].name
      return link(name, SiteLinks.record(name))
    case .bool: return "true or false"
    case .int: return "whole number"
    case .double: return "number"
    case .string: return "text"
    case .timestamp: return "instant"
    case .duration: return "length of time"
    }
  }

  private var records: [Markup] {
    vocabulary.records.map { record in
      let fields = record.fields.flatMap { field -> [Markup] in
        var about: [Markup] = [type(field.type, on: SiteLinks.facts)]
        if field.isNullable { about.append("may be null: there is none") }
        if field.isSensitive { about.append("its value is never shown") }
        return [
          Markup("dt", [.code(field.name)]),
          Markup(
            "dd",
            [
              Markup("p", [Markup(prose: field.doc)]),
              Markup("p", class: "place", [.joined(about, by: " · ")]),
            ]),
        ]
      }
      return .section(
        "Records of \(record.name)", id: "type-\(record.name)",
        [Markup("dl", class: "entries", fields)])
    }
  }

  // MARK: Terms

  private var termSets: SitePage {
    SitePage(
      path: SiteLinks.terms, title: "Terms",
      summary: "The sets of terms that facts take their values from.",
      content: [
        Markup("h1", ["Terms"]),
        Markup(
          "p", class: "lead",
          [
            """
            Words with a fixed meaning, ordered by “is part of”. A rule that speaks of a term speaks \
            of all its parts.
            """
          ]),
        .columns(
          vocabulary.termSets.map {
            ($0.name, SiteLinks.termSet($0.name), Markup($0.terms.count.of("term")))
          }),
      ])
  }

  private func terms(_ set: TermSet) -> SitePage {
    let path = SiteLinks.termSet(set.name)
    let users = vocabulary.facts.filter { $0.type?.uses(set: Int(set.number)) ?? false }
    let bare = bareParts(of: set)
    let within = Set(bare.values.flatMap(\.self))
    let entries = set.terms.filter { !within.contains($0.id) }.flatMap { term -> [Markup] in
      var about: [Markup] = term.doc.map { [Markup("p", [Markup(prose: $0)])] } ?? []
      let held = source.held(by: term.id, in: set.name).map { part in
        let dates = [part.from.map { "from \($0)" }, part.until.map { "until \($0)" }]
        let told = dates.compactMap(\.self).joined(separator: " ")
        return Markup([
          .link(Markup(part.id), to: "#\(part.id)"), Markup(told.isEmpty ? "" : " (\(told))"),
        ])
      }
      if !held.isEmpty {
        about.append(Markup("p", class: "place", ["Holds ", .joined(held, by: ", ")]))
      }
      if let parts = bare[term.id] {
        let ids = parts.map { Markup("code", id: $0, [Markup($0)]) }
        about.append(Markup("p", class: "place parts", ["Its parts: ", .joined(ids, by: ", ")]))
      }
      return [
        Markup("dt", id: term.id, [.code(term.id)]), Markup("dd", about),
      ]
    }
    let facts = users.map {
      Markup.link(.code($0.path), to: SiteLinks.relative(SiteLinks.fact($0.path), from: path))
    }
    return SitePage(
      path: path, title: "Terms: \(set.name)",
      summary: "The \(set.terms.count.of("term")) of the set \(set.name).",
      trail: [("Terms", SiteLinks.terms)],
      content: [
        Markup("h1", [Markup(set.name)]),
        facts.isEmpty
          ? Markup("p", class: "lead", [Markup(set.terms.count.of("term"))])
          : Markup(
            "p", class: "lead",
            [Markup("\(set.terms.count.of("term")), used by "), .joined(facts, by: ", ")]),
        Markup("dl", class: "entries compact", entries),
      ])
  }

  /// By term: the parts of its own name of which nothing more is said, such as the provinces of a
  /// country, which would fill pages with their codes.
  private func bareParts(of set: TermSet) -> [String: [String]] {
    let ids = Set(set.terms.map(\.id))
    var parts: [String: [String]] = [:]
    for term in set.terms where term.doc == nil && source.held(by: term.id, in: set.name).isEmpty {
      guard let end = term.id.lastIndex(where: { $0 == "-" || $0 == "." }) else { continue }
      let whole = String(term.id[..<end])
      let holdsNone = !set.hasParts(UInt32(set.symbol(for: term.id)?.id ?? 0))
      if ids.contains(whole), holdsNone { parts[whole, default: []].append(term.id) }
    }
    return parts
  }

  // MARK: Definitions

  private var definitions: SitePage {
    let markup = ExpressionMarkup(library: library, page: SiteLinks.definitions, names: .none)
    let entries = source.definitions.flatMap { definition in
      markup.entry(
        definition, id: definition.name,
        bodies[SiteSource.DefinitionKey(policy: nil, name: definition.name)])
    }
    return SitePage(
      path: SiteLinks.definitions, title: "Definitions",
      summary: "Named expressions that several policies share.",
      content: [
        Markup("h1", ["Definitions"]),
        Markup(
          "p", class: "lead",
          ["Named expressions that policies share. A rule that says the name says all of this."]),
        Markup("dl", class: "entries", entries),
      ])
  }
}

extension FactType {
  /// Whether values of it hold terms of a set, by the set's number; fields of records not counted.
  fileprivate func uses(set number: Int) -> Bool {
    switch self {
    case .term(let own): own == number
    case .list(let element): element.uses(set: number)
    case .map(let key, let value): key.uses(set: number) || value.uses(set: number)
    case .bool, .int, .double, .string, .timestamp, .duration, .record: false
    }
  }
}
