import CEL
import Diagnostics
package import PolicyModel
package import PolicyTesting

/// One rule as a person reads it: what it says, what it cites, what it needs to know, what tests it.
package enum RulePage {
  package static func text(
    of rule: Rule, in library: CompiledLibrary, suites: [TestSuite]
  ) -> String {
    let policy = library.policies[rule.policy]
    var page = PageWriter(labelWidth: 18)
    page.line(rule.name.description + (rule.title.map { "  \($0)" } ?? ""))
    page.line("  " + origin(of: rule, policy, library))
    page.line("  " + standing(of: rule, policy))
    if let url = policy.source?.url { page.line("  " + url) }
    page.blank()
    page.field("Applies where", words(rule.when, library, empty: "always"))
    page.field(rule.isForbid ? "Forbids" : "Requires", words(rule.body, library, empty: "nothing"))
    for exception in rule.exceptions {
      let cites = exception.cite.isEmpty ? "" : " (\(exception.cite.joined(separator: ", ")))"
      page.field(
        "Excepted",
        ["\(exception.id)\(cites)\(exception.period.words.map { ", \($0)" } ?? ""), where"]
          + words(exception.when, library, empty: "always"))
    }
    page.field("Names mean", names(of: rule, library))
    page.field("A breach gives", [breach(of: rule)])
    page.field("Says", [rule.because.source])
    if let remedy = rule.remedy { page.field("Mend", [remedy.source]) }
    for duty in rule.duties { page.field("Duty", ["\(duty.id): \(duty.text.source)"]) }
    page.blank()
    page.field("Needs to know", needs(of: rule, library))
    page.field("A client may set", settings(of: rule, library))
    page.field("Tests", tests(of: rule, suites))
    return page.text
  }

  private static func origin(
    of rule: Rule, _ policy: Policy, _ library: CompiledLibrary
  ) -> String {
    var parts = [policy.title, policy.authority.rawValue]
    if !policy.covers.isEmpty {
      parts.append("for " + policy.covers.map(library.vocabulary.text(of:)).joined(separator: ", "))
    }
    parts.append(rule.cite.joined(separator: ", "))
    if rule.confidence != nil {
      parts.append(Confidence.words(rule.confidence, isOwn: policy.isOwn))
    }
    return parts.joined(separator: " · ")
  }

  private static func standing(of rule: Rule, _ policy: Policy) -> String {
    var parts = ["\(rule.range.file.path):\(rule.range.start.line)"]
    if let from = rule.period.from { parts.append("in force from \(from.text)") }
    if let until = rule.period.until { parts.append("until \(until.text)") }
    if let dates = rule.reviewDates ?? policy.reviewDates {
      parts.append("reviewed \(dates.on.text)" + (dates.due.map { ", due \($0.text)" } ?? ""))
    }
    return parts.joined(separator: " · ")
  }

  private static func breach(of rule: Rule) -> String {
    var text =
      rule.verdict.rawValue == rule.unknown.rawValue
      ? "\(rule.verdict.rawValue), also where it cannot be decided"
      : "\(rule.verdict.rawValue); \(rule.unknown.rawValue) where it cannot be decided"
    if let review = rule.review, !review.by.isEmpty {
      text += "; reviewed by \(review.by.joined(separator: ", "))"
      if review.quorum > 1 { text += " (\(review.quorum) of them)" }
    }
    return text
  }

  /// A condition in lines, parts of it indented.
  private static func words(
    _ condition: Condition, _ library: CompiledLibrary, empty: String
  ) -> [String] {
    switch condition {
    case .atom(let atom): return [library.atoms[atom].expression]
    case .all(let parts):
      if parts.isEmpty { return [empty] }
      if parts.count == 1 { return words(parts[0], library, empty: empty) }
      return parts.enumerated().flatMap { number, part in
        prefixed(words(part, library, empty: empty), with: number == 0 ? "" : "and ")
      }
    case .any(let parts):
      if parts.count == 1 { return words(parts[0], library, empty: empty) }
      return ["any of"] + parts.flatMap { words($0, library, empty: empty).map { "  " + $0 } }
    case .none(let parts):
      return ["none of"] + parts.flatMap { words($0, library, empty: empty).map { "  " + $0 } }
    }
  }

  private static func prefixed(_ lines: [String], with prefix: String) -> [String] {
    lines.enumerated().map { $0 == 0 ? prefix + $1 : "  " + $1 }
  }

  /// What the definitions in its conditions stand for, by name.
  private static func names(of rule: Rule, _ library: CompiledLibrary) -> [String] {
    var bodies: [String: String] = [:]
    for atom in rule.atoms {
      for case .definition(let definition)? in library.atoms[atom].checked.references {
        let source = definition.body.source
        let range = definition.body.root.range.clamped(to: source.bytes.indices)
        bodies[definition.name] = String(decoding: source.bytes[range], as: UTF8.self)
          .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
    }
    return bodies.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
  }

  /// The settings that its conditions read.
  private static func settings(of rule: Rule, _ library: CompiledLibrary) -> [String] {
    rule.settings(in: library).map { number in
      let setting = library.settings[number]
      let direction =
        switch setting.tighter {
        case .lower, .higher, .more, .fewer: "\(setting.tighter.rawValue) than it is"
        case .free: "freely"
        }
      return "\(setting.name), \(direction): \(setting.doc)"
    }
  }

  private static func needs(of rule: Rule, _ library: CompiledLibrary) -> [String] {
    rule.facts(in: library).sorted().map { slot in
      let fact = library.vocabulary.facts[slot]
      return "\(fact.path): \(fact.doc)"
    }
  }

  /// The cases that demand something of the rule.
  private static func tests(of rule: Rule, _ suites: [TestSuite]) -> [String] {
    var lines: [String] = []
    for testCase in suites.flatMap(\.cases) {
      let demands = testCase.expectations
      var said = demands.outcomes.filter { $0.rule == rule.name }.map(\.outcome.rawValue)
      if said.isEmpty, demands.cites.contains(where: { $0.rule == rule.name }) { said = ["cited"] }
      guard !said.isEmpty else { continue }
      lines.append(
        "\(said.joined(separator: ", ")): \(testCase.name)  "
          + "(\(testCase.range.file.path):\(testCase.range.start.line))")
    }
    return lines.isEmpty ? ["none"] : lines
  }
}
