import PolicyModel

// Small pieces that several pages share.
extension Markup {
  /// What a breach gives, as a badge.
  static func badge(_ verdict: Verdict) -> Markup {
    switch verdict {
    case .allow: Markup("span", class: "badge allow", ["allow"])
    case .requireReview: Markup("span", class: "badge review", ["review"])
    case .deny: Markup("span", class: "badge deny", ["deny"])
    }
  }

  /// How the source was checked, as a badge.
  static func badge(_ confidence: Confidence?, isOwn: Bool) -> Markup {
    let style = confidence?.rawValue ?? "unstated"
    let words = Confidence.words(confidence, isOwn: isOwn)
    return Markup("span", class: "badge sure \(style)", [Markup(words)])
  }

  /// Names with their values; a name without one is left out.
  static func glance(_ title: String, _ rows: [(name: String, value: [Markup])]) -> Markup {
    let entries = rows.filter { !$0.value.isEmpty }.flatMap { row in
      [Markup("dt", [Markup(row.name)]), Markup("dd", row.value)]
    }
    return Markup(
      "aside", class: "glance", ["aria-labelledby": "glance"],
      [Markup("h2", id: "glance", [Markup(title)]), Markup("dl", entries)])
  }

  static func section(_ title: String, id: String, _ children: [Markup]) -> Markup {
    Markup(
      "section", ["aria-labelledby": id],
      [Markup("h2", id: id, [Markup(title)])] + children)
  }

  /// Short links side by side, each with a remark.
  static func columns(_ items: [(title: String, target: String, remark: Markup)]) -> Markup {
    Markup(
      "ul", class: "columns",
      items.map { item in
        Markup(
          "li",
          [
            .link(Markup(item.title), to: item.target), " ",
            Markup("span", class: "place", [item.remark]),
          ])
      })
  }

  /// A list of many links behind a line that says how many.
  static func folded(_ summary: String, _ items: [Markup], openUpTo most: Int = 0) -> Markup {
    let list = Markup("ul", class: "plain", items.map { Markup("li", [$0]) })
    if items.count <= most { return list }
    return Markup("details", [Markup("summary", [Markup(summary)]), list])
  }
}

extension Confidence {
  /// Of a rule that people gave themselves there is no source to be checked.
  static func words(_ confidence: Confidence?, isOwn: Bool) -> String {
    switch confidence {
    case .read: "read in the source"
    case .secondary: "after a secondary source"
    case .unverified: "not verified"
    case nil: isOwn ? "no outside source" : "not said"
    }
  }
}

extension Policy {
  /// Whether people gave themselves its rules.
  var isOwn: Bool {
    switch authority {
    case .house, .client: true
    case .law, .standard: false
    }
  }
}

extension Authority {
  var heading: String {
    switch self {
    case .law: "Law"
    case .standard: "Standards"
    case .house: "House ethics"
    case .client: "Clients’ own rules"
    }
  }
}

extension Period {
  /// Such as `from 2026-01-01 until 2026-12-31`; nil for always.
  var words: String? {
    let parts = [from.map { "from \($0.text)" }, until.map { "until \($0.text)" }]
    let told = parts.compactMap(\.self)
    return told.isEmpty ? nil : told.joined(separator: " ")
  }
}

extension ReviewDates {
  var words: String { "\(on.text)" + (due.map { ", due again \($0.text)" } ?? "") }
}

extension Int {
  /// `1 rule`, `2 rules`.
  func of(_ noun: String, _ plural: String? = nil) -> String {
    self == 1 ? "1 \(noun)" : "\(self) \(plural ?? noun + "s")"
  }
}
