import CEL
import Diagnostics
import PolicyModel

/// Expressions and conditions as HTML: every fact, term, definition, table and setting in them is a
/// link to where it is explained.
struct ExpressionMarkup {
  let library: CompiledLibrary
  /// The page on which it stands.
  let page: String
  /// What the policy around it calls by names of its own.
  let names: PolicyNames

  /// A part of the text that is more than text.
  private struct Span {
    let range: Range<Int>
    /// Nil where it is only set apart.
    let target: String?
  }

  /// Longer ones of several parts get a line a part.
  private static let longest = 64

  // MARK: Conditions

  /// A condition as nested lists that say how their parts belong together.
  func list(_ condition: Condition, empty: Markup) -> Markup {
    switch condition {
    case .all(let parts) where parts.isEmpty: return Markup("p", [empty])
    case .all(let parts) where parts.count == 1: return list(parts[0], empty: empty)
    case .any(let parts) where parts.count == 1: return list(parts[0], empty: empty)
    case .atom, .all, .any, .none: return Markup("div", class: "condition", [item(condition)])
    }
  }

  private func item(_ condition: Condition) -> Markup {
    switch condition {
    case .atom(let number): expression(library.atoms[number].checked)
    case .all(let parts) where parts.count == 1: item(parts[0])
    case .any(let parts) where parts.count == 1: item(parts[0])
    case .all(let parts): group("all of", parts)
    case .any(let parts): group("any of", parts)
    case .none(let parts): group("none of", parts)
    }
  }

  private func group(_ word: Markup, _ parts: [Condition]) -> Markup {
    Markup([
      Markup("p", class: "joint", [word]),
      Markup("ul", parts.map { Markup("li", [item($0)]) }),
    ])
  }

  // MARK: Expressions

  /// An expression with its links.
  func expression(_ checked: CheckedExpression) -> Markup {
    let bytes = checked.source.bytes
    let range = checked.root.range.clamped(to: bytes.indices)
    let parts = range.count > Self.longest ? Self.parts(of: checked.root) : []
    guard parts.count > 1 else {
      return Markup("code", class: "expression", pieces(checked, range))
    }
    // Brackets around a part, and the operator before it, stand outside of the part's own range.
    var starts = [range.lowerBound]
    for (before, after) in zip(parts, parts.dropFirst()) {
      let gap = before.range.upperBound..<max(before.range.upperBound, after.range.lowerBound)
      let isOperator = { (byte: UInt8) in byte == UInt8(ascii: "|") || byte == UInt8(ascii: "&") }
      starts.append(gap.first { isOperator(bytes[$0]) } ?? after.range.lowerBound)
    }
    let lines = zip(starts, starts.dropFirst() + [range.upperBound]).map { start, end in
      Markup("span", class: "line", pieces(checked, start..<max(start, end)))
    }
    return Markup("code", class: "expression", [.joined(lines, by: " ")])
  }

  /// The operands of `&&` or `||` at the top, each once.
  private static func parts(of root: Expression) -> [Expression] {
    guard case .call(let name, nil, let operands) = root.kind, name == "_&&_" || name == "_||_"
    else { return [root] }
    return operands.flatMap { operand -> [Expression] in
      guard case .call(name, nil, _) = operand.kind else { return [operand] }
      return parts(of: operand)
    }
  }

  private func pieces(_ checked: CheckedExpression, _ range: Range<Int>) -> [Markup] {
    let bytes = checked.source.bytes
    func text(_ range: Range<Int>) -> Markup {
      let words = String(decoding: bytes[range], as: UTF8.self)
      let joined = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let before = words.first?.isWhitespace == true ? " " : ""
      let after = joined.isEmpty || words.last?.isWhitespace != true ? "" : " "
      return Markup(before + joined + after)
    }
    var pieces: [Markup] = []
    var position = range.lowerBound
    for span in spans(of: checked.root, in: checked) {
      guard span.range.lowerBound >= position, span.range.upperBound <= range.upperBound else {
        continue
      }
      pieces.append(text(position..<span.range.lowerBound))
      let inner = text(span.range)
      if let target = span.target {
        pieces.append(.link(inner, to: SiteLinks.relative(target, from: page)))
      } else {
        pieces.append(Markup("span", class: "literal", [inner]))
      }
      position = span.range.upperBound
    }
    pieces.append(text(position..<range.upperBound))
    return pieces
  }

  /// From left to right; none lies within another.
  private func spans(of node: Expression, in checked: CheckedExpression) -> [Span] {
    let own = span(of: node, in: checked).map { [$0] } ?? []
    if case .variable? = checked.references[node.id] { return own }
    let inner = node.parts.flatMap { spans(of: $0, in: checked) }
    return (own + inner).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func span(of node: Expression, in checked: CheckedExpression) -> Span? {
    switch checked.references[node.id] {
    case .variable(let variable)?:
      var range = node.range
      if case .presence(let operand, _) = node.kind {
        // Of `has(a.b)` the fact alone.
        range = operand.range.lowerBound..<node.range.upperBound - 1
      }
      return Span(range: range, target: target(of: variable))
    case .constant(.symbol(let symbol))?:
      let set = library.vocabulary.termSets[Int(symbol.set)]
      return Span(
        range: node.range, target: SiteLinks.term(set.terms[Int(symbol.id)].id, of: set.name))
    case .constant?: return Span(range: node.range, target: nil)
    case .definition(let definition)?:
      let name = node.range.lowerBound..<node.range.lowerBound + definition.name.utf8.count
      return Span(range: name, target: target(of: definition))
    case .function(let name, _)?:
      guard case .call(_, nil, _) = node.kind, names.tables.contains(name) else { return nil }
      return Span(
        range: node.range.lowerBound..<node.range.lowerBound + name.utf8.count,
        target: SiteLinks.table(name, ofPolicy: names.policy))
    case .local?, .field?: return nil
    case nil:
      guard case .literal = node.kind else { return nil }
      return Span(range: node.range, target: nil)
    }
  }

  private func target(of variable: Variable) -> String? {
    let facts = library.vocabulary.facts
    if variable.slot < facts.count { return SiteLinks.fact(facts[variable.slot].path) }
    let setting = library.settings.first { $0.slot == variable.slot }
    guard let words = setting?.name.split(separator: ".", maxSplits: 1), words.count == 2 else {
      return nil
    }
    return SiteLinks.setting(String(words[1]), ofPolicy: String(words[0]))
  }

  private func target(of definition: Definition) -> String {
    names.definitions.contains(definition.name)
      ? SiteLinks.definition(definition.name, ofPolicy: names.policy)
      : SiteLinks.definition(definition.name)
  }
}

/// The names that one policy gives: all others are the vocabulary's.
struct PolicyNames {
  let policy: String
  let definitions: Set<String>
  let tables: Set<String>

  static let none = PolicyNames(policy: "", definitions: [], tables: [])
}
