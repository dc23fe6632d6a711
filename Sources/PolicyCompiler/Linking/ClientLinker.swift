import CEL
import Diagnostics
import DocumentTree
import PolicyEngine
import PolicyModel

/// Links clients, parents first: what they adopt, set, state and waive, on top of what is handed down.
///
/// Codes: `unknown-policy`, `shadowing-rule`, and those of settings, facts and waivers.
struct ClientLinker: Sendable {
  let vocabulary: Vocabulary
  let constants: ConstantReader
  let settings: SettingLinker
  let directory: PolicyDirectory

  /// The parent is nil at the top, and where it is reported as wrong; then `isBroken`.
  func link(
    _ syntax: ClientSyntax, under parent: LinkedClient?, isBroken: Bool,
    _ diagnostics: inout [Diagnostic]
  ) -> LinkedClient {
    var isComplete = !isBroken && parent?.isComplete != false
    var adopted = parent?.policies ?? []
    for pattern in syntax.adopts {
      let found = adopts(pattern, &diagnostics)
      if found.isEmpty { isComplete = false }
      adopted.formUnion(found)
    }
    let own = directory.own[syntax.id.text]
    if !syntax.rules.isEmpty, let own { adopted.insert(own) }
    let rules = syntax.rules.map {
      DeclaredRule($0, of: syntax.id.text, number: own ?? 0, authority: .client)
    }
    checkShadows(rules, adopted, parent, &diagnostics)
    let set = set(syntax, adopted, parent, isComplete: isComplete, &diagnostics)
    let facts = facts(syntax, parent, &diagnostics)
    let reviewers = reviewers(syntax, parent)
    let waivers = WaiverLinker(
      directory: directory, client: syntax.id, parent: parent, adopted: adopted, rules: rules,
      reviewers: reviewers, isComplete: isComplete
    ).link(syntax.waivers, &diagnostics)
    let client = Client(
      id: syntax.id.text, title: syntax.title, parent: parent?.client.id,
      policies: adopted.count == parent?.client.policies.count
        ? parent?.client.policies ?? [] : adopted.sorted(),
      settings: set.values, facts: facts.values, reviewers: reviewers, waivers: waivers,
      range: syntax.range)
    return LinkedClient(
      client, parent: parent, policies: adopted, rules: rules, settingPlaces: set.places,
      factPlaces: facts.places, isComplete: isComplete)
  }

  private func adopts(_ pattern: Spelling, _ diagnostics: inout [Diagnostic]) -> [Int] {
    let name = pattern.text
    if name.hasSuffix("/*") {
      let found = directory.policies(below: String(name.dropLast(2)))
      if found.isEmpty {
        diagnostics.append(
          Diagnostic(
            .unknownPolicy, "no policy lies in the folder `\(name.dropLast(2))`",
            at: pattern.range, help: "folders are named from the library's own, as in `house/*`"))
      }
      return found
    }
    if let number = directory.numbers[name] { return [number] }
    if let client = directory.clients[name] {
      diagnostics.append(
        Diagnostic(
          .unknownPolicy, "no policy is named `\(name)`: it is a client", at: pattern.range,
          help: "to have all that holds for it, write `under: \(name)`",
          notes: [.init("the client is here", at: client)]))
      return []
    }
    diagnostics.append(
      Diagnostic(
        .unknownPolicy, "no policy is named `\(name)`", at: pattern.range,
        help: Suggestion.nearest(to: name, in: directory.ids).map { "did you mean `\($0)`?" }))
    return []
  }

  /// A client's rule stands beside the others and replaces none; one of the same id would read so.
  private func checkShadows(
    _ rules: [DeclaredRule], _ adopted: Set<Int>, _ parent: LinkedClient?,
    _ diagnostics: inout [Diagnostic]
  ) {
    for rule in rules {
      let id = rule.name.rule
      let other =
        parent?.nearest { $0.rules.first { $0.name.rule == id } }?.found
        ?? directory.rules(named: id).first { adopted.contains($0.policy) }
      if let other { diagnostics.append(.shadowingRule(rule, other)) }
    }
  }

  /// Those of the parent first; nobody takes one away.
  private func reviewers(
    _ syntax: ClientSyntax, _ parent: LinkedClient?
  ) -> [String: [String]] {
    (parent?.client.reviewers ?? [:]).merging(syntax.reviewers) { above, own in
      above + own.filter { !above.contains($0) }
    }
  }
}

extension DiagnosticCode {
  static let unknownPolicy = DiagnosticCode("unknown-policy")
  static let shadowingRule = DiagnosticCode("shadowing-rule")
}

extension Diagnostic {
  fileprivate static func shadowingRule(_ rule: DeclaredRule, _ other: DeclaredRule) -> Diagnostic {
    Diagnostic(
      .shadowingRule, "the rule `\(rule.name.rule)` reads as if it replaced `\(other.name)`",
      at: rule.range,
      help: "a client's rules stand beside all others, and both hold: give this one another id",
      notes: [.init("`\(other.name)` is here", at: other.range)])
  }
}
