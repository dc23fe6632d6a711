import CEL
import DocumentTree
import PolicyModel

/// The steps that move what a policy states outside of expressions: dates, table rows, defaults.
struct ValueEdits {
  let terms: TermNeighbours

  /// Both days of `effective`, each by one day.
  func edits(ofPeriod owner: Node, _ key: String) -> [Edit] {
    guard let period = owner[key] else { return [] }
    return edits(ofDays: period).within(owner, key: key)
  }

  /// The days under `from` and `until`, each by one day.
  func edits(ofDays owner: Node) -> [Edit] {
    ["from", "until"].flatMap { key in
      guard let node = owner[key], let text = node.scalar?.text else { return [Edit]() }
      return TimeStep.neighbours(of: text).map { other in
        Edit(
          .moveDate, at: node.range, "`\(key)` is \(other), not \(text)",
          hint: "a case on \(text), and one on the day \(key == "from" ? "before" : "after")",
          owner.replacing(key: key, by: node.saying(other)))
      }
    }
  }

  /// A value by one step.
  func edits(ofValue owner: Node, _ key: String) -> [Edit] {
    guard let node = owner[key], let scalar = node.scalar else { return [] }
    let others: [String] =
      switch scalar.resolved {
      case .int(let value): [value &- 1, value &+ 1].map { "\($0)" }
      case .double(let value): DecimalStep.neighbours(of: value).map { "\($0)" }
      case .bool(let value): ["\(!value)"]
      case .string: TimeStep.neighbours(of: scalar.text)
      case .null, .outOfRange: []
      }
    return others.map { other in
      let new = Scalar(other, style: .plain, range: node.range)
      return Edit(
        .moveNumber, at: node.range, "`\(key)` is `\(other)`, not `\(scalar.text)`",
        hint: "a case at exactly `\(scalar.text)`, and one right beside it",
        owner.replacing(key: key, by: Node(.scalar(new), at: node.range)))
    }
  }

  /// Terms of a list, or one alone, wider and narrower.
  func edits(ofTerms node: Node) -> [Edit] {
    if let elements = node.elements {
      return elements.enumerated().flatMap { edits(ofTerms: $1).within(node, at: $0) }
    }
    guard let text = node.scalar?.text else { return [] }
    return terms.neighbours(of: text).map { other in
      Edit(
        other.isWider ? .widenTerm : .narrowTerm, at: node.range,
        "`\(text)` becomes `\(other.id)`, \(other.isWider ? "which holds it" : "a part of it")",
        hint: "a case in `\(other.isWider ? other.id : text)` and not in "
          + "`\(other.isWider ? text : other.id)`",
        node.saying(other.id))
    }
  }

  /// The rows of a table: each dropped, its value and its days moved.
  func edits(ofRows rows: Node) -> [Edit] {
    let elements = rows.elements ?? []
    return elements.enumerated().flatMap { index, row in
      let inner =
        edits(ofValue: row, "value") + edits(ofDays: row) + edits(ofPeriod: row, "effective")
      var edits = inner.within(rows, at: index)
      if elements.count > 1 {
        let name = row["is"]?.scalar?.text ?? ""
        edits.append(
          Edit(
            .dropRow, at: row["is"]?.range ?? row.range, "the row of `\(name)` is dropped",
            hint: "a case in `\(name)`", rows.replacing(at: index, by: nil)))
      }
      return edits
    }
  }
}
