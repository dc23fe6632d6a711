import Diagnostics
import PolicyEngine
import PolicyModel

/// What becomes of a client's rules for one campaign, for `--explain-plan`.
extension Residue {
  /// Which rules are decided once, which parts run over columns, and which row by row, with the reason.
  package var plan: String {
    let inForce = gate.rules(inForceOn: Day(of: facts.now)).count
    let fixed = rules.filter { parts(of: $0).isEmpty && !$0.needsRows }.count
    let single = parts.filter { columns(of: $0).count == 1 }.count
    var lines = [
      "\(inForce) rules in force: \(inForce - rules.count) cannot apply to this campaign, "
        + "\(fixed) are decided by it alone, \(rules.count - fixed) hang on the recipient",
      "\(parts.count) parts of their conditions read the recipient: \(single) read one fact, and are "
        + "decided once for each of its values; \(parts.count - single) are decided row by row",
    ]
    for atom in Set(parts.filter { columns(of: $0).count > 1 }.map(\.atom)).sorted() {
      let together = parts.filter { $0.atom == atom && columns(of: $0).count > 1 }
      let names = Set(together.flatMap { columns(of: $0) }).sorted().joined(separator: ", ")
      lines.append("  row by row: it reads \(names) together")
      lines.append("    \(gate.library.atoms[atom].expression)")
    }
    for rule in rules {
      let name = gate.library.rules[rule.number].name
      if rule.needsRows {
        lines.append("  row by row, wherever it may apply: a duty of \(name) reads the recipient")
      } else if gate.library.rules[rule.number].unknown == .allow {
        lines.append(
          "  row by row, where it is undecided: \(name) lets missing facts pass, but no errors")
      }
    }
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  /// The members of `recipient` that a part reads.
  private func columns(of part: Part) -> Set<String> {
    Set(
      part.slots.map { slot in
        let path = gate.library.vocabulary.facts[slot].path
        return path.split(separator: ".").prefix(2).joined(separator: ".")
      })
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
