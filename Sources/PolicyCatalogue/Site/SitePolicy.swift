import CEL
import Diagnostics
import PolicyModel

/// The page of one policy: what it is, its rules, and what they share.
struct SitePolicy {
  let source: SiteSource
  let number: Int
  let bodies: [SiteSource.DefinitionKey: CheckedExpression]

  private var library: CompiledLibrary { source.library }
  private var policy: Policy { library.policies[number] }
  private var path: String { SiteLinks.policy(policy.id) }
  private var rules: [Rule] { policy.rules.map { library.rules[$0] } }
  private var expressions: ExpressionMarkup {
    ExpressionMarkup(library: library, page: path, names: source.names(of: policy.id))
  }

  var page: SitePage {
    let doc = source.doc(ofPolicy: policy.id)
    return SitePage(
      path: path, title: policy.title,
      summary: doc ?? "\(policy.title): \(rules.count.of("rule")).",
      trail: [("Policies", SiteLinks.home)],
      content: [
        Markup(
          "article", class: "sheet",
          [
            Markup(
              "header",
              [
                Markup("p", class: "kicker", [.code(policy.id)]),
                Markup("h1", [Markup(policy.title)]),
              ] + (doc.map { [Markup("p", class: "lead", [Markup(prose: $0)])] } ?? [])),
            glance,
            Markup("div", class: "text", [ruleList] + settings + tables + definitions),
          ])
      ])
  }

  private func to(_ target: String) -> String { SiteLinks.relative(target, from: path) }

  private var glance: Markup {
    let places = policy.covers.map { symbol in
      let id = library.vocabulary.text(of: symbol)
      return Markup.link(Markup(id), to: to(SiteLinks.term(id, of: "place")))
    }
    let clients = source.clients.filter { $0.policies.contains(number) && $0.id != policy.id }
    return .glance(
      "At a glance",
      [
        ("Authority", [Markup(policy.authority.rawValue)]),
        ("Law for", places.isEmpty ? [] : [.joined(places, by: ", ")]),
        ("Source", policy.source.map { [.source($0)] } ?? []),
        ("In force", [Markup(policy.period.words ?? "always")]),
        ("Reviewed", policy.reviewDates.map { [Markup($0.words)] } ?? []),
        ("Rules", [Markup("\(rules.count)")]),
        ("How sure", [Markup(certainty)]),
        ("Tests", [Markup(source.caseCount(of: policy).of("case"))]),
        (
          "Adopted by",
          [
            .joined(
              clients.map { .link(Markup($0.title), to: to(SiteLinks.client($0.id))) }, by: ", ")
          ]
          .filter { _ in !clients.isEmpty }
        ),
        ("Written in", [.code(source.path(of: policy.range))]),
      ])
  }

  private var certainty: String {
    let kinds: [Confidence?] = [.read, .secondary, .unverified, nil]
    return kinds.compactMap { kind in
      let count = rules.count { $0.confidence == kind }
      return count == 0 ? nil : "\(count) \(Confidence.words(kind, isOwn: policy.isOwn))"
    }.joined(separator: ", ")
  }

  private var ruleList: Markup {
    let items = rules.map { rule in
      var about = rule.cite.joined(separator: ", ")
      if rule.period != policy.period, let words = rule.period.words { about += " · \(words)" }
      return Markup(
        "li",
        [
          .badge(rule.verdict),
          Markup(
            "div",
            [
              .link(Markup(rule.title ?? rule.name.rule), to: to(SiteLinks.rule(rule.name))),
              Markup(
                "p", class: "cite",
                [Markup(about), " ", .badge(rule.confidence, isOwn: policy.isOwn)]),
            ]),
        ])
    }
    return .section(
      rules.isEmpty ? "No rules" : "Rules", id: "rules",
      [Markup("ol", class: "rules", items)])
  }

  private var settings: [Markup] {
    let own = library.settings.filter { $0.name.hasPrefix(policy.id + ".") }
    guard !own.isEmpty else { return [] }
    let entries = own.flatMap { setting -> [Markup] in
      let name = String(setting.name.dropFirst(policy.id.count + 1))
      let direction =
        switch setting.tighter {
        case .lower, .higher, .more, .fewer: "a client may set it \(setting.tighter.rawValue)"
        case .free: "a client may set it freely"
        }
      let value = source.defaultText(ofSetting: name, in: policy.id)
      return [
        Markup("dt", id: "setting-\(name)", [.code(setting.name)]),
        Markup(
          "dd",
          [
            Markup(prose: setting.doc), " ",
            Markup("span", class: "place", ["\(value) if nobody says otherwise; \(direction)"]),
          ]),
      ]
    }
    return [.section("Settings", id: "settings", [Markup("dl", class: "entries", entries)])]
  }

  private var tables: [Markup] {
    let tables = source.tables(of: policy.id)
    guard !tables.isEmpty else { return [] }
    return [
      .section("Tables", id: "tables", tables.map { table($0.name, $0.rows) })
    ]
  }

  private func table(_ name: String, _ rows: [SiteSource.TableRow]) -> Markup {
    let hasDates = rows.contains { $0.from != nil || $0.until != nil }
    let columns = ["For", "Value", "Cites"] + (hasDates ? ["In force"] : [])
    let body = rows.map { row in
      let dates = [row.from.map { "from \($0)" }, row.until.map { "until \($0)" }]
      let cells: [Markup] = [
        Markup("td", [Markup(row.value)]), Markup("td", [Markup(row.cite)]),
        Markup("td", [Markup(dates.compactMap(\.self).joined(separator: " "))]),
      ]
      return Markup(
        "tr",
        [Markup("th", ["scope": "row"], [Markup(row.term)])] + cells.prefix(hasDates ? 3 : 2))
    }
    let doc = source.doc(ofTable: name, in: policy.id)
    return Markup(
      "div", class: "scroll", id: "table-\(name)",
      ["role": "region", "aria-label": "Table \(name)", "tabindex": "0"],
      [
        Markup(
          "table",
          [
            Markup(
              "caption", [.code(name)] + (doc.map { [" ", Markup(prose: $0)] } ?? [])),
            Markup(
              "thead",
              [Markup("tr", columns.map { Markup("th", ["scope": "col"], [Markup($0)]) })]),
            Markup("tbody", body),
          ])
      ])
  }

  private var definitions: [Markup] {
    let written = source.definitions(of: policy.id)
    guard !written.isEmpty else { return [] }
    return [
      .section(
        "Definitions", id: "definitions",
        [
          Markup(
            "dl", class: "entries",
            written.flatMap { definition in
              expressions.entry(
                definition, id: "define-\(definition.name)",
                bodies[SiteSource.DefinitionKey(policy: policy.id, name: definition.name)])
            })
        ])
    ]
  }
}

extension ExpressionMarkup {
  /// A definition with its parameters and its meaning, for a `dl`.
  func entry(
    _ definition: SiteSource.WrittenDefinition, id: String, _ body: CheckedExpression?
  ) -> [Markup] {
    let parameters = definition.parameters.map { "\($0.name): \($0.type)" }
    let list = parameters.isEmpty ? "" : "(\(parameters.joined(separator: ", ")))"
    return [
      Markup("dt", id: id, [.code(definition.name + list)]),
      Markup(
        "dd",
        (definition.doc.map { [Markup("p", [Markup(prose: $0)])] } ?? []) + [
          body.map(expression) ?? Markup("code", class: "expression", [Markup(definition.text)])
        ]),
    ]
  }
}
