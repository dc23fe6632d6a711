import CEL
import Diagnostics

/// Finds `==`, `!=` and `in` of lists, maps and records that hold terms.
///
/// These compare term by term what is written, so that a coarse one (`US`) would be held to be other
/// than its part (`US-CA`), where nobody knows. An empty list or map is no such comparison.
///
/// Code: `compared-terms`.
struct ComparedTermsCheck {
  let records: [RecordDeclaration]

  func diagnostics(for checked: CheckedExpression) -> [Diagnostic] {
    var found: [Diagnostic] = []
    checked.root.walk { node in
      guard case .call(let name, nil, let operands) = node.kind, operands.count == 2 else { return }
      let compared: [Expression]
      switch name {
      case "_==_", "_!=_": compared = operands
      case "@in": compared = [operands[0]]
      default: return
      }
      guard !operands.contains(where: isEmptyLiteral),
        let whole = compared.first(where: { holdsTerms(checked.types[$0.id]) })
      else { return }
      found.append(.comparedTerms(checked, whole, name))
    }
    return found
  }

  private func isEmptyLiteral(_ node: Expression) -> Bool {
    switch node.kind {
    case .list(let elements, _): elements.isEmpty
    case .map(let entries): entries.isEmpty
    case .literal, .identifier, .select, .presence, .call, .structure, .comprehension, .bind: false
    }
  }

  /// Whether values of a type hold terms inside; a term by itself does not.
  private func holdsTerms(_ type: ValueType) -> Bool {
    switch type {
    case .list(let element): return isOrHoldsTerm(element)
    case .map(let key, let value): return isOrHoldsTerm(key) || isOrHoldsTerm(value)
    case .wrapper(let inner), .optional(let inner): return holdsTerms(inner)
    case .record(let name):
      let fields = records.first { $0.name == name }?.fields ?? []
      // No record holds itself, so this ends.
      return fields.contains { isOrHoldsTerm($0.type) }
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .type,
      .opaque, .parameter, .error:
      return false
    }
  }

  private func isOrHoldsTerm(_ type: ValueType) -> Bool {
    if case .opaque("term", _) = type { return true }
    return holdsTerms(type)
  }
}

extension DiagnosticCode {
  static let comparedTerms = DiagnosticCode("compared-terms")
}

extension Diagnostic {
  fileprivate static func comparedTerms(
    _ checked: CheckedExpression, _ whole: Expression, _ function: String
  ) -> Diagnostic {
    let sign = function == "@in" ? "in" : function == "_!=_" ? "!=" : "=="
    return Diagnostic(
      .comparedTerms,
      "`\(sign)` compares a \(checked.types[whole.id]) as a whole, though a term in it may be coarse",
      at: SourceRange(checked.source, whole.range),
      help:
        "ask about its terms: `xs.touches(t)`, `xs.covers(t)`, `xs.all(x, x.within(t))`, `size(xs)`"
    )
  }
}
