import CEL
import Diagnostics
import PolicyModel

/// Finds `all(...)` over a list in a `require` that nobody asks the size of: it is true of an empty list.
///
/// Definitions are looked into. What stands behind a `!` is left alone: of an empty list it is false.
///
/// Code: `empty-all` (a warning).
enum EmptyAllCheck {
  static func check(
    _ linked: RuleLinker.Linked, _ atoms: [Atom], _ diagnostics: inout [Diagnostic]
  ) {
    guard !linked.rule.isForbid else { return }
    var lists: [(place: SourceRange, list: String)] = []
    for use in linked.body.uses where atoms[use.atom].hasQuantifier {
      let checked = atoms[use.atom].checked
      var search = Search()
      search.look(checked, checked.root, isNegated: use.isNegated, isDefined: false)
      lists += search.found.map { found in
        (found.range.map { use.text.place($0) } ?? use.text.place, found.list)
      }
    }
    if lists.isEmpty { return }
    var sized: Set<String> = []
    for atom in linked.when.condition.atoms + linked.body.condition.atoms {
      sized.formUnion(sizes(atoms[atom].checked))
    }
    for (place, list) in lists where !sized.contains(list) {
      diagnostics.append(
        Diagnostic(
          .emptyAll, "`all` is true of an empty list", at: place,
          help: "ask for `\(list).size() > 0` too, or in `when`, if an empty list is no proof",
          severity: .warning))
    }
  }

  /// Finds the lists that an `all` goes over, with their places; nil for one in a definition.
  private struct Search {
    var found: [(list: String, range: Range<Int>?)] = []
    /// The definitions that are looked into already, below a `!` or not.
    private var seen: [Bool: Set<ObjectIdentifier>] = [:]

    mutating func look(
      _ checked: CheckedExpression, _ node: Expression, isNegated: Bool, isDefined: Bool
    ) {
      if case .comprehension(let comprehension) = node.kind, comprehension.kind == .all,
        case .list = checked.types[comprehension.range.id], !isNegated
      {
        let range = comprehension.range.range
        found.append((checked.source.text(range), isDefined ? nil : range))
      }
      if case .definition(let definition)? = checked.reference(node),
        seen[isNegated, default: []].insert(ObjectIdentifier(definition)).inserted
      {
        look(definition.body, definition.body.root, isNegated: isNegated, isDefined: true)
      }
      var flips = false
      if case .call("!_", nil, _) = node.kind { flips = true }
      for part in node.parts {
        look(checked, part, isNegated: isNegated != flips, isDefined: isDefined)
      }
    }
  }

  /// The texts of what is asked for its size.
  private static func sizes(_ checked: CheckedExpression) -> [String] {
    var texts: [String] = []
    checked.walkThroughDefinitions { expression, node in
      guard case .call("size", let target, let arguments) = node.kind,
        let operand = target ?? arguments.first
      else { return }
      texts.append(expression.source.text(operand.range))
    }
    return texts
  }
}

extension DiagnosticCode {
  static let emptyAll = DiagnosticCode("empty-all")
}
