import PolicyModel

extension VerificationReport {
  /// For a terminal: what was proved in a line, what was not in full.
  package var text: String {
    if let topmost {
      return "\(topmost) has no client above it, so there is nothing that it could loosen\n"
    }
    var text = ""
    if !layers.isEmpty { text += layersText + "\n" }
    if !settings.isEmpty { text += settingsText + "\n" }
    if let rules { text += rulesText(rules) + "\n" }
    return text + summary + "\n"
  }

  private var summary: String {
    let proofs = layers.flatMap(\.proofs).map(\.proof) + settings.flatMap(\.proofs).map(\.proof)
    let proved = proofs.count { $0.isProved }
    let found = proofs.count { $0.counterexample != nil }
    let tried = proofs.count - proved - found
    var parts = ["\(proved) proved", "\(tried) only tried", "\(found) with a counterexample"]
    if layers.isEmpty && settings.isEmpty { parts = [] }
    parts.append("\(questions) question\(questions == 1 ? "" : "s") to Z3 \(solver)")
    return parts.joined(separator: ", ")
  }

  // MARK: Clients

  private var layersText: String {
    var text = "Clients beside those above them\n\n"
    for layer in layers {
      let proved = layer.proofs.count { $0.proof.isProved }
      let mark = layer.hasCounterexample ? "✗" : proved == layer.proofs.count ? "✓" : "~"
      text += "  \(mark) \(layer.client) under \(layer.parent): "
      text += "\(proved) of \(layer.proofs.count) rules proved\n"
      for waiver in layer.waivers { text += "      waiver   \(waiver)\n" }
      if !layer.newlyCovered.isEmpty {
        text += "      governed  \(layer.newlyCovered.joined(separator: "; ")): ungoverned under"
        text += " \(layer.parent), since \(layer.client) alone adopts what governs it\n"
      }
      text += Self.text(of: layer.proofs)
    }
    return text
  }

  /// The proofs that are none, one by one.
  private static func text(of proofs: [(rule: RuleName, proof: Proof)]) -> String {
    var text = ""
    for (rule, proof) in proofs {
      switch proof {
      case .proved: continue
      case .tried(let count, let because):
        text += "      tried    \(rule): \(count) facts, none milder; \(because)\n"
      case .counterexample(let found):
        text += "      ✗        \(rule): \(found.words)\n" + Self.facts(of: found)
      }
    }
    return text
  }

  static func facts(of found: Counterexample) -> String {
    var text = ""
    for condition in found.conditions { text += "          where \(condition)\n" }
    for line in found.yaml.split(separator: "\n") { text += "          \(line)\n" }
    return text
  }

  // MARK: Settings

  private var settingsText: String {
    var text = "Settings in their tighter direction\n\n"
    let width = settings.map { $0.setting.name.utf8.count }.max() ?? 0
    for finding in settings {
      let name = finding.setting.name
      let padded = name + String(repeating: " ", count: width - name.utf8.count)
      let rules = finding.proofs.count
      text += "  \(finding.status.mark) \(padded)  \(finding.setting.tighter.rawValue)"
      switch finding.status {
      case .proved: text += ": proved for \(rules) rule\(rules == 1 ? "" : "s")\n"
      case .free: text += ": no direction is stricter, so a client may set it as it likes\n"
      case .unread: text += ": no rule reads it\n"
      case .tried, .counterexample:
        let proved = finding.proofs.count { $0.proof.isProved }
        text += ": proved for \(proved) of \(rules) rules\n" + Self.text(of: finding.proofs)
      }
    }
    return text
  }

  // MARK: Rules

  private func rulesText(_ rules: RuleFindings) -> String {
    let never = rules.breakable.filter { $0.proof.isProved }.map(\.rule)
    let seen = rules.breakable.count { $0.proof.counterexample != nil }
    let open = rules.breakable.filter { !$0.proof.isProved && $0.proof.counterexample == nil }
    var text = "Rules: \(seen) of \(rules.breakable.count) can be broken, each seen so\n"
    if never.count + open.count + rules.contradictions.count + rules.superfluous.count
      + rules.openPairs > 0
    {
      text += "\n"
    }
    for rule in never { text += "  ✗ \(rule) can never be broken\n" }
    for (rule, proof) in open {
      if case .tried(let count, let because) = proof {
        text += "  ~ \(rule) was broken by none of \(count) facts; \(because)\n"
      }
    }
    for pair in rules.contradictions {
      text += "  ✗ \(pair.one) and \(pair.other) contradict each other: no facts keep both\n"
    }
    for (rule, others) in Self.byCoveringRule(rules.superfluous) {
      text += "  · \(rule) asks for all that \(others.count == 1 ? "this asks" : "these ask") for\n"
      for other in others { text += "      \(other)\n" }
    }
    if rules.openPairs > 0 {
      let count = rules.openPairs
      let pairs = count == 1 ? "1 pair of rules was" : "\(count) pairs of rules were"
      text += "  ~ \(pairs) left open: not asked about, or the solver's steps ran out\n"
    }
    return text
  }

  /// Superfluous rules by the one that makes them so.
  private static func byCoveringRule(
    _ pairs: [RulePair]
  ) -> [(rule: RuleName, others: [RuleName])] {
    Dictionary(grouping: pairs, by: \.other).sorted { $0.key < $1.key }.map {
      (rule: $0.key, others: $0.value.map(\.one).sorted())
    }
  }
}

extension SettingFinding.Status {
  fileprivate var mark: String {
    switch self {
    case .proved: "✓"
    case .counterexample: "✗"
    case .tried: "~"
    case .free, .unread: "·"
    }
  }
}
