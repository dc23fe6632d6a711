import Diagnostics
import PolicyModel

/// What the search looks through, as a script: pages opened from a folder may read no other file.
struct SiteSearch {
  let source: SiteSource

  private var library: CompiledLibrary { source.library }

  /// The index as one statement.
  ///
  /// `window.scrupleIndex = [[kind, title, address, shown below, further words], ...]`
  var script: String {
    let entries = rules + policies + facts + termSets + definitions + clients + pages
    return "window.scrupleIndex = " + JSONValue.array(entries).text(pretty: false) + ";\n"
  }

  private func entry(
    _ kind: String, _ title: String, _ address: String, _ below: String, _ words: String = ""
  ) -> JSONValue {
    .array([kind, title, address, below, words].map { .string($0.printable) })
  }

  private var rules: [JSONValue] {
    source.rules.map { library.rules[$0] }.map { rule in
      let facts = rule.facts(in: library).map { library.vocabulary.facts[$0].path }.sorted()
      let policy = library.policies[rule.policy]
      return entry(
        "rule", rule.title ?? rule.name.rule, SiteLinks.rule(rule.name),
        "\(rule.name) · \(rule.cite.joined(separator: ", "))",
        ([policy.title, rule.because.source, rule.remedy?.source ?? ""] + facts)
          .joined(separator: " "))
    }
  }

  private var policies: [JSONValue] {
    source.policies.map { library.policies[$0] }.map { policy in
      let places = policy.covers.map(library.vocabulary.text(of:)).joined(separator: ", ")
      return entry(
        "policy", policy.title, SiteLinks.policy(policy.id),
        [policy.id, places].filter { !$0.isEmpty }.joined(separator: " · "),
        source.doc(ofPolicy: policy.id) ?? "")
    }
  }

  private var facts: [JSONValue] {
    library.vocabulary.facts.filter { !$0.isGroup }.map {
      entry("fact", $0.path, SiteLinks.fact($0.path), $0.doc)
    }
  }

  private var termSets: [JSONValue] {
    library.vocabulary.termSets.map { set in
      // Of long sets the ids alone would be most of the index.
      let ids = set.terms.count > 400 ? [] : set.terms.map { "\($0.id) \($0.doc ?? "")" }
      return entry(
        "terms", set.name, SiteLinks.termSet(set.name), set.terms.count.of("term"),
        ids.joined(separator: " "))
    }
  }

  private var definitions: [JSONValue] {
    source.definitions.map {
      entry("definition", $0.name, SiteLinks.definition($0.name), $0.text)
    }
  }

  private var pages: [JSONValue] {
    [
      entry(
        "page", "Dates", SiteLinks.dates, "Every day on which the library changes what it demands",
        "calendar in force begins ends")
    ]
  }

  private var clients: [JSONValue] {
    source.clients.map { entry("client", $0.title, SiteLinks.client($0.id), $0.id) }
  }
}
