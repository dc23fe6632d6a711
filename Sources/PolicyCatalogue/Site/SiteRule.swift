import CEL
import Diagnostics
import PolicyModel

/// The page of one rule: what it says and demands, what it rests on, needs and is tested by.
struct SiteRule {
  let source: SiteSource
  let number: Int
  let bodies: [SiteSource.DefinitionKey: CheckedExpression]

  private var library: CompiledLibrary { source.library }
  private var rule: Rule { library.rules[number] }
  private var policy: Policy { library.policies[rule.policy] }
  private var path: String { SiteLinks.rule(rule.name) }
  private var expressions: ExpressionMarkup {
    ExpressionMarkup(library: library, page: path, names: source.names(of: policy.id))
  }

  var page: SitePage {
    SitePage(
      path: path, title: rule.title ?? rule.name.description,
      summary: "\(rule.name): \(rule.cite.joined(separator: ", ")). \(rule.because.source)",
      trail: [("Policies", SiteLinks.home), (policy.title, SiteLinks.policy(policy.id))],
      content: [
        Markup(
          "article", class: "sheet",
          [header, glance, Markup("div", class: "text", sections), neighbours])
      ])
  }

  private func to(_ target: String) -> String { SiteLinks.relative(target, from: path) }

  private var header: Markup {
    Markup(
      "header",
      [
        Markup("p", class: "kicker", [.code(rule.name.description)]),
        Markup("h1", [Markup(rule.title ?? rule.name.rule)]),
        Markup("p", class: "lead", [Markup(rule.cite.joined(separator: ", "))]),
        Markup(
          "p", class: "badges",
          [.badge(rule.verdict), " ", .badge(rule.confidence, isOwn: policy.isOwn)]),
      ])
  }

  private var glance: Markup {
    let places = policy.covers.map { symbol in
      let id = library.vocabulary.text(of: symbol)
      return Markup.link(Markup(id), to: to(SiteLinks.term(id, of: "place")))
    }
    var origin: [Markup] = []
    if let text = policy.source { origin = [.source(text)] }
    return .glance(
      "At a glance",
      [
        ("Policy", [.link(Markup(policy.title), to: to(SiteLinks.policy(policy.id)))]),
        ("Authority", [Markup(policy.authority.rawValue)]),
        ("Law for", places.isEmpty ? [] : [.joined(places, by: ", ")]),
        ("Cites", [Markup(rule.cite.joined(separator: ", "))]),
        ("Source", origin),
        ("How sure", [Markup(Confidence.words(rule.confidence, isOwn: policy.isOwn))]),
        ("In force", [Markup(rule.period.words ?? "always")]),
        (
          "Reviewed",
          [(rule.reviewDates ?? policy.reviewDates).map { Markup($0.words) }]
            .compactMap(\.self)
        ),
        ("Written in", [.code("\(source.path(of: rule.range)):\(rule.range.start.line)")]),
      ])
  }

  private var sections: [Markup] {
    var sections = [
      Markup.section(
        "What it says to whoever breaks it", id: "because",
        [Markup("blockquote", [Markup("p", [template(rule.because)])])]
          + (rule.remedy.map { remedy in
            [Markup("p", class: "remedy", [Markup("strong", ["What to do: "]), template(remedy)])]
          } ?? [])),
      .section(
        "Where it applies", id: "when", [expressions.list(rule.when, empty: "Everywhere.")]),
      .section(
        rule.isForbid ? "What must not be so" : "What must be so", id: "body",
        [expressions.list(rule.body, empty: "Nothing.")]),
    ]
    if !rule.exceptions.isEmpty {
      sections.append(.section("Exceptions", id: "exceptions", rule.exceptions.map(exception)))
    }
    sections += words
    sections.append(.section("What follows", id: "verdict", [verdict]))
    if !rule.duties.isEmpty {
      sections.append(
        .section(
          "Duties where it is kept", id: "duties",
          [
            Markup(
              "ul", rule.duties.map { Markup("li", [.code($0.id), ": ", template($0.text)]) })
          ]))
    }
    sections.append(.section("Facts it needs", id: "facts", [facts]))
    let settings = rule.settings(in: library).map { library.settings[$0] }
    if !settings.isEmpty {
      sections.append(
        .section(
          "What a client may set", id: "settings",
          [Markup("dl", class: "entries", settings.flatMap(entry(of:)))]))
    }
    sections.append(.section("How it is tested", id: "tests", tests))
    return sections
  }

  /// What the names in its conditions stand for: in words where somebody found some.
  private var words: [Markup] {
    let own = source.names(of: policy.id).definitions
    var used: Set<String> = []
    for atom in rule.atoms {
      for case .definition(let definition)? in library.atoms[atom].checked.references {
        used.insert(definition.name)
      }
    }
    let written =
      source.definitions(of: policy.id)
      + source.definitions.filter {
        !own.contains($0.name)
      }
    let entries = written.filter { used.contains($0.name) }.flatMap { definition -> [Markup] in
      let isOwn = own.contains(definition.name)
      let target =
        isOwn
        ? SiteLinks.definition(definition.name, ofPolicy: policy.id)
        : SiteLinks.definition(definition.name)
      let body = bodies[
        SiteSource.DefinitionKey(policy: isOwn ? policy.id : nil, name: definition.name)]
      let meaning =
        definition.doc.map { Markup("p", [Markup(prose: $0)]) }
        ?? body.map(expressions.expression)
        ?? Markup("code", class: "expression", [Markup(definition.text)])
      return [
        Markup("dt", [.link(.code(definition.name), to: to(target))]), Markup("dd", [meaning]),
      ]
    }
    guard !entries.isEmpty else { return [] }
    return [
      .section("Names that it uses", id: "names", [Markup("dl", class: "entries", entries)])
    ]
  }

  private func exception(_ exception: Exception) -> Markup {
    var head: [Markup] = [.code(exception.id)]
    if let title = source.title(ofException: exception.id, of: rule.name) {
      head += [" ", Markup(title)]
    }
    var about = exception.cite
    if let words = exception.period.words { about.append(words) }
    return Markup(
      "div", class: "exception",
      [Markup("h3", head)]
        + (about.isEmpty
          ? [] : [Markup("p", class: "cite", [Markup(about.joined(separator: ", "))])])
        + [expressions.list(exception.when, empty: "Always.")])
  }

  private var verdict: Markup {
    var rows: [[Markup]] = [
      ["Where it is broken: ", .badge(rule.verdict)],
      ["Where that cannot be decided: ", .badge(rule.unknown)],
    ]
    if let review = rule.review {
      let people = review.by.joined(separator: ", ")
      let count = review.quorum > 1 ? ", \(review.quorum) of them" : ""
      let time = review.within.map { ", within \(DurationText.text($0))" } ?? ""
      rows.append([Markup("Who reviews: \(people)\(count)\(time)")])
    }
    switch rule.waivable {
    case .anyone?: rows.append(["A client may waive it for a time."])
    case .roles(let roles)?:
      rows.append([
        "A client may waive it for a time, by word of \(roles.joined(separator: " or "))."
      ])
    case nil: break
    }
    return Markup("ul", class: "plain", rows.map { Markup("li", $0) })
  }

  private var facts: Markup {
    let slots = rule.facts(in: library).sorted()
    guard !slots.isEmpty else { return Markup("p", ["None."]) }
    return Markup(
      "dl", class: "entries",
      slots.flatMap { slot in
        let fact = library.vocabulary.facts[slot]
        return [
          Markup("dt", [.link(.code(fact.path), to: to(SiteLinks.fact(fact.path)))]),
          Markup("dd", [Markup(prose: fact.doc)]),
        ]
      })
  }

  private func entry(of setting: Setting) -> [Markup] {
    let name = String(setting.name.split(separator: ".").last ?? "")
    return [
      Markup(
        "dt",
        [.link(.code(setting.name), to: to(SiteLinks.setting(name, ofPolicy: policy.id)))]),
      Markup("dd", [Markup(prose: setting.doc)]),
    ]
  }

  private var tests: [Markup] {
    let tests = source.tests(of: rule.name)
    guard !tests.isEmpty else { return [Markup("p", ["No test speaks of it."])] }
    let outcomes: [Outcome?] = [
      .broken, .kept, .undecided, .excepted, .waived, .notApplicable, nil,
    ]
    return outcomes.flatMap { outcome -> [Markup] in
      let group = tests.filter { $0.outcome == outcome }
      guard !group.isEmpty else { return [] }
      let word = outcome?.words ?? "cited"
      return [
        Markup("h3", [Markup("\(word), \(group.count.of("case"))")]),
        .folded(
          "Show the cases",
          group.map { test in
            Markup([
              Markup(test.name), " ",
              Markup("span", class: "place", [Markup("\(test.file):\(test.line)")]),
            ])
          }, openUpTo: 6),
      ]
    }
  }

  /// A text whose holes are set apart: they are filled in with what is known.
  private func template(_ template: Template) -> Markup {
    var pieces: [Markup] = []
    var text = ""
    var depth = 0
    func close() {
      guard !text.isEmpty else { return }
      pieces.append(depth > 0 ? Markup("span", class: "hole", [Markup(text)]) : Markup(text))
      text = ""
    }
    var rest = template.source[...]
    while let character = rest.popFirst() {
      switch (character, rest.first) {
      case ("{", "{"?) where depth == 0, ("}", "}"?) where depth == 0:
        rest.removeFirst()
        text.append(character)
      case ("{", _):
        if depth == 0 { close() } else { text.append(character) }
        depth += 1
      case ("}", _) where depth > 0:
        if depth == 1 { close() } else { text.append(character) }
        depth -= 1
      case (_, _): text.append(character)
      }
    }
    close()
    return Markup(pieces)
  }

  private var neighbours: Markup {
    func link(_ number: Int, _ word: String, _ style: String) -> [Markup] {
      guard policy.rules.contains(number) else { return [] }
      let other = library.rules[number]
      return [
        Markup(
          "a", class: style, ["href": to(SiteLinks.rule(other.name)), "rel": style],
          [
            Markup("span", class: "word", [Markup(word)]), " ",
            Markup(other.title ?? other.name.rule),
          ])
      ]
    }
    return Markup(
      "nav", class: "neighbours", ["aria-label": "Rules before and after"],
      link(number - 1, "Before", "prev") + link(number + 1, "After", "next"))
  }
}

extension Outcome {
  fileprivate var words: String {
    switch self {
    case .notApplicable: "does not apply"
    case .excepted, .kept, .broken, .undecided, .waived: rawValue
    }
  }
}

extension Markup {
  /// The name of a policy's source, as a link where it has an address of the web.
  static func source(_ source: Policy.Source) -> Markup {
    guard let url = source.url, url.hasPrefix("https://") || url.hasPrefix("http://") else {
      return Markup(source.name + (source.url.map { " (\($0))" } ?? ""))
    }
    return Markup("a", ["href": url, "rel": "external noreferrer"], [Markup(source.name)])
  }
}
