import CEL
package import Diagnostics
import PolicyEngine
package import PolicyModel

/// A first `client` document for somebody who adopts the library: what applies to some places and
/// kinds of action, and why; what is to be filled in stands behind a `#`.
///
/// It names policies of the library and copies none of them.
package struct StarterClient: Sendable {
  package let text: String
  /// The ids of the policies that it adopts, sorted.
  package let adopted: [String]
  /// The places whose law the library does not have: whoever is there is sent to review.
  package let uncovered: [String]

  /// What is asked for.
  package struct Wish: Sendable {
    package let id: String
    package let title: String
    /// Terms of the set `place`: where the people are, and where the client is.
    package let places: [String]
    package let kinds: [String]
    /// Terms of the set `client-role`, what the client is in law; who names none has none.
    package let roles: [String]
    /// Rules that ended before it do not count.
    package let day: Day

    package init(
      id: String, title: String, places: [String], kinds: [String], roles: [String] = [], day: Day
    ) {
      self.id = id
      self.title = title
      self.places = places
      self.kinds = kinds
      self.roles = roles
      self.day = day
    }
  }

  /// Errors: `unknown-term` and `unknown-kind` for words that the vocabulary lacks, and
  /// `nothing-to-adopt` where no policy has a rule for them.
  package init?(
    _ wish: Wish, of library: CompiledLibrary, _ diagnostics: inout [Diagnostic]
  ) {
    guard let survey = AdoptionSurvey(wish, library, &diagnostics) else { return nil }
    let entries = survey.entries
    guard entries.contains(where: \.isAdopted) else {
      diagnostics.append(.nothingToAdopt)
      return nil
    }
    text = StarterText(wish: wish, survey: survey).text
    adopted = entries.filter(\.isAdopted).map(\.id)
    uncovered = survey.uncovered
  }
}

/// Writes the document.
private struct StarterText {
  let wish: StarterClient.Wish
  let survey: AdoptionSurvey

  private static let width = 100

  private var library: CompiledLibrary { survey.library }

  var text: String {
    let places = wish.places.joined(separator: ", ")
    let kinds = wish.kinds.joined(separator: ", ")
    var lines = comment(
      """
      Written by `scruple init` for \(kinds) in \(places). It adopts the policies of the library that have \
      rules for that, and says why; it is yours to change. Scruple \(library.identity.engine), policies \
      \(library.identity.digest).
      """)
    lines += comment(
      "No legal advice: somebody who knows the law must look at what is adopted here.")
    lines += ["client: \(wish.id)", "title: \(quoted(wish.title))", "adopts:"]
    for authority in [Authority.law, .standard, .house] {
      let adopted = survey.entries.filter { $0.isAdopted && $0.authority == authority }
      guard !adopted.isEmpty else { continue }
      lines.append("  # \(heading(of: authority))")
      let room = (adopted.map(\.id.count).max() ?? 0) + 2
      for entry in adopted {
        let id = "  - \(entry.id)"
        lines += beside(id, "\(entry.title). \(entry.reason)", column: room + 4)
      }
    }
    lines += uncoveredLines + leftOut + facts + settings + reviewers
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(of authority: Authority) -> String {
    switch authority {
    case .law: "The law of these places, and law that comes on top of it."
    case .standard: "What standards ask of such actions."
    case .house, .client: "What a decent company asks beyond law. Drop what you do not stand for."
    }
  }

  private var uncoveredLines: [String] {
    guard !survey.uncovered.isEmpty else { return [] }
    return [""]
      + comment(
        """
        The library has no law of \(survey.uncovered.joined(separator: ", ")) for these kinds: whoever is \
        there is sent to review, unless a policy of yours covers the place.
        """)
  }

  private var leftOut: [String] {
    let entries = survey.entries.filter { !$0.isAdopted }
    guard !entries.isEmpty else { return [] }
    let room = (entries.map(\.id.count).max() ?? 0) + 2
    return ["", "# Left out:"]
      + entries.flatMap { beside("#   \($0.id)", "\($0.title): \($0.reason)", column: room + 4) }
  }

  private var facts: [String] {
    guard !survey.standing.isEmpty || !wish.roles.isEmpty else { return [] }
    var lines = [""]
    lines += comment(
      """
      What is always so for you. State it here once, or in every request: take the # away and fill in. \
      What nobody states is not known.
      """)
    lines.append(wish.roles.isEmpty ? "# facts:" : "facts:")
    if !wish.roles.isEmpty {
      lines.append("  client.roles: [\(wish.roles.joined(separator: ", "))]")
    }
    for slot in survey.standing {
      let fact = library.vocabulary.facts[slot]
      let type = fact.type.map(survey.text(of:)) ?? ""
      let none = fact.isNullable ? ", or null" : ""
      lines += beside("#   \(fact.path):", "\(type)\(none). \(fact.doc)", column: 42)
    }
    return lines
  }

  private var settings: [String] {
    let settings = survey.settings
    guard !settings.isEmpty else { return [] }
    var lines = ["", "# Settings as they are. A client can only tighten them."]
    lines.append("# settings:")
    for setting in settings {
      let value = library.text(of: setting.defaultValue)
      lines += beside(
        "#   \(setting.name): \(value)", "\(setting.tighterWords). \(setting.doc)", column: 42)
    }
    return lines
  }

  private var reviewers: [String] {
    let roles = survey.roles
    guard !roles.isEmpty else { return [] }
    return ["", "# Whom to ask where a rule sends an action to review.", "# reviewers:"]
      + roles.map { "#   \($0): [somebody@example.com]" }
  }

  /// What is written at the left, and a remark beside it, in lines that begin with `#`.
  private func beside(_ left: String, _ remark: String, column: Int) -> [String] {
    let column = max(column, left.count + 2)
    let parts = remark.wrappedLines(to: max(30, Self.width - column - 2))
    return parts.enumerated().map { index, part in
      let start = index == 0 ? left : (left.hasPrefix("#") ? "#" : "")
      return start + String(repeating: " ", count: column - start.count) + "# " + part
    }
  }

  private func comment(_ text: String) -> [String] {
    text.wrappedLines(to: Self.width - 2).map { "# " + $0 }
  }

  private func quoted(_ text: String) -> String {
    JSONValue.string(text.printable).text(pretty: false)
  }
}

extension Setting {
  fileprivate var tighterWords: String {
    switch tighter {
    case .lower: "Lower is stricter"
    case .higher: "Higher is stricter"
    case .more: "More is stricter"
    case .fewer: "Fewer is stricter"
    case .free: "Free to choose"
    }
  }
}

extension DiagnosticCode {
  fileprivate static let nothingToAdopt = DiagnosticCode("nothing-to-adopt")
}

extension Diagnostic {
  fileprivate static var nothingToAdopt: Diagnostic {
    Diagnostic(
      .nothingToAdopt, "no policy of the library has a rule for these places and kinds", at: nil,
      help: "name other ones, or write a policy of your own")
  }
}
