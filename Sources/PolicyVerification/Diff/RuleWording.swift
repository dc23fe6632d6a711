import PolicyModel

/// What two rules say otherwise that decides nothing: titles, texts, citations.
enum RuleWording {
  /// The names of the parts that differ.
  static func differences(
    _ old: Rule, _ before: CompiledLibrary, _ new: Rule, _ after: CompiledLibrary
  ) -> [String] {
    var parts: [String] = []
    func note(_ isSame: Bool, _ part: String) { if !isSame { parts.append(part) } }
    note(old.title == new.title, "title")
    note(old.cite == new.cite, "cite")
    note(old.confidence == new.confidence, "confidence")
    note(expressions(old, before) == expressions(new, after), "conditions")
    note(
      old.exceptions.map { [$0.id] + $0.cite } == new.exceptions.map { [$0.id] + $0.cite },
      "exceptions")
    note(old.review == new.review, "review")
    note(
      old.duties.map { [$0.id, $0.text.source] } == new.duties.map { [$0.id, $0.text.source] },
      "duties")
    note(old.because.source == new.because.source, "because")
    note(old.remedy?.source == new.remedy?.source, "remedy")
    return parts
  }

  private static func expressions(_ rule: Rule, _ library: CompiledLibrary) -> [String] {
    ([rule.when, rule.body] + rule.exceptions.map(\.when)).flatMap(\.atoms).map {
      library.atoms[$0].expression
    }
  }
}
