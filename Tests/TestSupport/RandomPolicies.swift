/// Random libraries in the small world: policies, exceptions, duties, dates, one client.
package struct RandomPolicies {
  package struct Rule {
    package var id: String
    package var when: [Clause]
    package var isForbid: Bool
    package var body: Clause
    package var unless: [(id: String, when: Clause)]
    package var verdict: String
    package var unknown: String
    /// Expressions of duties' values.
    package var duties: [String]
    package var from: String?
    package var until: String?
  }

  package indirect enum Clause {
    case atom(String)
    case all([Clause])
    case any([Clause])
    case none([Clause])
  }

  package struct Policy {
    package var id: String
    package var authority: String
    package var covers: [String]
    package var applies: String?
    package var rules: [Rule]
  }

  package var policies: [Policy] = []
  /// Ids of the adopted policies.
  package var adopted: [String] = []

  package init(_ dice: inout Dice) {
    var expressions = RandomExpressions()
    for number in 0..<dice.number(1...3) {
      let authority = dice.pick(["law", "law", "house", "standard"])
      var policy = Policy(
        id: "p\(number)", authority: authority,
        covers: authority == "law" ? [dice.pick(["EU", "WORLD", "US", "DE"])] : [],
        applies: dice.chance(40) ? expressions.atom(&dice) : nil, rules: [])
      for rule in 0..<dice.number(1...5) {
        policy.rules.append(Self.rule("r\(rule)", authority, &expressions, &dice))
      }
      policies.append(policy)
      if dice.chance(85) || number == 0 { adopted.append(policy.id) }
    }
  }

  private static func rule(
    _ id: String, _ authority: String, _ expressions: inout RandomExpressions, _ dice: inout Dice
  ) -> Rule {
    var unknowns = ["require-review", "require-review", "deny"]
    if authority != "law" { unknowns.append("allow") }
    let isForbid = dice.chance(50)
    var rule = Rule(
      id: id, when: [], isForbid: isForbid, body: clause(&expressions, &dice, depth: 1),
      unless: [], verdict: dice.pick(["deny", "require-review"]), unknown: dice.pick(unknowns),
      duties: [])
    for _ in 0..<dice.number(0...3) { rule.when.append(clause(&expressions, &dice, depth: 1)) }
    for number in 0..<dice.pick([0, 0, 1, 2]) {
      rule.unless.append(("e\(number)", clause(&expressions, &dice, depth: 0)))
    }
    if dice.chance(20) { rule.duties.append(expressions.int(&dice)) }
    if dice.chance(15) { rule.from = dice.pick(["2018-05-25", "2021-06-01", "2030-01-01"]) }
    if dice.chance(10), rule.from == nil { rule.until = dice.pick(["2020-12-31", "2035-01-01"]) }
    return rule
  }

  private static func clause(
    _ expressions: inout RandomExpressions, _ dice: inout Dice, depth: Int
  ) -> Clause {
    guard depth > 0, dice.chance(35) else { return .atom(expressions.atom(&dice)) }
    let parts = (0..<dice.number(1...3)).map { _ in
      Clause.atom(expressions.atom(&dice))
    }
    return dice.chance(60) ? .any(parts) : .none(parts)
  }

  /// The documents, with the vocabulary.
  package var yaml: String {
    var text = SmallWorld.vocabulary
    for policy in policies {
      text += "\n---\npolicy: \(policy.id)\ntitle: Random\nauthority: \(policy.authority)\n"
      if !policy.covers.isEmpty { text += "covers: [\(policy.covers.joined(separator: ", "))]\n" }
      if let applies = policy.applies { text += "applies: >-\n  \(applies)\n" }
      text += "rules:\n"
      for rule in policy.rules { text += Self.yaml(of: rule) }
    }
    text += "\n---\nclient: me\ntitle: Me\nadopts: [\(adopted.joined(separator: ", "))]\n"
    return text
  }

  private static func yaml(of rule: Rule) -> String {
    var text = "  - rule: \(rule.id)\n    cite: [Art. 1]\n"
    if rule.from != nil || rule.until != nil {
      let dates = [rule.from.map { "from: \($0)" }, rule.until.map { "until: \($0)" }]
      text += "    effective: {\(dates.compactMap(\.self).joined(separator: ", "))}\n"
    }
    if !rule.when.isEmpty {
      text += "    when:\n" + rule.when.map { item($0, 6) }.joined()
    }
    text += "    \(rule.isForbid ? "forbid" : "require"):" + value(rule.body, 6)
    if !rule.unless.isEmpty {
      text += "    unless:\n"
      for exception in rule.unless {
        text += "      - exception: \(exception.id)\n        cite: [Art. 2]\n        when:"
        text += value(exception.when, 10)
      }
    }
    text += "    verdict: \(rule.verdict)\n    unknown: \(rule.unknown)\n"
    if !rule.duties.isEmpty {
      text += "    oblige:\n"
      for (number, duty) in rule.duties.enumerated() {
        text +=
          "      - duty: d\(number)\n        text: Do.\n        value: >-\n          \(duty)\n"
      }
    }
    return text + "    because: Because.\n"
  }

  private static func value(_ clause: Clause, _ indent: Int) -> String {
    let blank = String(repeating: " ", count: indent)
    switch clause {
    case .atom(let text): return " >-\n\(blank)\(text)\n"
    case .all(let parts): return "\n" + parts.map { item($0, indent) }.joined()
    case .any(let parts):
      return "\n\(blank)any:\n" + parts.map { item($0, indent + 2) }.joined()
    case .none(let parts):
      return "\n\(blank)none:\n" + parts.map { item($0, indent + 2) }.joined()
    }
  }

  private static func item(_ clause: Clause, _ indent: Int) -> String {
    let blank = String(repeating: " ", count: indent)
    switch clause {
    case .atom(let text): return "\(blank)- >-\n\(blank)  \(text)\n"
    case .all(let parts): return parts.map { item($0, indent) }.joined()
    case .any(let parts):
      return "\(blank)- any:\n" + parts.map { item($0, indent + 4) }.joined()
    case .none(let parts):
      return "\(blank)- none:\n" + parts.map { item($0, indent + 4) }.joined()
    }
  }
}
