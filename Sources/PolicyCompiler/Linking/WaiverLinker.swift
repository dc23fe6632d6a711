import Diagnostics
import PolicyModel

/// Links one client's waivers: each must name a rule that binds the client and that it may waive.
///
/// Codes: `waiver-unknown-rule`, `waiver-of-law`, `not-waivable`, `waiver-not-entitled`,
/// `duplicate-id`.
struct WaiverLinker {
  let directory: PolicyDirectory
  let client: Spelling
  let parent: LinkedClient?
  /// The numbers of the policies that bind the client.
  let adopted: Set<Int>
  /// The client's own rules.
  let rules: [DeclaredRule]
  /// By role: those whom the client and those above it name.
  let reviewers: [String: [String]]
  /// Whether all that binds the client is known.
  let isComplete: Bool

  func link(_ syntaxes: [WaiverSyntax], _ diagnostics: inout [Diagnostic]) -> [Waiver] {
    UniqueIDs.check(syntaxes.map(\.id), "waiver", &diagnostics)
    return syntaxes.compactMap { link($0, &diagnostics) }
  }

  private func link(_ syntax: WaiverSyntax, _ diagnostics: inout [Diagnostic]) -> Waiver? {
    guard let rule = rule(syntax.rule.text) else {
      if isComplete { diagnostics.append(unknownRule(syntax.rule)) }
      return nil
    }
    if rule.authority == .law {
      diagnostics.append(.ofLaw(syntax.rule, rule))
      return nil
    }
    switch rule.waivable {
    case nil:
      diagnostics.append(.notWaivable(syntax.rule, rule))
      return nil
    case .anyone: break
    case .roles(let roles):
      let layer = entitling(rule)
      let entitled = layer?.client.reviewers ?? reviewers
      let people = roles.flatMap { entitled[$0] ?? [] }
      if !people.contains(syntax.by.text) {
        // Those above may be the ones whose mistake is told already.
        if isComplete {
          let isNearest = layer === parent
          let place =
            layer.map { isNearest ? "a client above" : "`\($0.client.id)` or above" }
            ?? "this client"
          diagnostics.append(.notEntitled(syntax, rule, roles, people, place))
        }
        return nil
      }
    }
    return Waiver(
      id: syntax.id.text, rule: rule.name, from: syntax.from, until: syntax.until,
      by: syntax.by.text, reason: syntax.reason, range: syntax.range)
  }

  /// The layer at or above which whoever waives a rule must be named; nil at the top.
  ///
  /// It is above the client, and not below the layer from which on the rule binds: nobody appoints
  /// whoever signs for them, nor through a layer under their own.
  private func entitling(_ rule: DeclaredRule) -> LinkedClient? {
    var layer = parent
    while let above = layer?.parent, above.policies.contains(rule.policy) { layer = above }
    return layer
  }

  /// The rule of a full name, where it binds the client.
  private func rule(_ name: String) -> DeclaredRule? {
    func named(_ rules: [DeclaredRule]) -> DeclaredRule? {
      rules.first { $0.name.description == name }
    }
    if let own = named(rules) ?? parent?.nearest({ named($0.rules) })?.found { return own }
    return directory.rule(name).flatMap { adopted.contains($0.policy) ? $0 : nil }
  }

  private func unknownRule(_ name: Spelling) -> Diagnostic {
    if let rule = directory.rule(name.text) {
      return Diagnostic(
        .waiverUnknownRule,
        "`\(rule.name)` does not bind `\(client.text)`, so there is nothing to waive",
        at: name.range, help: "take the waiver out, or adopt `\(rule.name.policy)`",
        notes: [.init("the rule is here", at: rule.range)])
    }
    let nearest = Suggestion.nearest(to: name.text, in: directory.names(of: adopted))
    return Diagnostic(
      .waiverUnknownRule, "no rule is named `\(name.text)`, so there is nothing to waive",
      at: name.range,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "write the policy's id and the rule's, as in `values/frequency-cap`",
      notes: nearest.flatMap { directory.rule($0) }.map {
        [.init("`\($0.name)` is here", at: $0.range)]
      } ?? [])
  }
}

extension DiagnosticCode {
  static let waiverUnknownRule = DiagnosticCode("waiver-unknown-rule")
  static let waiverOfLaw = DiagnosticCode("waiver-of-law")
  static let notWaivable = DiagnosticCode("not-waivable")
  static let waiverNotEntitled = DiagnosticCode("waiver-not-entitled")
}

extension Diagnostic {
  fileprivate static func ofLaw(_ name: Spelling, _ rule: DeclaredRule) -> Diagnostic {
    Diagnostic(
      .waiverOfLaw, "`\(rule.name)` is law, which nobody waives", at: name.range,
      help: "take the waiver out: rules of standards, of the house and of clients can be waived "
        + "where they say so",
      notes: [.init("the rule is here", at: rule.range)])
  }

  fileprivate static func notWaivable(_ name: Spelling, _ rule: DeclaredRule) -> Diagnostic {
    Diagnostic(
      .notWaivable, "`\(rule.name)` cannot be waived: it does not say `waivable`", at: name.range,
      help: "take the waiver out, or ask whoever keeps `\(rule.name.policy)` to allow waivers",
      notes: [.init("the rule is here", at: rule.range)])
  }

  fileprivate static func notEntitled(
    _ waiver: WaiverSyntax, _ rule: DeclaredRule, _ roles: [String], _ people: [String],
    _ place: String
  ) -> Diagnostic {
    let names = roles.map { "`\($0)`" }.joined(separator: " or ")
    let place = "under `reviewers` of \(place)"
    let help =
      people.isEmpty
      ? "it counts of a reviewer \(names), and nobody is named as one \(place)"
      : "it counts of a reviewer \(names) named \(place): "
        + people.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .waiverNotEntitled, "a waiver of `\(rule.name)` by `\(waiver.by.text)` does not count",
      at: waiver.by.range, help: help,
      notes: [.init("the rule says whose waiver counts", at: rule.waivableRange)])
  }
}
