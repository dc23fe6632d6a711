import CEL
import Diagnostics
import PolicyModel

/// Finds `all(...)` over a list in a `require` that nobody asks the size of: it is true of an empty list.
///
/// Code: `empty-all` (a warning).
enum EmptyAllCheck {
  static func check(
    _ linked: RuleLinker.Linked, _ atoms: [Atom], _ diagnostics: inout [Diagnostic]
  ) {
    guard !linked.rule.isForbid else { return }
    let lists = linked.body.uses.flatMap { use in
      quantified(atoms[use.atom].checked).map { (use: use, list: $0) }
    }
    if lists.isEmpty { return }
    var sized: Set<String> = []
    for atom in linked.when.condition.atoms + linked.body.condition.atoms {
      sized.formUnion(sizes(atoms[atom].checked))
    }
    for (use, list) in lists where !sized.contains(list.text) {
      diagnostics.append(
        Diagnostic(
          .emptyAll, "`all` is true of an empty list", at: use.text.place(list.range),
          help: "ask for `\(list.text).size() > 0` too, or in `when`, if an empty list is no proof",
          severity: .warning))
    }
  }

  /// The lists that an `all` goes over, each with its place in the atom's text.
  private static func quantified(
    _ checked: CheckedExpression
  ) -> [(text: String, range: Range<Int>)] {
    var lists: [(text: String, range: Range<Int>)] = []
    checked.root.walk { node in
      guard case .comprehension(let comprehension) = node.kind, comprehension.kind == .all,
        case .list = checked.types[comprehension.range.id]
      else { return }
      let range = comprehension.range.range
      lists.append((checked.source.text(range), range))
    }
    return lists
  }

  /// The texts of what is asked for its size.
  private static func sizes(_ checked: CheckedExpression) -> [String] {
    var texts: [String] = []
    checked.root.walk { node in
      guard case .call("size", let target, let arguments) = node.kind,
        let operand = target ?? arguments.first
      else { return }
      texts.append(checked.source.text(operand.range))
    }
    return texts
  }
}

extension DiagnosticCode {
  static let emptyAll = DiagnosticCode("empty-all")
}
