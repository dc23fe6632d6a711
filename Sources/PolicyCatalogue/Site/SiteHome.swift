import Diagnostics
import PolicyModel

/// The first page: what the library holds, policy by policy.
struct SiteHome {
  let source: SiteSource

  private var library: CompiledLibrary { source.library }

  var page: SitePage {
    SitePage(
      path: SiteLinks.home, title: "Scruple policy catalogue",
      summary: "The rules that marketing automations are held to, with their sources and tests.",
      content: [hero] + sections)
  }

  /// How sources were checked, and how each is coloured.
  private static let kinds: [(kind: Confidence?, style: String)] = [
    (.read, "read"), (.secondary, "secondary"), (.unverified, "unverified"), (nil, "unstated"),
  ]

  private var hero: Markup {
    let rules = source.rules.map { library.rules[$0] }
    let isOurs = rules.allSatisfy { $0.confidence != nil || library.policies[$0.policy].isOwn }
    let counts: [(count: Int, words: String, style: String?)] =
      [
        (rules.count, rules.count == 1 ? "rule" : "rules", nil),
        (source.caseCount, source.caseCount == 1 ? "test case" : "test cases", nil),
      ]
      + Self.kinds.map { kind, style in
        (rules.count { $0.confidence == kind }, Confidence.words(kind, isOwn: isOurs), style)
      }
    return Markup(
      "div", class: "hero",
      [
        Markup("h1", ["May this automation do what it is about to do?"]),
        Markup(
          "p", class: "lead",
          [
            """
            These are the policies that answer. Each rule says what it demands, on which source it \
            rests, how surely that source was checked, and which cases prove that it fires.
            """
          ]),
        Markup(
          "ul", class: "counts",
          counts.filter { $0.count > 0 }.map { count, words, style in
            Markup(
              "li",
              [Markup("strong", [Markup("\(count)")]), " ", Markup(words)]
                + (style.map { [Markup("span", class: "key \($0)", [])] } ?? []))
          }),
      ])
  }

  private var sections: [Markup] {
    Authority.allCases.flatMap { authority -> [Markup] in
      let policies = source.policies.map { library.policies[$0] }
        .filter { $0.authority == authority }
        .sorted { ($0.range.file.path, $0.id) < ($1.range.file.path, $1.id) }
      guard !policies.isEmpty else { return [] }
      return [
        .section(
          authority.heading, id: authority.rawValue,
          [Markup("ul", class: "cards", policies.map { Markup("li", card($0)) })])
      ]
    }
  }

  private func card(_ policy: Policy) -> [Markup] {
    var about = policy.covers.map(library.vocabulary.text(of:))
    about.append(policy.rules.count.of("rule"))
    if let words = policy.period.words { about.append(words) }
    let rules = policy.rules.map { library.rules[$0] }
    let sure = rules.count { $0.confidence == .read }
    let words =
      rules.allSatisfy { $0.confidence == nil }
      ? "no outside source" : "\(sure) of \(rules.count) read in the source"
    let bar = Self.kinds.compactMap { kind, style -> Markup? in
      let count = rules.count { $0.confidence == kind }
      return count == 0 ? nil : Markup("span", class: style, ["style": "flex-grow:\(count)"], [])
    }
    return [
      Markup("h3", [.link(Markup(policy.title), to: SiteLinks.policy(policy.id))]),
      Markup(
        "p", class: "place",
        [.joined(about.map { Markup("span", class: "whole", [Markup($0)]) }, by: " · ")]),
      Markup("div", class: "shares", ["aria-hidden": "true"], bar),
      Markup("p", class: "place", [Markup(words)]),
    ]
  }
}
