import CEL
import Diagnostics
package import PolicyModel

/// A decision as a person at a terminal reads it: the verdict, then why, then what to do.
package struct DecisionText {
  private let decision: Decision
  private let width: Int
  private var lines: [String] = []

  private static let indent = "            "
  private static let told: Set<String> = ["now", "client.id"]

  private init(_ decision: Decision, width: Int) {
    self.decision = decision
    self.width = width
  }

  /// The whole page, with a last line end.
  package static func page(of decision: Decision, width: Int = 100) -> String {
    var text = DecisionText(decision, width: width)
    text.writeHeadline()
    for citation in decision.citations { text.write(citation) }
    for citation in decision.citations { text.writeWaived(citation) }
    text.writeQuietRules()
    text.writeDuties()
    text.writeReviews()
    text.writeChanges()
    text.writeFoot()
    return text.lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  /// One line for one of many decisions: the verdict, what it was about, and the rules it rests on.
  package static func line(of decision: Decision, number: Int) -> String {
    var parts = ["\(number)", decision.verdict.rawValue]
    let rules = decision.citations.filter { $0.verdict != nil && $0.verdict != .allow }
    if !rules.isEmpty {
      parts.append(rules.map(\.rule.description).joined(separator: ", "))
    }
    if let reason = decision.ungoverned { parts.append("ungoverned: \(reason)") }
    if !decision.missing.isEmpty {
      parts.append("unknown: \(decision.missing.joined(separator: ", "))")
    }
    parts.append("·  no legal advice")
    return parts.joined(separator: "  ").printable
  }

  private mutating func writeHeadline() {
    var about = decision.kind ?? "an action of unknown kind"
    if let purpose = decision.purpose { about += " for \(purpose)" }
    lines.append(
      "\(decision.verdict.heading)  \(about), client \(decision.client), \(decision.now.minute)")
    lines.append("")
    if let reason = decision.ungoverned {
      add("  ! ungoverned  ", reason + ". A person must look at it.")
      lines.append("")
    }
  }

  private mutating func write(_ citation: Citation) {
    switch citation.outcome {
    case .broken, .undecided: break
    case .kept, .excepted, .waived, .notApplicable: return
    }
    let mark = citation.outcome == .broken ? "✗" : "?"
    let word = (citation.verdict ?? .allow).word.padded(to: 7)
    writeTitle("\(mark) \(word) \(citation.rule)", of: citation)
    add(Self.indent, citation.because)
    if citation.outcome == .broken { writeAtoms(of: citation) }
    if let remedy = citation.remedy { add(Self.indent + "mend     ", remedy) }
    lines.append(Self.indent + "\(citation.file):\(citation.line)")
    lines.append("")
  }

  /// A rule's name, with what it rests on at the right or in a line of its own.
  private mutating func writeTitle(_ title: String, of citation: Citation) {
    let start = "  " + title
    let cites = citation.cite.joined(separator: ", ") + citation.confidence.remark
    let column = min(58, width - cites.unicodeScalars.count)
    if start.unicodeScalars.count + 2 <= column {
      lines.append(start.padded(to: column) + cites)
    } else {
      lines.append(start)
      add(Self.indent, cites)
    }
  }

  /// The atoms of what had to hold; those of where the rule applies are in the JSON.
  private mutating func writeAtoms(of citation: Citation) {
    var label = "because  "
    for atom in citation.atoms where atom.role == .body {
      let text = "\(atom.expression) is \(atom.value.word)"
      // A fact that is an atom by itself is told once.
      if let fact = atom.facts.first, fact.fact == atom.expression, fact.origin != .notStated {
        lines.append(beside(Self.indent + label + text, fact.origin))
      } else {
        add(Self.indent + label, text)
      }
      label = "         "
      // The headline tells the instant and the client.
      for fact in atom.facts where fact.origin != .notStated && !Self.told.contains(fact.fact) {
        if fact.fact == atom.expression { continue }
        lines.append(beside(Self.indent + label + "\(fact.fact) = \(fact.value)", fact.origin))
      }
    }
  }

  /// A line with where its fact comes from at its right.
  private func beside(_ line: String, _ origin: Facts.Origin) -> String {
    line.cut(to: width - 12).padded(to: 76) + "  (\(origin.word))"
  }

  /// A waived rule says what it would have said, and who answers for it that it does not count.
  private mutating func writeWaived(_ citation: Citation) {
    guard citation.outcome == .waived, let waiver = citation.waiver else { return }
    writeTitle("~ waived  \(citation.rule)", of: citation)
    add(Self.indent, citation.because)
    add(
      Self.indent + "waiver   ",
      "\(waiver.waiver) of \(waiver.client), until \(waiver.until.text), by \(waiver.by): "
        + waiver.reason)
    lines.append(Self.indent + "\(citation.file):\(citation.line)")
    lines.append("")
  }

  /// Kept and excepted rules: their names are enough.
  private mutating func writeQuietRules() {
    let kept = decision.citations.filter { $0.outcome == .kept }.map(\.rule)
    let excepted = decision.citations.filter { $0.outcome == .excepted }.map {
      "\($0.rule) by \($0.exceptions.map(\.text).joined(separator: ", "))"
    }
    if kept.count > 6 {
      writeByPolicy(kept)
    } else {
      writeQuiet("✓ kept  ", kept.map(\.description))
    }
    writeQuiet("~ excepted  ", excepted)
    if kept.count + excepted.count > 0 { lines.append("") }
  }

  private mutating func writeQuiet(_ label: String, _ names: [String]) {
    guard !names.isEmpty else { return }
    add("  " + label, "\(names.count.counted("rule")): \(names.joined(separator: ", "))")
  }

  /// Many names: a policy a line, so that one finds one's way.
  private mutating func writeByPolicy(_ rules: [RuleName]) {
    lines.append("  ✓ kept  \(rules.count.counted("rule"))")
    let policies = Set(rules.map(\.policy)).sorted()
    let room = (policies.map(\.unicodeScalars.count).max() ?? 0) + 2
    for policy in policies {
      let names = rules.filter { $0.policy == policy }.map(\.rule).joined(separator: ", ")
      add("          " + policy.padded(to: room), names)
    }
  }

  private mutating func writeDuties() {
    for duty in decision.duties {
      let value = duty.value.map { " (\($0))" } ?? ""
      add("  → duty  ", "\(duty.text)\(value)  [\(duty.rule)]")
    }
    if !decision.duties.isEmpty { lines.append("") }
  }

  private mutating func writeReviews() {
    let asked = decision.reviews.filter { $0.rule != nil && !$0.demand.by.isEmpty }
    for review in asked {
      var text = review.demand.by.joined(separator: ", ")
      if review.demand.quorum > 1 { text += ", \(review.demand.quorum) of them" }
      if let within = review.demand.within { text += ", within \(DurationText.text(within))" }
      if !review.reviewers.isEmpty { text += " (\(review.reviewers.joined(separator: ", ")))" }
      add("  Review by  ", "\(text)  [\(review.rule?.description ?? "")]")
    }
    if !asked.isEmpty { lines.append("") }
  }

  private mutating func writeChanges() {
    guard let changes = decision.changes, decision.verdict != .allow else { return }
    for (number, change) in changes.changes.enumerated() {
      var label = number == 0 ? "  Would be allowed if you " : "  or if you "
      for obtained in change.obtain {
        // A whole record is too long to read here; the JSON has it. Any text will do for a name.
        let isTold = !obtained.to.hasPrefix("{") && obtained.to != "\"(stated)\""
        let value = isTold ? " = \(obtained.to)" : ""
        add(label.padded(to: 26) + "obtain  ", obtained.fact + value)
        label = ""
      }
      if !change.state.isEmpty {
        add(label.padded(to: 26) + "state   ", change.state.joined(separator: ", "))
      }
    }
    if changes.changes.isEmpty, changes.isComplete {
      add("  ", "No change of what can be changed would make this allowed.")
    } else if changes.changes.isEmpty {
      add("  ", "No small change was found that would make this allowed.")
    }
    lines.append("")
  }

  private mutating func writeFoot() {
    for warning in decision.warnings { add("  Warning: ", warning) }
    let digest = decision.library.digest.prefix(15)
    let first = decision.citations.first { $0.verdict != nil }?.rule
    let explain = first.map { "  ·  scruple explain \($0)" } ?? ""
    lines.append("  Library \(digest)…\(explain)  ·  no legal advice")
  }

  /// Adds a text after a label, broken at spaces where it is too long.
  private mutating func add(_ label: String, _ text: String) {
    lines += text.lines(after: label, width: width)
  }
}

extension Truth {
  fileprivate var word: String {
    switch self {
    case .yes: "true"
    case .no: "false"
    case .unknown: "not known"
    case .error: "not computable"
    }
  }
}

extension Confidence? {
  /// What has to be said of a source that nobody has read.
  fileprivate var remark: String {
    switch self {
    case .read, nil: ""
    case .secondary: " (secondary source)"
    case .unverified: " (unverified)"
    }
  }
}

extension ExceptionFinding {
  fileprivate var text: String {
    cite.isEmpty ? exception : "\(exception) (\(cite.joined(separator: ", ")))"
  }
}
