import Diagnostics
import PolicyModel

/// Builds the term sets from what all vocabularies say of them.
///
/// Codes: `duplicate-term`, `unknown-term`, `term-cycle`.
struct TermSetLinker {
  /// The set whose hyphened terms are part of what stands before the hyphen.
  private static let places = "place"

  /// The sets by name, ascending: their numbers are their places.
  static func link(
    _ vocabularies: [VocabularySyntax], _ diagnostics: inout [Diagnostic]
  ) -> [TermSet] {
    var syntaxes: [String: [TermSyntax]] = [:]
    for set in vocabularies.flatMap(\.termSets) {
      syntaxes[set.name.text, default: []] += set.terms
    }
    return syntaxes.keys.sorted().enumerated().compactMap { number, name in
      link(name, UInt32(number), syntaxes[name] ?? [], &diagnostics)
    }
  }

  private static func link(
    _ name: String, _ number: UInt32, _ syntaxes: [TermSyntax], _ diagnostics: inout [Diagnostic]
  ) -> TermSet? {
    var byName: [String: TermSyntax] = [:]
    for syntax in syntaxes {
      if let first = byName[syntax.name.text] {
        diagnostics.append(
          Diagnostic(
            .duplicateTerm, "the term `\(syntax.name.text)` is defined twice",
            at: syntax.name.range,
            help: "a term, with all that it holds, stands in one place",
            notes: [.init("the first is here", at: first.name.range)]))
      } else {
        byName[syntax.name.text] = syntax
      }
    }
    let names = byName.keys.sorted()
    let terms = names.map { TermSet.Term(id: $0, doc: byName[$0]?.doc) }
    let numbers = Dictionary(
      names.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
    let links = links(names, byName, numbers, isPlaces: name == places, &diagnostics)
    if let set = TermSet(
      name: name, number: number, terms: terms, memberships: links.map(\.membership))
    {
      return set
    }
    diagnostics.append(cycle(among: links, names))
    return TermSet(name: name, number: number, terms: terms, memberships: [])
  }

  /// A membership, with the text that says it; nil where the name itself does.
  private struct Link {
    let membership: TermSet.Membership
    let spelling: Spelling?
  }

  private static func links(
    _ names: [String], _ syntaxes: [String: TermSyntax], _ numbers: [String: UInt32],
    isPlaces: Bool, _ diagnostics: inout [Diagnostic]
  ) -> [Link] {
    var links: [Link] = []
    for name in names {
      guard let number = numbers[name], let syntax = syntaxes[name] else { continue }
      var parents = [nearestPrefix(of: name, before: ".", in: numbers)]
      if isPlaces { parents.append(nearestPrefix(of: name, before: "-", in: numbers)) }
      for parent in parents.compactMap(\.self) {
        links.append(
          Link(
            membership: TermSet.Membership(part: number, whole: parent, period: .always),
            spelling: nil))
      }
      for held in syntax.holds {
        guard let part = numbers[held.name.text] else {
          diagnostics.append(.unknownPart(held.name, names))
          continue
        }
        links.append(
          Link(
            membership: TermSet.Membership(
              part: part, whole: number, period: held.period, range: held.name.range),
            spelling: held.name))
      }
    }
    return links
  }

  /// The term that is the longest part of a name before some separator.
  private static func nearestPrefix(
    of name: String, before separator: Character, in numbers: [String: UInt32]
  ) -> UInt32? {
    var rest = Substring(name)
    while let end = rest.lastIndex(of: separator) {
      rest = rest[..<end]
      if let number = numbers[String(rest)] { return number }
    }
    return nil
  }

  /// Names a circle of terms, the first in the order of the names.
  private static func cycle(among links: [Link], _ names: [String]) -> Diagnostic {
    let periods = links.map(\.membership.period)
    let days = [Day.distantPast] + Set(periods.compactMap(\.from)).sorted()
    for day in days {
      let inForce = links.filter { $0.membership.period.contains(day) }
      let byPart = Dictionary(grouping: inForce) { $0.membership.part }
      for start in 0..<UInt32(names.count) {
        guard let circle = path(from: start, to: start, byPart) else { continue }
        let said = circle.compactMap { names[Int($0.membership.part)] } + [names[Int(start)]]
        let written = circle.compactMap(\.spelling)
        return Diagnostic(
          .termCycle, "the term `\(names[Int(start)])` is part of itself",
          at: written.first?.range,
          help: "the circle is \(said.map { "`\($0)`" }.joined(separator: ", part of "))",
          notes: written.dropFirst().map { .init("and here", at: $0.range) })
      }
    }
    return Diagnostic(.termCycle, "a term is part of itself", at: nil)
  }

  /// A shortest way from a term up to another, one step at least.
  private static func path(
    from start: UInt32, to end: UInt32, _ byPart: [UInt32: [Link]]
  ) -> [Link]? {
    var ways: [(term: UInt32, way: [Link])] = [(start, [])]
    var seen: Set<UInt32> = []
    while !ways.isEmpty {
      let (term, way) = ways.removeFirst()
      for link in byPart[term] ?? [] {
        let whole = link.membership.whole
        if whole == end { return way + [link] }
        if seen.insert(whole).inserted { ways.append((whole, way + [link])) }
      }
    }
    return nil
  }
}

extension DiagnosticCode {
  static let duplicateTerm = DiagnosticCode("duplicate-term")
  static let unknownTerm = DiagnosticCode("unknown-term")
  static let termCycle = DiagnosticCode("term-cycle")
}

extension Diagnostic {
  fileprivate static func unknownPart(_ name: Spelling, _ known: [String]) -> Diagnostic {
    let help = Suggestion.nearest(to: name.text, in: known).map { "did you mean `\($0)`?" }
    return Diagnostic(
      .unknownTerm, "no term of this set is named `\(name.text)`", at: name.range,
      help: help ?? "every part is defined by a key of its own")
  }
}
