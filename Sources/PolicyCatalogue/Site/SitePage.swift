import PolicyEngine
import PolicyModel

/// The frame that all pages share: head, navigation, search, and the word that this is no advice.
struct SitePage {
  /// From the site's folder.
  let path: String
  let title: String
  /// One sentence for search engines and previews.
  let summary: String
  /// The pages above it, outermost first.
  var trail: [(title: String, path: String)] = []
  /// The main part; it holds the page's only `h1`.
  let content: [Markup]

  static let notice =
    "This is no legal advice. The rules are a careful reading of their sources, no substitute for "
    + "somebody who knows the law; how far each source was checked stands beside each rule."

  /// The whole file.
  func html(_ identity: LibraryIdentity) -> String {
    let page = Markup(
      "html", ["lang": "en"],
      [.lineEnd, head, .lineEnd, body(identity), .lineEnd])
    return "<!doctype html>\n" + page.html + "\n"
  }

  private func to(_ target: String) -> String { SiteLinks.relative(target, from: path) }

  private var head: Markup {
    Markup(
      "head",
      [
        .void("meta", ["charset": "utf-8"]),
        .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .void("meta", ["name": "color-scheme", "content": "light dark"]),
        .void("meta", ["name": "description", "content": summary]),
        Markup("title", [Markup(path == SiteLinks.home ? title : "\(title) · Scruple")]),
        .void("link", ["rel": "icon", "href": "data:,"]),
        .void("link", ["rel": "stylesheet", "href": to(SiteLinks.style)]),
        Markup("script", ["src": to(SiteLinks.script), "defer": ""], []),
      ])
  }

  private func body(_ identity: LibraryIdentity) -> Markup {
    Markup(
      "body", ["data-root": to("")],
      [
        Markup("a", class: "skip", ["href": "#main"], ["Skip to the content"]), .lineEnd,
        header, .lineEnd,
        Markup("main", id: "main", ["tabindex": "-1"], breadcrumbs + content), .lineEnd,
        footer(identity), .lineEnd,
      ])
  }

  private var header: Markup {
    let places = [
      ("Policies", SiteLinks.home), ("Facts", SiteLinks.facts), ("Terms", SiteLinks.terms),
      ("Definitions", SiteLinks.definitions), ("Dates", SiteLinks.dates),
      ("Clients", SiteLinks.clients),
    ]
    let here = trail.first?.path ?? path
    let links = places.map { name, target in
      Markup(
        "li",
        [
          target == here
            ? Markup(
              "a", ["href": to(target), "aria-current": target == path ? "page" : "true"],
              [Markup(name)])
            : .link(Markup(name), to: to(target))
        ])
    }
    return Markup(
      "header", class: "top",
      [
        Markup(
          "a", class: "brand", ["href": to(SiteLinks.home)],
          [Markup("span", class: "mark", ["aria-hidden": "true"], ["§"]), "Scruple"]),
        Markup("nav", ["aria-label": "Catalogue"], [Markup("ul", links)]),
        search,
      ])
  }

  /// Hidden until the script shows it: without one it could do nothing.
  private var search: Markup {
    Markup(
      "search", class: "search", ["hidden": ""],
      [
        Markup("label", class: "unseen", ["for": "search"], ["Search the catalogue"]),
        .void(
          "input",
          [
            "id": "search", "type": "search", "placeholder": "Search rules, facts, terms",
            "autocomplete": "off", "spellcheck": "false", "aria-describedby": "search-help",
          ]),
        Markup(
          "p", class: "unseen", id: "search-help",
          ["Results appear below as you type; the down arrow goes to them, Escape closes them."]),
        Markup(
          "div", class: "results", ["hidden": ""],
          [
            Markup("p", class: "count", ["role": "status"], []),
            Markup("ol", ["aria-label": "Search results"], []),
          ]),
      ])
  }

  private var breadcrumbs: [Markup] {
    guard !trail.isEmpty else { return [] }
    var steps = trail.map { Markup("li", [.link(Markup($0.title), to: to($0.path))]) }
    steps.append(Markup("li", ["aria-current": "page"], [Markup(title)]))
    return [Markup("nav", class: "trail", ["aria-label": "Breadcrumb"], [Markup("ol", steps)])]
  }

  private func footer(_ identity: LibraryIdentity) -> Markup {
    Markup(
      "footer", class: "bottom",
      [
        Markup("p", class: "notice", [Markup(Self.notice)]),
        Markup(
          "p",
          [
            "Scruple \(identity.engine) · library ", .code(identity.digest),
          ]),
      ])
  }
}
