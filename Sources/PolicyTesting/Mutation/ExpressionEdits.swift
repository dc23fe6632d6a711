import CEL
import Diagnostics
import DocumentTree

/// The steps that change one expression: its logic here, its constants in `ConstantEdits`.
struct ExpressionEdits {
  let constants: ConstantEdits

  /// An expression as it reads after one step.
  struct Variant {
    let kind: Mutation.Kind
    /// The bytes of the text that the step is about.
    let bytes: Range<Int>
    let what: String
    let hint: String
    var expression: Expression
  }

  /// The steps of a scalar that holds an expression; each text once, none that cannot be parsed.
  func edits(of node: Node) -> [Edit] {
    guard let scalar = node.scalar else { return [] }
    var diagnostics: [Diagnostic] = []
    let source = SourceFile(path: scalar.range.file.path, text: scalar.text)
    guard let parsed = Parser.parse(source, &diagnostics) else { return [] }
    var seen: Set<String> = [parsed.root.text]
    return variants(of: parsed.root).compactMap { variant in
      let text = variant.expression.text
      guard seen.insert(text).inserted else { return nil }
      return Edit(
        variant.kind, at: scalar.sourceRange(of: variant.bytes), variant.what,
        hint: variant.hint, node.saying(text))
    }
  }

  /// The steps of an expression that stands where a truth is asked for.
  private func variants(of node: Expression) -> [Variant] {
    switch node.kind {
    case .call("_&&_", nil, _): return chainVariants(of: node, "_&&_", "_||_")
    case .call("_||_", nil, _): return chainVariants(of: node, "_||_", "_&&_")
    case .call("!_", nil, let operands):
      guard let operand = operands.first else { return [] }
      if operand.isChain { return inside(node, 0, variants(of: operand)) }
      return [negation(of: node, as: operand)] + constants.variants(of: node)
    case .call("_?_:_", nil, let operands):
      return operands.indices.flatMap { inside(node, $0, variants(of: operands[$0])) }
    case .comprehension(let loop): return loopVariants(of: node, loop)
    case .literal(.bool): return []
    case .literal, .identifier, .select, .presence, .call, .list, .map, .structure, .bind:
      let negated = node.saying(.call("!_", target: nil, arguments: [node]))
      return [negation(of: node, as: negated)] + constants.variants(of: node)
    }
  }

  private func chainVariants(
    of node: Expression, _ name: String, _ other: String
  ) -> [Variant] {
    let operands = node.operands(of: name)
    var result: [Variant] = []
    for (index, operand) in operands.enumerated() {
      var rest = operands
      rest.remove(at: index)
      result.append(
        Variant(
          kind: .dropCondition, bytes: operand.range, what: "`\(operand.text)` is dropped",
          hint: name == "_&&_"
            ? "a case where this alone is false" : "a case where this alone is true",
          expression: node.chain(name, rest)))
      for variant in variants(of: operand) {
        var operands = operands
        operands[index] = variant.expression
        result.append(variant.with(node.chain(name, operands)))
      }
    }
    result.append(
      Variant(
        kind: .swapLogic, bytes: node.range,
        what: "\(operands.count) conditions are joined by `\(other.sign)`, not `\(name.sign)`",
        hint: "a case where some of them are true and others false",
        expression: node.chain(other, operands)))
    return result
  }

  private func loopVariants(
    of node: Expression, _ loop: Expression.Comprehension
  ) -> [Variant] {
    let parts = node.parts
    var result = inside(node, 0, constants.variants(of: parts[0]))
    if loop.predicate != nil { result += inside(node, 1, variants(of: parts[1])) }
    let other: Expression.Comprehension.Kind? =
      switch loop.kind {
      case .all: .exists
      case .exists: .all
      case .existsOne, .filter, .map, .transformList, .transformMap, .transformMapEntry, .optMap,
        .optFlatMap, .sortBy:
        nil
      }
    if let other {
      result.append(
        Variant(
          kind: .swapLogic, bytes: node.range,
          what: "`\(loop.kind.rawValue)` becomes `\(other.rawValue)`",
          hint: "a case with several elements, for only some of which it holds",
          expression: node.saying(.comprehension(loop.with(kind: other)))))
    }
    return result
  }

  private func negation(of node: Expression, as negated: Expression) -> Variant {
    Variant(
      kind: .negate, bytes: node.range, what: "`\(node.text)` is negated",
      hint: "a case that hangs on this being true, or on its being false", expression: negated)
  }

  private func inside(_ node: Expression, _ part: Int, _ variants: [Variant]) -> [Variant] {
    variants.map { $0.with(node.replacing(part: part, by: $0.expression)) }
  }
}

extension ExpressionEdits.Variant {
  /// The same step, seen from an expression around it.
  func with(_ expression: Expression) -> ExpressionEdits.Variant {
    var variant = self
    variant.expression = expression
    return variant
  }
}

extension Expression {
  fileprivate var isChain: Bool {
    switch kind {
    case .call("_&&_", nil, _), .call("_||_", nil, _), .comprehension: true
    case .literal, .identifier, .select, .presence, .call, .list, .map, .structure, .bind: false
    }
  }
}

extension String {
  /// An operator as it is written: `&&` of `_&&_`.
  fileprivate var sign: String { filter { $0 != "_" } }
}
