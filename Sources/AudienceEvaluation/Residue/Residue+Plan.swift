import Diagnostics
package import FactsReading
import PolicyEngine
import PolicyModel

/// What becomes of a client's rules for one campaign, for `--explain-plan`.
extension Residue {
  /// Which rules are decided once, which parts run over columns, alone or by texts that are looked up
  /// together, and what is left to single rows, with the reason.
  package func plan(for form: AudienceForm) -> String {
    let inForce = gate.rules(inForceOn: Day(of: facts.now)).count
    let fixed = rules.filter { parts(of: $0).isEmpty && !$0.needsRows }.count
    var lines = [
      "\(inForce) rules in force: \(inForce - rules.count) cannot apply to this campaign, "
        + "\(fixed) are decided by it alone, \(rules.count - fixed) hang on the recipient",
      "",
      "\(parts.count) parts of their conditions read the recipient",
    ]
    let groups = textGroups(form)
    var alone = 0
    var together: [Int: [Part]] = [:]
    var mixed: [Part] = []
    for part in parts {
      let found = Set(part.slots.map { groups[$0] })
      if members(of: part.slots).count == 1 {
        alone += 1
      } else if found.count == 1, let group = found.first ?? nil {
        together[group, default: []].append(part)
      } else {
        mixed.append(part)
      }
    }
    lines.append(
      "  \(alone) read one fact: decided once for each of its values, or stretches of values")
    for (group, parts) in together.sorted(by: { $0.key < $1.key }) {
      let names = members(of: groups.filter { $0.value == group }.map(\.key))
      lines.append(
        "  \(parts.count) read among \(names.joined(separator: ", ")): decided once for each text of "
          + "these together")
      lines += expressions(parts).map { "    " + $0 }
    }
    if !mixed.isEmpty {
      lines.append(
        "  \(mixed.count) read several facts, whose values meet in too many ways: decided row by row"
      )
      for part in mixed {
        lines += expressions([part]).map { "    " + $0 }
        lines.append("      reads " + members(of: part.slots).joined(separator: ", "))
      }
    }
    let left = rowsLeft
    if !left.isEmpty { lines += ["", "Rows that are judged like single actions"] + left }
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  /// Which rows rules leave to the row evaluator.
  private var rowsLeft: [String] {
    rules.compactMap { rule in
      let name = gate.library.rules[rule.number].name
      if rule.needsRows {
        return "  where \(name) may apply: a duty of it reads the recipient"
      }
      if gate.library.rules[rule.number].unknown == .allow {
        return "  where \(name) is undecided: it lets missing facts pass, but no errors"
      }
      return nil
    }
  }

  private func expressions(_ parts: [Part]) -> [String] {
    Set(parts.map(\.atom)).sorted().map { gate.library.atoms[$0].expression }
  }

  /// The slots whose texts are looked up together: by slot, the group's number.
  ///
  /// Cells of CSV are looked up one by one.
  private func textGroups(_ form: AudienceForm) -> [Int: Int] {
    guard form == .ndjson else { return [:] }
    return needs(exact: place.map { [$0] } ?? []).uses.compactMapValues { use in
      if case .joint(let joint) = use { joint.group } else { nil }
    }
  }

  /// The members of `recipient` to which slots belong.
  private func members(of slots: [Int]) -> [String] {
    Set(
      slots.map { slot in
        let path = gate.library.vocabulary.facts[slot].path
        return path.split(separator: ".").prefix(2).joined(separator: ".")
      }
    ).sorted()
  }

  private func parts(of rule: OpenRule) -> [Int] {
    rule.when.parts + rule.exceptions.parts + rule.body.parts
  }
}

extension Residue.Logic {
  /// The numbers of its parts, from left to right.
  package var parts: [Int] {
    switch self {
    case .known: []
    case .part(let part): [part]
    case .all(let terms), .any(let terms): terms.flatMap(\.parts)
    case .not(let term): term.parts
    }
  }
}
