import PolicyEngine
import PolicyModel

/// The page of the days on which the library changes what it demands, a section a year; the latest
/// year first, since what is to come is what people look for.
struct SiteDates {
  let source: SiteSource

  private var path: String { SiteLinks.dates }

  var page: SitePage {
    let shown = Set(source.rules.map { source.library.rules[$0].name })
    let calendar = LibraryCalendar(of: Gate(everythingOf: source.library), from: nil, until: nil)
    let entries = calendar.entries.filter { $0.rules.contains(where: shown.contains) }
    let years = Dictionary(grouping: entries) { $0.day.text.prefix(4) }
    let names = years.keys.sorted(by: >)
    let contents = Markup(
      "nav", class: "contents", ["aria-label": "Years"],
      [Markup("ul", names.map { Markup("li", [.link(Markup(String($0)), to: "#y\($0)")]) })])
    return SitePage(
      path: path, title: "Dates",
      summary: "Every day on which the library changes what it demands, and what changes.",
      content: [
        Markup("h1", ["Dates"]),
        Markup(
          "p", class: "lead",
          [
            """
            Every day on which the library changes what it demands: what begins on the day, and what \
            is over from the day on. The latest year stands first.
            """
          ]),
        entries.isEmpty ? Markup("p", ["Nothing in this library has a date."]) : contents,
      ]
        + names.map { year in
          let days = Dictionary(grouping: years[year] ?? [], by: \.day)
          return .section(
            String(year), id: "y\(year)",
            days.keys.sorted().flatMap { day in
              [
                Markup("h3", id: "d\(day.text)", [Markup(day.text)]),
                Markup("ul", class: "dates", (days[day] ?? []).map { item($0, shown) }),
              ]
            })
        })
  }

  private func item(_ entry: LibraryCalendar.Entry, _ shown: Set<RuleName>) -> Markup {
    let begins = entry.kind.hasSuffix("-begins")
    let rules = entry.rules.filter(shown.contains)
    var about: [Markup] = []
    if rules.count == 1, let number = source.library.rule(named: rules[0]) {
      let title = source.library.rules[number].title ?? rules[0].description
      let link = Markup.link(Markup(title), to: SiteLinks.rule(rules[0]))
      about.append(Markup("p", [Markup("\(entry.words): "), link]))
    } else {
      let links = rules.map { name in
        Markup.link(.code(name.description), to: SiteLinks.rule(name))
      }
      about += [
        Markup("p", [Markup(entry.words)]),
        .folded("Concerns \(rules.count.of("rule"))", links),
      ]
    }
    if !entry.cite.isEmpty {
      about.append(Markup("p", class: "cite", [Markup(entry.cite.joined(separator: ", "))]))
    }
    return Markup(
      "li",
      [
        Markup("span", class: begins ? "badge allow" : "badge", [begins ? "begins" : "ends"]),
        Markup("div", about),
      ])
  }
}
