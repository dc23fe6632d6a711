import CEL
import PolicyEngine
import PolicyModel

/// The pages of those whose actions are judged: what each adopts, sets and states.
struct SiteClient {
  let source: SiteSource
  private var library: CompiledLibrary { source.library }
  private var redactor: Redactor { Redactor(vocabulary: library.vocabulary) }

  var pages: [SitePage] { [overview] + source.clients.map(page) }

  private var overview: SitePage {
    let items = source.clients.map {
      (title: $0.title, target: SiteLinks.client($0.id), remark: Markup.code($0.id))
    }
    return SitePage(
      path: SiteLinks.clients, title: "Clients",
      summary: "Whose actions are judged: which policies each client adopts.",
      content: [
        Markup("h1", ["Clients"]),
        Markup(
          "p", class: "lead",
          ["Whose actions are judged. A client adopts policies and can only tighten them."]),
        items.isEmpty
          ? Markup("p", ["This library has none."]) : .columns(items),
      ])
  }

  private func page(_ client: Client) -> SitePage {
    let path = SiteLinks.client(client.id)
    func to(_ target: String) -> String { SiteLinks.relative(target, from: path) }
    let policies = client.policies.map { library.policies[$0] }
    let own = library.policies.first { $0.id == client.id && !$0.rules.isEmpty }
    let parent =
      client.parent.flatMap { library.client(named: $0) }.map { parent in
        [
          Markup(
            "p", class: "lead",
            [
              "Under ", .link(Markup(parent.title), to: to(SiteLinks.client(parent.id))),
              ", whose rules and settings bind it too.",
            ])
        ]
      } ?? []
    var sections = [
      Markup.section(
        "Adopts", id: "adopts",
        [
          .columns(
            policies.filter { $0.id != client.id }.map {
              ($0.title, to(SiteLinks.policy($0.id)), Markup($0.rules.count.of("rule")))
            })
        ])
    ]
    let settings = client.settings.sorted { $0.key < $1.key }.map { number, value in
      let setting = library.settings[number].name
      let parts = setting.split(separator: ".", maxSplits: 1).map(String.init)
      let target = parts.count == 2 ? SiteLinks.setting(parts[1], ofPolicy: parts[0]) : nil
      return Row(
        name: setting, target: target.map(to), value: redactor.text(of: value, isSensitive: false))
    }
    sections += list("Sets", id: "settings", settings)
    let facts = client.facts.sorted { $0.key < $1.key }.map { slot, value in
      let fact = library.vocabulary.facts[slot]
      return Row(
        name: fact.path, target: to(SiteLinks.fact(fact.path)),
        value: redactor.text(ofSlot: slot, value))
    }
    sections += list("States once for all", id: "facts", facts)
    let reviewers = client.reviewers.sorted { $0.key < $1.key }.map {
      Row(name: $0.key, target: nil, value: $0.value.joined(separator: ", "))
    }
    sections += list("Who reviews", id: "reviewers", reviewers)
    if !client.waivers.isEmpty {
      let entries = client.waivers.flatMap { waiver in
        [
          Markup(
            "dt", [.link(.code(waiver.rule.description), to: to(SiteLinks.rule(waiver.rule)))]),
          Markup(
            "dd",
            [
              Markup("p", [Markup(waiver.reason)]),
              Markup(
                "p", class: "place",
                ["from \(waiver.from.text) until \(waiver.until.text), by \(waiver.by)"]),
            ]),
        ]
      }
      sections.append(
        .section("Waives for a time", id: "waivers", [Markup("dl", class: "entries", entries)]))
    }
    if let own {
      sections.append(
        .section(
          "Rules of its own", id: "rules",
          [
            Markup(
              "p",
              [
                .link(Markup(own.rules.count.of("rule")), to: to(SiteLinks.policy(own.id))),
                own.rules.count == 1 ? " on a page of its own." : " on a page of their own.",
              ])
          ]))
    }
    return SitePage(
      path: path, title: client.title,
      summary: "The client \(client.id) adopts \(policies.count.of("policy", "policies")).",
      trail: [("Clients", SiteLinks.clients)],
      content: [
        Markup("p", class: "kicker", [.code(client.id)]), Markup("h1", [Markup(client.title)]),
      ] + parent + sections)
  }

  private struct Row {
    let name: String
    /// Where the name is explained, as a link from the page.
    let target: String?
    let value: String
  }

  private func list(_ title: String, id: String, _ rows: [Row]) -> [Markup] {
    guard !rows.isEmpty else { return [] }
    let entries = rows.flatMap { row in
      let name = Markup.code(row.name)
      return [
        Markup("dt", [row.target.map { .link(name, to: $0) } ?? name]),
        Markup("dd", [Markup(row.value)]),
      ]
    }
    return [.section(title, id: id, [Markup("dl", class: "entries", entries)])]
  }
}
