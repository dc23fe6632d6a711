extension DiffReport {
  /// In one line: how many rules were added, removed, changed and reworded.
  package var headline: String {
    var counts = [0, 0, 0, 0]
    for change in rules {
      switch change.kind {
      case .added: counts[0] += 1
      case .removed: counts[1] += 1
      case .changed: counts[2] += 1
      case .reworded: counts[3] += 1
      }
    }
    let words = ["added", "removed", "changed in meaning", "reworded only"]
    let parts = zip(counts, words).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let same = "\(sameCount) the same"
    return "Rules: " + (parts + [same]).joined(separator: ", ")
  }

  /// For a terminal.
  package var text: String {
    var text = headline + "\n\n"
    for change in rules { text += Self.text(of: change) }
    if !rules.isEmpty { text += "\n" }
    text += kindsText
    if let clients = clientsText { text += clients + "\n\n" }
    return text + "\(questions) question\(questions == 1 ? "" : "s") to Z3 \(solver)\n"
  }

  private static func text(of change: RuleChange) -> String {
    switch change.kind {
    case .added: return "  + \(change.rule)\n"
    case .removed: return "  - \(change.rule)\n"
    case .reworded(let parts):
      return
        "  ~ \(change.rule) reads otherwise and means the same (\(parts.joined(separator: ", ")))\n"
    case .changed(let milder, let stricter):
      var text = "  ≠ \(change.rule)\n"
      if milder.isProved, stricter.isProved {
        return text + "      applies to other actions, and asks each for what it did: proved\n"
      }
      for (direction, proof) in [("milder", milder), ("stricter", stricter)] {
        switch proof {
        case .proved: text += "      never \(direction): proved\n"
        case .tried(let count, let because):
          text += "      \(direction) for none of \(count) facts; \(because)\n"
        case .counterexample(let found):
          text += "      \(direction): \(found.words)\n"
          text += VerificationReport.facts(of: found)
        }
      }
      return text
    }
  }

  /// What is said where no kind of action is listed.
  private var noKinds: String {
    rules.allSatisfy(\.kind.isWordingAlone) && changedClients.isEmpty
      ? "No action gets another verdict."
      : "No kind of action gets another verdict; those that have parts were not asked about."
  }

  private var clientsText: String? {
    guard let first = changedClients.first else { return nil }
    let names = changedClients.map { "`\($0)`" }.joined(separator: ", ")
    return
      "What clients adopt, set, state or waive differs too, and is not compared here: \(names). "
      + "Compare each by itself: `--client \(first)`."
  }

  private var kindsText: String {
    guard !kinds.isEmpty else { return noKinds + "\n" }
    var text = "Verdicts that can change\n\n"
    for change in kinds {
      let direction = change.isMilder ? "milder" : "stricter"
      switch change.proof {
      case .counterexample(let found):
        text += "  \(change.kind)  \(direction): \(found.words)\n"
        text += VerificationReport.facts(of: found)
      case .tried(_, let because):
        text += "  \(change.kind)  may get \(direction): no example was found; \(because)\n"
      case .proved: continue
      }
    }
    return text + "\n"
  }

  /// For a pull request.
  package var markdown: String {
    var text = "### What this change of the policies means\n\n\(headline).\n"
    if kinds.isEmpty { text += "\n\(noKinds)\n" }
    if let clients = clientsText { text += "\n\(clients)\n" }
    if !kinds.isEmpty {
      text += "\n| action | direction | verdict |\n| --- | --- | --- |\n"
      for change in kinds {
        let words = change.proof.counterexample?.words ?? "not proved, no example found"
        text += "| `\(change.kind)` | \(change.isMilder ? "**milder**" : "stricter") | \(words) |\n"
      }
    }
    if !rules.isEmpty { text += "\n" }
    for change in rules { text += Self.markdown(of: change) }
    let examples = kinds.compactMap { change in change.proof.counterexample.map { (change, $0) } }
    guard !examples.isEmpty else { return text }
    text += "\n<details><summary>Facts for each kind of action, judged under both</summary>\n"
    for (change, found) in examples {
      let direction = change.isMilder ? "milder" : "stricter"
      text += "\n`\(change.kind)` \(direction): \(found.words)\n\n```yaml\n\(found.yaml)```\n"
    }
    return text + "\n</details>\n"
  }

  private static func markdown(of change: RuleChange) -> String {
    switch change.kind {
    case .added: "- `\(change.rule)` added\n"
    case .removed: "- `\(change.rule)` **removed**\n"
    case .reworded(let parts):
      "- `\(change.rule)` reworded only (\(parts.joined(separator: ", ")))\n"
    case .changed(.proved, .proved):
      "- `\(change.rule)` applies to other actions, and asks each for what it did\n"
    case .changed(let milder, let stricter):
      "- `\(change.rule)` changed: \(word(milder, "milder")), \(word(stricter, "stricter"))\n"
    }
  }

  private static func word(_ proof: Proof, _ direction: String) -> String {
    switch proof {
    case .proved: "never \(direction)"
    case .tried(let count, _): "not seen \(direction) in \(count) facts"
    case .counterexample(let found): "\(direction) (\(found.words))"
    }
  }
}
