import Diagnostics
import DocumentTree

/// The steps that change a condition as a policy writes it: an expression, a list, `any:` or `none:`.
struct ConditionEdits {
  let expressions: ExpressionEdits

  func edits(of node: Node) -> [Edit] {
    switch node.kind {
    case .scalar: return expressions.edits(of: node)
    case .sequence(let elements):
      guard elements.count > 1 else { return parts(of: node) }
      let any = Node(.mapping([]), at: node.range).replacing(key: "any", by: node)
      return parts(of: node) + [.swap(node, to: "any", any)]
    case .mapping(let entries):
      guard let entry = entries.first else { return [] }
      let list = entry.value
      var edits = parts(of: list, isAll: entry.name == "all").within(node, key: entry.name)
      let other = entry.name == "any" ? "all" : "any"
      if entry.name == "none" || (list.elements?.count ?? 0) > 1 {
        let changed = Node(.mapping([]), at: node.range).replacing(key: other, by: list)
        edits.append(.swap(node, to: other, changed))
      }
      return edits
    }
  }

  /// The steps within a list, each element dropped among them.
  private func parts(of list: Node, isAll: Bool = true) -> [Edit] {
    let elements = list.elements ?? []
    return elements.enumerated().flatMap { index, element in
      var edits = self.edits(of: element).within(list, at: index)
      if elements.count > 1 {
        edits.append(
          Edit(
            .dropCondition, at: element.range, "\(element.summary) is dropped",
            hint: isAll ? "a case where this alone is false" : "a case where this alone is true",
            list.replacing(at: index, by: nil)))
      }
      return edits
    }
  }
}

extension Edit {
  fileprivate static func swap(_ node: Node, to word: String, _ changed: Node) -> Edit {
    Edit(
      .swapLogic, at: node.range, "the list becomes `\(word):`",
      hint: "a case where some of its conditions are true and others false", changed)
  }
}

extension Node {
  /// A condition in a few words.
  var summary: String {
    switch kind {
    case .scalar(let scalar):
      "`" + scalar.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") + "`"
    case .sequence(let elements): "a list of \(elements.count)"
    case .mapping(let entries):
      entries.first.map { "`\($0.name):` of \($0.value.elements?.count ?? 0)" } ?? "nothing"
    }
  }
}
